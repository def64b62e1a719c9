"""Stripe's last word about one subscription, written into the mirror as its events would have."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from djstripe import models as mirrored

from plans.models import CardPlan, Plan, StripeCustomer, StripePrice

CUSTOMER = "cus_atlas"
TOTALS = {"pro": 58_800, "scale": 178_800}


def second(day: date) -> int:
    return int(datetime.combine(day, time(12), UTC).timestamp())


def prices(*intervals: str) -> None:
    """What tasks would have made at Stripe."""
    for plan in Plan.objects.in_force().filter(month_centimes__gt=0):
        for interval in intervals or ("month",):
            total = plan.price_centimes(interval) * 6 // 5
            said = {"vat_bps": 2_000, "total_centimes": total, "price_id": f"price_{plan.code}_{interval}"}
            StripePrice.objects.create(plan=plan, interval=interval, **said)


@dataclass
class Mirror:
    """A subscription at Stripe, and a hand on what it says next."""

    card: CardPlan
    start: date
    end: date
    stripe_id: str = "sub_1"
    plan: str = "pro"
    customer: str = CUSTOMER
    n_bills: int = 0
    marks: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.marks = self.marks or {"card_plan": str(self.card.pk)}
        mirrored.Customer.objects.get_or_create(id=self.customer, defaults={"stripe_data": {}})

    def says(self, status: str = "active", **more: Any) -> str:
        span = {"current_period_start": second(self.start), "current_period_end": second(self.end)}
        item = {"id": "si_1", "price": {"id": f"price_{self.plan}_month"}, **span}
        said = {
            "id": self.stripe_id,
            "status": status,
            "customer": self.customer,
            "metadata": self.marks,
            "cancel_at_period_end": False,
            "items": {"data": [item]},
        }
        mirrored.Subscription.objects.update_or_create(
            id=self.stripe_id, defaults={"customer_id": self.customer, "stripe_data": {**said, **more}}
        )
        return self.stripe_id

    def bills(self, amount: int, status: str = "paid", invoice_id: str = "", **more: Any) -> str:
        self.n_bills += 1
        invoice_id = invoice_id or f"in_{self.n_bills}"
        is_paid = status == "paid"
        line = {"amount": amount, "pricing": {"price_details": {"price": f"price_{self.plan}_month"}}}
        line["period"] = {"start": second(self.start), "end": second(self.end)}
        said = {
            "id": invoice_id,
            "created": 1_000 + self.n_bills,
            "status": status,
            "currency": "mad",
            "billing_reason": "subscription_create",
            "amount_paid": amount if is_paid else 0,
            "amount_remaining": 0 if is_paid else amount,
            "attempt_count": 1,
            "period_start": second(self.start),
            "period_end": second(self.end),
            "lines": {"data": [line]},
            "parent": {"subscription_details": {"subscription": self.stripe_id}},
        }
        mirrored.Invoice.objects.update_or_create(
            id=invoice_id, defaults={"customer_id": self.customer, "stripe_data": {**said, **more}}
        )
        return invoice_id


def known_customer(wallet: Any) -> None:
    StripeCustomer.objects.create(wallet=wallet, customer_id=CUSTOMER)
