"""Whether a payment needs a second person, and how far that is."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from payments.models import Escrow, SpendApproval, Wallet, WalletHolder
from payments.policies import may_move


@dataclass(frozen=True)
class SecondPerson:
    """`state` for the person who looks: free (none needed), none (to be asked for), asked, approved (may
    pay), yours (this person approved it, so another one pays). `waits`: the next step is another person's.
    """

    state: str
    above_centimes: int = 0
    approval: SpendApproval | None = None
    waits: bool = False


def needs_approval(escrow: Escrow) -> bool:
    limit = escrow.payer.approval_above_centimes
    return limit is not None and escrow.total_centimes > limit


def second_person(escrow: Escrow, user: Any) -> SecondPerson:
    """None of the queries when no approval is needed; two at most. An approval counts as long as whoever gave
    it may still pay, for the amount that was shown.
    """
    if not needs_approval(escrow):
        return SecondPerson("free")
    above = escrow.payer.approval_above_centimes or 0
    rows = escrow.approvals.open().select_related("asked_by", "decided_by")
    row = rows.filter(amount_centimes=escrow.total_centimes).first()
    state = _state(row, escrow, user)
    is_waiting = state == "yours" or (state == "asked" and row is not None and row.asked_by_id == user.pk)
    return SecondPerson(state, above, row, is_waiting)


def _state(row: SpendApproval | None, escrow: Escrow, user: Any) -> str:
    if row is None:
        return "none"
    if row.decided_by is None:
        return "asked"
    if not (row.decided_by.is_active and may_move(row.decided_by, escrow.payer)):
        return "none"
    return "yours" if row.decided_by_id == user.pk else "approved"


def has_second_person(wallet: Wallet, user: Any) -> bool:
    """Somebody else may pay from this wallet."""
    others = WalletHolder.objects.filter(wallet=wallet, may_pay=True, user__is_active=True)
    return others.exclude(user=user).exists()


def approvals_of(user: Any) -> QuerySet:
    """What the people of this person's wallets ask each other, the newest first."""
    rows = SpendApproval.objects.visible_to(user).order_by("-asked_at", "-id")
    return rows.select_related("escrow__payer", "escrow__payee", "asked_by", "decided_by")
