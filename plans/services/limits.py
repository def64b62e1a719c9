from collections.abc import Callable

from payments.models import Wallet
from plans.errors import PlanLimit
from plans.models import Plan
from plans.selectors import plan_of


def ensure_room(*, wallet: Wallet, limit: str, count: Callable[[], int]) -> None:
    """Raise PlanLimit unless the brand's plan has room for one more of `limit` (open_campaigns, members).

    The wallet is locked before counting: of two at once, only one takes the last place.

    Asked only when something is added: what a brand has beyond a smaller plan stays as it is.
    """
    Wallet.objects.lock(wallet.pk)
    plan = plan_of(wallet)
    allowed = getattr(plan, f"n_{limit}")
    if allowed is not None and count() >= allowed:
        detail = PlanLimit.detail % {"allowed": allowed}
        raise PlanLimit(detail, limit=limit, allowed=allowed, plan=Plan.Code(plan.code))
