"""Who may change a brand's plan. Services insist with kit.errors.ensure()."""

from typing import Any

from payments.models import Wallet
from payments.policies import may_move


def may_subscribe(user: Any, wallet: Wallet) -> bool:
    """Whoever may pay for the brand."""
    return wallet.kind == Wallet.Kind.BRAND and may_move(user, wallet)


def may_set_plans(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("plans.add_plan"))


def may_look_at_trouble(user: Any) -> bool:
    """Say of what does not fit at Stripe that somebody looked."""
    return bool(user.is_active and user.is_staff and user.has_perm("plans.change_cardtrouble"))
