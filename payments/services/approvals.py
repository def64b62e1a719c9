"""A second person above an amount: asked for by one who may pay, given by another, then used to pay.

The limit lies on the wallet and is asked in create_payment, the one door to money, whatever page or client
the wish to pay came from. Committing to a contract is not paying: it can be left freely until it is funded.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.services import emit
from kit.errors import WrongState, ensure
from payments import policies
from payments.errors import ApprovalNeeded, OwnRequest, SecondPersonMissing
from payments.facts import SpendApprovalAsked, SpendApprovalDecided, SpendingLimitChanged
from payments.models import Escrow, SpendApproval, Wallet
from payments.selectors import has_second_person, needs_approval, second_person

State = SpendApproval.State


@transaction.atomic
def set_limit(*, wallet_id: UUID, above_centimes: int | None, by: Any) -> Wallet:
    """Ask for a second person above an amount, None for never. Who may decide this is known above.

    Raises SecondPersonMissing when nobody but `by` may pay: every large payment would be stuck.
    """
    wallet = Wallet.objects.lock(wallet_id)
    if above_centimes is not None and not has_second_person(wallet, by):
        raise SecondPersonMissing
    if wallet.approval_above_centimes != above_centimes:
        wallet.approval_above_centimes = above_centimes
        wallet.save(update_fields=["approval_above_centimes"])
        emit(SpendingLimitChanged(wallet_id=str(wallet.pk), above_centimes=above_centimes or 0), by=by)
    return wallet


def ensure_approved(escrow: Escrow, by: Any) -> None:
    """Raise ApprovalNeeded, with what is missing, unless a second person stands behind a large payment."""
    word = second_person(escrow, by)
    if word.state not in {"free", "approved"}:
        raise ApprovalNeeded(
            state=word.state, amount_centimes=escrow.total_centimes, above_centimes=word.above_centimes
        )


@transaction.atomic
def ask_approval(*, escrow_id: UUID, by: Any) -> SpendApproval:
    """Ask the others who may pay; an approval that is open is returned as it is.

    Raises NotAllowed, WrongState when nothing waits for money or no approval is needed, SecondPersonMissing.
    """
    escrow = Escrow.objects.lock(escrow_id)
    ensure(policies.may_move(by, escrow.payer))
    if escrow.state != Escrow.State.PENDING or not needs_approval(escrow):
        raise WrongState(state=escrow.state, wanted=str(State.ASKED))
    word = second_person(escrow, by)
    if word.approval is not None and word.state != "none":
        return word.approval
    if not has_second_person(escrow.payer, by):
        raise SecondPersonMissing
    _expire(escrow.approvals.filter(state__in=[State.ASKED, State.APPROVED]))
    total = escrow.total_centimes
    approval = SpendApproval.objects.create(
        escrow=escrow, amount_centimes=total, currency=escrow.currency, asked_by=by
    )
    emit(SpendApprovalAsked(**_facts_of(approval)), by=by)
    return approval


@transaction.atomic
def approve_spending(*, approval_id: UUID, by: Any) -> SpendApproval:
    """Say yes to what another person asked. Raises NotAllowed, OwnRequest, WrongState (answered, too old)."""
    return _decide(approval_id, State.APPROVED, by)


@transaction.atomic
def refuse_spending(*, approval_id: UUID, by: Any) -> SpendApproval:
    """Say no. Raises NotAllowed, OwnRequest, WrongState."""
    return _decide(approval_id, State.REFUSED, by)


def _decide(approval_id: UUID, to: str, by: Any) -> SpendApproval:
    """The escrow is locked first, then the approval: of two answers at once one counts."""
    escrow_id = SpendApproval.objects.values_list("escrow_id", flat=True).get(pk=approval_id)
    escrow = Escrow.objects.lock(escrow_id)
    approval = SpendApproval.objects.lock(approval_id)
    approval.escrow = escrow
    ensure(policies.may_move(by, escrow.payer))
    if approval.asked_by_id == by.pk:
        raise OwnRequest
    if approval.expires_at <= timezone.now() or escrow.state != Escrow.State.PENDING:
        raise WrongState(state=approval.state, wanted=to)
    approval.move(to)
    approval.decided_by, approval.decided_at = by, timezone.now()
    approval.save(update_fields=["state", "decided_by", "decided_at"])
    emit(SpendApprovalDecided(**_facts_of(approval), is_approved=to == State.APPROVED), by=by)
    return approval


@transaction.atomic
def expire_approvals() -> int:
    """Close what is too old; return how many. Nothing depends on it: who pays looks at the day."""
    return _expire(SpendApproval.objects.filter(expires_at__lte=timezone.now()))


def _expire(rows: Any) -> int:
    return rows.filter(state__in=[State.ASKED, State.APPROVED]).update(state=State.EXPIRED)


def _facts_of(approval: SpendApproval) -> dict[str, Any]:
    escrow = approval.escrow
    return {
        "approval_id": str(approval.pk),
        "deal_id": str(escrow.deal_id),
        "wallet_id": str(escrow.payer_id),
        "amount_centimes": approval.amount_centimes,
        "asked_by_id": str(approval.asked_by_id),
    }
