"""Who may do what with papers. Doors hide what is not allowed; services insist with kit.errors.ensure()."""

from typing import Any

from payments.models import Wallet
from payments.policies import may_move


def may_mandate(user: Any, wallet: Wallet) -> bool:
    """Whoever may move a creator's money may let the platform bill in their name."""
    return wallet.kind == Wallet.Kind.INFLUENCER and may_move(user, wallet)


def may_resend(user: Any) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("invoicing.view_document"))


def may_read_files(user: Any) -> bool:
    """Papers of everybody, as their parties got them."""
    return bool(user.is_active and user.is_staff and user.has_perm("invoicing.view_documentfile"))


def may_credit(user: Any) -> bool:
    """Giving a fee back moves money of the house."""
    return bool(user.is_active and user.is_staff and user.has_perm("invoicing.add_document"))
