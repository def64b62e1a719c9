from payments.models import Wallet
from plans.models import Plan, Subscription

OPENING = {"n_open_campaigns": 5, "n_members": 5}
OPEN = [Subscription.State.ACTIVE, Subscription.State.PAST_DUE]


def offered() -> list[Plan]:
    """The terms of today, the smallest first."""
    return list(Plan.objects.in_force())


def subscription_of(wallet: Wallet) -> Subscription | None:
    """The paid plan of a brand; None on the free one."""
    rows = Subscription.objects.filter(wallet=wallet, state__in=OPEN)
    return rows.select_related("plan", "next_plan", "wallet").first()


def plan_of(wallet: Wallet) -> Plan:
    """The plan whose limits count for a brand now. Two queries at most."""
    held = subscription_of(wallet)
    return held.plan if held else free_plan()


def free_plan() -> Plan:
    """What every brand has that pays for nothing; the opening terms where no row says otherwise."""
    row = Plan.objects.in_force().filter(code=Plan.Code.FREE).first()
    return row or Plan(code=Plan.Code.FREE, month_centimes=0, year_centimes=0, **OPENING)
