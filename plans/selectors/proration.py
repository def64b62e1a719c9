"""What a change of plan costs, to the centime and by the day. Pure arithmetic over two plans and a period."""

from dataclasses import dataclass
from datetime import date, datetime

from payments.models import FeeSchedule
from plans.models import Plan, Subscription


@dataclass(frozen=True, kw_only=True)
class Change:
    """A wish for another plan. `is_now`: at once, and `net_centimes` is to be paid for the days left;
    otherwise it waits for `from_on` and costs nothing before.
    """

    plan: Plan
    is_now: bool
    from_on: date
    until_on: date
    net_centimes: int


def change_to(held: Subscription, plan: Plan, today: date) -> Change:
    """A larger plan counts at once: the difference for the days left, today included, rounded half up. A
    smaller or equal one waits for the end of the period that is paid.
    """
    old, new = held.plan.price_centimes(held.interval), plan.price_centimes(held.interval)
    if new <= old:
        return Change(plan=plan, is_now=False, from_on=held.ends_on, until_on=held.ends_on, net_centimes=0)
    left = (held.ends_on - max(today, held.starts_on)).days
    whole = (held.ends_on - held.starts_on).days
    net = ((new - old) * left * 2 + whole) // (2 * whole)
    return Change(plan=plan, is_now=True, from_on=today, until_on=held.ends_on, net_centimes=net)


def vat_bps(at: datetime | None = None) -> int:
    """The rate of VAT in force at a moment (now)."""
    return (FeeSchedule.objects.in_force(at) or FeeSchedule()).vat_bps
