"""A brand takes a plan, changes it, lets it end, and is renewed."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from kit.errors import WrongState, ensure
from payments.models import Wallet
from plans import policies
from plans.errors import ChargeOpen, FollowsStripe, SamePlan
from plans.models import Plan, Subscription
from plans.selectors import change_to, subscription_of
from plans.services.cards import insist_no_page
from plans.services.charges import charge
from plans.services.standing import close, count_as, locked

State = Subscription.State
MONTHS = 12


@transaction.atomic
def start_subscription(*, wallet: Wallet, code: str, interval: str, by: Any) -> Subscription:
    """Take a paid plan: it counts at once, its first period is due in two weeks.

    Asked for again, the subscription that is there is returned. Raises NotAllowed, ProofNeeded, WrongState
    for another plan than the one held, SamePlan for the free one, CardPageOpen or CardAtStripe while a card
    may still pay.
    """
    insist_proof(by=by)
    wallet = Wallet.objects.lock(wallet.pk)
    ensure(policies.may_subscribe(by, wallet))
    held = subscription_of(wallet)
    if held is not None:
        if (held.plan.code, held.interval) != (code, interval):
            raise WrongState(state=held.state, wanted=code)
        return held
    insist_no_page(wallet)
    plan = Plan.objects.in_force().get(code=code)
    if plan.code == Plan.Code.FREE:
        raise SamePlan
    today = timezone.localdate()
    made = Subscription.objects.create(
        wallet=wallet, plan=plan, interval=interval, starts_on=today, ends_on=period_end(today, interval)
    )
    charge(made, "period", plan, (made.starts_on, made.ends_on), plan.price_centimes(interval))
    count_as(wallet, plan, Plan.Code.FREE, by)
    return made


@transaction.atomic
def change_plan(*, subscription_id: UUID, code: str, by: Any) -> Subscription:
    """A larger plan counts at once and the days left are charged; a smaller one, or the free one, waits for
    the end of the period. Taking back such a wait is asking for the plan one has.

    Raises NotAllowed, ProofNeeded, ChargeOpen while an earlier charge is not paid, WrongState when ended,
    FollowsStripe for one that is paid by card: wish_change asks for that.
    """
    insist_proof(by=by)
    held = locked(subscription_id)
    ensure(policies.may_subscribe(by, held.wallet))
    if held.paid_by == Subscription.PaidBy.CARD:
        raise FollowsStripe
    if held.state != State.ACTIVE:
        raise WrongState(state=held.state, wanted=code)
    plan = Plan.objects.in_force().get(code=code)
    if code == held.plan.code:
        held.next_plan = None
        held.save(update_fields=["next_plan"])
        return held
    wish = change_to(held, plan, timezone.localdate())
    if not wish.is_now:
        held.next_plan = plan
        held.save(update_fields=["next_plan"])
        return held
    if held.charges.due().exists():
        raise ChargeOpen
    was, held.plan, held.next_plan = held.plan.code, plan, None
    held.save(update_fields=["plan", "next_plan"])
    if wish.net_centimes:
        charge(held, "change", plan, (wish.from_on, wish.until_on), wish.net_centimes)
    count_as(held.wallet, plan, was, by)
    return held


@transaction.atomic
def end_subscription(*, subscription_id: UUID, by: Any) -> Subscription:
    """Let it end with the period that is paid. Nothing is lost; limits count only for what is new."""
    return change_plan(subscription_id=subscription_id, code=Plan.Code.FREE, by=by)


@transaction.atomic
def renew(*, subscription_id: UUID) -> Subscription:
    """The next period, once the last one is over: the plan that waits takes its place, at the terms of today.

    Safe to call twice. A period that was never paid is not followed by another one; Stripe renews by itself.
    """
    held = locked(subscription_id)
    if held.paid_by == Subscription.PaidBy.CARD:
        return held
    if held.state != State.ACTIVE or held.ends_on > timezone.localdate():
        return held
    if held.charges.due().exists():
        return held
    wanted = held.next_plan or held.plan
    plan = Plan.objects.in_force().get(code=wanted.code)
    if plan.code == Plan.Code.FREE:
        return close(held)
    was, held.plan, held.next_plan = held.plan.code, plan, None
    held.starts_on, held.ends_on = held.ends_on, period_end(held.ends_on, held.interval)
    held.save(update_fields=["plan", "next_plan", "starts_on", "ends_on"])
    charge(held, "period", plan, (held.starts_on, held.ends_on), plan.price_centimes(held.interval))
    count_as(held.wallet, plan, was)
    return held


def period_end(start: date, interval: str) -> date:
    """The same day of the next month or year; the last day where there is no such day."""
    n = MONTHS if interval == Subscription.Interval.YEAR else 1
    years, month = divmod(start.month - 1 + n, MONTHS)
    first = date(start.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(start.day, last.day))
