"""What Stripe last said, read from the mirror's tables: no network, and the newest state counts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models.fields.json import KT
from django.utils import timezone
from djstripe import models as mirrored

from kit.ids import is_uuid
from payments.models import Wallet
from payments.selectors import ready_gateways
from plans.models import CardPlan, Plan, StripeCustomer, StripePrice
from plans.querysets import ENDED_THERE

GATEWAY = "stripe"
NEVER_BEGAN = {"incomplete", "incomplete_expired"}
PERIOD = {"subscription_create", "subscription_cycle"}


@dataclass(frozen=True, kw_only=True)
class CardNews:
    """A subscription at Stripe. `is_ending`: not renewed after `ends_on`."""

    stripe_id: str
    status: str
    customer_id: str
    card_id: str
    item_id: str
    price_id: str
    starts_on: date
    ends_on: date
    is_ending: bool


@dataclass(frozen=True, kw_only=True)
class CardBill:
    """An invoice of Stripe's, made there at `made_at`. Of `paid_centimes`, `elsewhere_centimes` did not come
    through Stripe.
    """

    invoice_id: str
    made_at: datetime
    status: str
    words: str
    price_id: str
    currency: str
    paid_centimes: int
    elsewhere_centimes: int
    owed_centimes: int
    n_attempts: int
    from_on: date
    until_on: date


def card_offered() -> bool:
    """Whether a brand may take a plan by card now: Stripe is set up, open to new payments and answering."""
    return GATEWAY in ready_gateways()


def live_card(wallet: Wallet) -> CardPlan | None:
    """What the brand has at Stripe, or is about to."""
    return CardPlan.objects.live().filter(wallet=wallet).select_related("plan", "subscription").first()


def at_stripe(wallet: Wallet) -> dict[str, str]:
    """What lives on at Stripe for a brand under our mark, whatever it is here: Stripe's ids, each with the
    card plan that it names.
    """
    customers = StripeCustomer.objects.filter(wallet=wallet).values("customer_id")
    rows = mirrored.Subscription.objects.filter(customer_id__in=customers).values_list(
        "id", KT("stripe_data__status"), KT("stripe_data__metadata__card_plan")
    )
    return {stripe_id: mark for stripe_id, status, mark in rows if mark and status not in ENDED_THERE}


def plan_at(price_id: str) -> StripePrice | None:
    """Which plan a price of Stripe's is of."""
    return StripePrice.objects.filter(price_id=price_id).select_related("plan").first()


def plan_in_force(code: str) -> Plan:
    return Plan.objects.in_force().get(code=code)


def card_news(stripe_id: str) -> CardNews | None:
    """The mirror's subscription; None while it has none, or nothing in it."""
    row = mirrored.Subscription.objects.filter(id=stripe_id).first()
    said = row.stripe_data if row else {}
    items = (said.get("items") or {}).get("data") or []
    if not items:
        return None
    item = items[0]
    return CardNews(
        stripe_id=stripe_id,
        status=said["status"],
        customer_id=id_of(said["customer"]),
        card_id=_ours((said.get("metadata") or {}).get("card_plan", "")),
        item_id=item["id"],
        price_id=id_of(item["price"]),
        starts_on=_day(item["current_period_start"]),
        ends_on=_day(item["current_period_end"]),
        is_ending=bool(said.get("cancel_at_period_end") or said.get("cancel_at")),
    )


def card_bills(stripe_id: str, customer_id: str) -> list[CardBill]:
    """A customer's invoices for one subscription as mirrored, the oldest first; drafts are nobody's business
    yet. The customer is what has an index.
    """
    way = "stripe_data__parent__subscription_details__subscription"
    rows = mirrored.Invoice.objects.filter(customer_id=customer_id, **{way: stripe_id})
    ordered = sorted(
        rows.values_list("stripe_data", flat=True), key=lambda said: (said["created"], said["id"])
    )
    return [_bill(said) for said in ordered if said["status"] != "draft"]


def subscription_of_invoice(invoice_id: str) -> str:
    """Stripe's id of what an invoice is for; empty for any other invoice."""
    row = mirrored.Invoice.objects.filter(id=invoice_id).first()
    details = ((row.stripe_data.get("parent") or {}).get("subscription_details") or {}) if row else {}
    return id_of(details.get("subscription"))


def net_of(total_centimes: int, bps: int) -> int:
    """What is left of a price without the VAT in it, half up to the centime."""
    whole = 10_000 + bps
    return (total_centimes * 20_000 + whole) // (2 * whole)


def id_of(thing: Any) -> str:
    """Stripe gives an id, or the object itself where it was expanded."""
    return str(thing["id"] if isinstance(thing, dict) else thing or "")


def _bill(said: dict[str, Any]) -> CardBill:
    line = _line_of(said)
    price = (line.get("pricing") or {}).get("price_details") or {}
    span = line.get("period") or {"start": said["period_start"], "end": said["period_end"]}
    from_on = _day(span["start"])
    return CardBill(
        invoice_id=said["id"],
        made_at=datetime.fromtimestamp(said["created"], UTC),
        status=said["status"],
        words="period" if said.get("billing_reason") in PERIOD else "change",
        price_id=id_of(price.get("price")),
        currency=said["currency"].upper(),
        paid_centimes=said["amount_paid"],
        elsewhere_centimes=said.get("amount_paid_off_stripe") or 0,
        owed_centimes=said["amount_remaining"],
        n_attempts=said["attempt_count"],
        from_on=from_on,
        until_on=max(_day(span["end"]), from_on + timedelta(days=1)),
    )


def _line_of(said: dict[str, Any]) -> dict[str, Any]:
    """The line that says what was sold: the dearest, credits for unused time aside."""
    lines = (said.get("lines") or {}).get("data") or []
    return max(lines, key=lambda line: line["amount"], default={})


def _ours(text: Any) -> str:
    return str(text) if is_uuid(str(text)) else ""


def _day(moment: int) -> date:
    return timezone.localdate(datetime.fromtimestamp(moment, UTC))
