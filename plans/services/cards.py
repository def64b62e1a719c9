"""A brand takes its plan by card and asks for changes. Rows only: tasks speak to Stripe, and what Stripe then
says is followed in plans.services.following.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from kit.errors import WrongState, ensure
from payments.models import Wallet
from plans import policies
from plans.errors import CardAtStripe, CardNotOffered, CardPageOpen, SamePlan, WishOpen
from plans.models import CardPlan, CardWish, Plan, StripeCustomer, StripePrice, Subscription
from plans.selectors import (
    at_stripe,
    card_offered,
    change_to,
    live_card,
    plan_in_force,
    subscription_of,
)

State = CardPlan.State
Kind = CardWish.Kind
QUOTE_GOOD_FOR = timedelta(hours=1)


@transaction.atomic
def start_card_plan(*, wallet: Wallet, code: str, interval: str, by: Any) -> CardPlan:
    """Be about to pay a plan on Stripe's page. Nothing counts before Stripe says that it was paid.

    Asked for again, the same row. Raises NotAllowed, ProofNeeded, CardNotOffered, CardPageOpen for another
    plan, WrongState while the brand has a plan, CardAtStripe while something of it lives on there, SamePlan
    for the free one.
    """
    insist_proof(by=by)
    wallet = Wallet.objects.lock(wallet.pk)
    ensure(policies.may_subscribe(by, wallet))
    if not card_offered():
        raise CardNotOffered
    live, held = live_card(wallet), subscription_of(wallet)
    if live is not None and live.state == State.OPEN:
        if (live.plan.code, live.interval) != (code, interval):
            raise CardPageOpen
        return live
    if held is not None:
        raise WrongState(state=held.state, wanted=code)
    if code == Plan.Code.FREE:
        raise SamePlan
    _insist_nothing_there(wallet)
    return CardPlan.objects.create(wallet=wallet, plan=plan_in_force(code), interval=interval, made_by=by)


@transaction.atomic
def note_price(*, plan: Plan, interval: str, vat_bps: int, total_centimes: int, price_id: str) -> StripePrice:
    """Remember what a row of terms is at Stripe."""
    made, _ = StripePrice.objects.get_or_create(
        plan=plan,
        interval=interval,
        vat_bps=vat_bps,
        defaults={"total_centimes": total_centimes, "price_id": price_id},
    )
    return made


@transaction.atomic
def note_customer(*, wallet: Wallet, customer_id: str) -> StripeCustomer:
    """Remember who a brand is at Stripe; the first answer counts."""
    made, _ = StripeCustomer.objects.get_or_create(wallet=wallet, defaults={"customer_id": customer_id})
    return made


@transaction.atomic
def note_page(*, card_id: UUID, session_id: str, url: str) -> CardPlan:
    """Keep where the card is typed."""
    card = CardPlan.objects.lock(card_id)
    if card.state == State.OPEN:
        card.session_id, card.page_url = session_id, url
        card.save(update_fields=["session_id", "page_url"])
    return card


@transaction.atomic
def lapse_card_plan(*, card_id: UUID) -> CardPlan:
    """Stripe says that its page is closed and nobody paid: another way may be chosen. It stays open while a
    subscription of it lives at Stripe, as the mirror has it.
    """
    card = CardPlan.objects.lock(card_id)
    if card.state == State.OPEN and str(card.pk) not in at_stripe(card.wallet).values():
        card.move(State.LAPSED)
        card.save(update_fields=["state"])
    return card


@transaction.atomic
def wish_change(
    *, subscription_id: UUID, code: str, by: Any, quoted_at: datetime | None = None
) -> CardWish | None:
    """Ask for another plan of one that is paid by card: a larger one now, a smaller or the free one later,
    the one held to keep it. None when that is so already. `quoted_at` is the moment of the quote shown.

    Raises NotAllowed, ProofNeeded, WrongState when it is late (it may still end), WishOpen while another
    change is asked.
    """
    insist_proof(by=by)
    card = _running(subscription_id)
    held = card.held
    ensure(policies.may_subscribe(by, card.wallet))
    if held.state != Subscription.State.ACTIVE and code != Plan.Code.FREE:
        raise WrongState(state=held.state, wanted=code)
    if code == (held.next_plan or held.plan).code:
        return None
    plan = held.plan if code == held.plan.code else plan_in_force(code)
    if code == Plan.Code.FREE:
        return ask(card, Kind.END, plan, by=by)
    if code == held.plan.code or not change_to(held, plan, timezone.localdate()).is_now:
        return ask(card, Kind.LATER, plan, by=by)
    return ask(card, Kind.NOW, plan, by=by, at=fresh(quoted_at))


@transaction.atomic
def wish_terms(*, card_id: UUID, plan: Plan) -> CardWish | None:
    """The terms of the plan have changed: the next period is charged at those. None where it has to wait."""
    card = _running(CardPlan.objects.values_list("subscription_id", flat=True).get(pk=card_id))
    held = card.held
    if held.next_plan is not None or held.state != Subscription.State.ACTIVE or plan.code != held.plan.code:
        return None
    return None if card.wishes.asked().exists() else ask(card, Kind.LATER, plan)


@transaction.atomic
def wish_end(*, card_id: UUID) -> CardWish | None:
    """Have Stripe end it at once: it was not paid for too long."""
    wallet_id = CardPlan.objects.values_list("wallet_id", flat=True).get(pk=card_id)
    Wallet.objects.lock(wallet_id)
    card = CardPlan.objects.lock(card_id)
    return None if card.wishes.asked().exists() else ask(card, Kind.END_NOW)


@transaction.atomic
def end_wish(*, wish_id: UUID, state: str, refusal: str = "", reason: str = "") -> CardWish:
    """Note Stripe's answer to a change. What it changed is followed, not believed from here."""
    wish = CardWish.objects.lock(wish_id)
    if wish.state == CardWish.State.ASKED:
        wish.move(state)
        wish.refusal, wish.reason = refusal, reason[:60]
        wish.save(update_fields=["state", "refusal", "reason"])
    return wish


def ask(
    card: CardPlan, kind: str, plan: Plan | None = None, by: Any = None, at: datetime | None = None
) -> CardWish:
    """Write the change down, in the caller's transaction, behind the wallet."""
    if card.wishes.asked().exists():
        raise WishOpen
    return CardWish.objects.create(card=card, kind=kind, plan=plan, at=at, made_by=by)


def fresh(quoted_at: datetime | None) -> datetime:
    """The moment of the quote, when it is one of the last hour; now otherwise. To the second."""
    now = timezone.now().replace(microsecond=0)
    is_good = quoted_at is not None and now - QUOTE_GOOD_FOR <= quoted_at <= now
    return quoted_at if is_good and quoted_at is not None else now


def _running(subscription_id: UUID) -> CardPlan:
    """The card plan of a subscription, behind its wallet, its subscription locked too."""
    found = CardPlan.objects.values_list("pk", "wallet_id").get(subscription_id=subscription_id)
    Wallet.objects.lock(found[1])
    card = CardPlan.objects.lock(found[0])
    if card.state != State.RUNNING:
        raise WrongState(state=card.state, wanted="change")
    card.subscription = Subscription.objects.lock(subscription_id)
    return card


def insist_no_page(wallet: Wallet) -> None:
    """Nobody transfers for a plan while a card may still pay for one. Raises CardPageOpen, CardAtStripe."""
    live = live_card(wallet)
    if live is not None and live.state == State.OPEN:
        raise CardPageOpen
    _insist_nothing_there(wallet)


def _insist_nothing_there(wallet: Wallet) -> None:
    if at_stripe(wallet):
        raise CardAtStripe
