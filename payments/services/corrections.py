"""Corrections of the ledger: proposed by one person, approved by another, posted as a new transaction."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import insist_proof
from events.services import emit
from kit.errors import ensure
from payments import policies
from payments.errors import CorrectionOverdraws, CorrectionWrong, SecondOfStaffNeeded
from payments.facts import CorrectionDecided, CorrectionProposed
from payments.models import LedgerAccount, LedgerCorrection, LedgerTransaction
from payments.services.ledger import Leg, post

State = LedgerCorrection.State
FEWEST = 2


@transaction.atomic
def propose_correction(
    *, legs: Iterable[Leg], reason: str, by: Any, currency: str = "MAD", reverses: UUID | None = None
) -> LedgerCorrection:
    """Write down what should move; nothing moves. Raises NotAllowed, ProofNeeded, CorrectionWrong."""
    insist_proof(by=by)
    ensure(policies.may_correct(by))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    correction = LedgerCorrection.objects.create(
        legs=[_checked(leg) for leg in _balanced(list(legs))],
        currency=currency,
        reason=reason.strip()[:200],
        reverses_id=reverses,
        proposed_by=by,
    )
    emit(CorrectionProposed(correction_id=str(correction.pk), reason=correction.reason), by=by)
    return correction


def reverse_transaction(*, transaction_id: UUID, reason: str, by: Any) -> LedgerCorrection:
    """Propose the mirror image of a transaction. Raises as propose_correction does."""
    wrong = LedgerTransaction.objects.get(pk=transaction_id)
    legs = [
        Leg(entry.account.kind, entry.account.owner, -entry.amount_centimes)
        for entry in wrong.entries.select_related("account").order_by("position")
    ]
    return propose_correction(legs=legs, reason=reason, by=by, currency=wrong.currency, reverses=wrong.pk)


@transaction.atomic
def approve_correction(*, correction_id: UUID, by: Any) -> LedgerCorrection:
    """Agree and post it under `correction:<id>`, also while money is on hold. Raises NotAllowed, ProofNeeded,
    SecondOfStaffNeeded, WrongState, CorrectionOverdraws.
    """
    correction = _decide(correction_id, State.APPROVED, by)
    legs = [Leg(leg["kind"], leg["owner"], leg["amount_centimes"]) for leg in correction.legs]
    try:
        with transaction.atomic():
            correction.transaction_id = post(
                key=f"correction:{correction.pk}",
                kind="correction",
                legs=legs,
                reason=correction.reason,
                currency=correction.currency,
            )
    except IntegrityError as error:
        if "ledger_no_overdraft" in str(error):
            raise CorrectionOverdraws from error
        raise
    correction.save(update_fields=["transaction"])
    return correction


@transaction.atomic
def refuse_correction(*, correction_id: UUID, by: Any) -> LedgerCorrection:
    """Say no; it is kept. Raises NotAllowed, ProofNeeded, SecondOfStaffNeeded, WrongState."""
    return _decide(correction_id, State.REFUSED, by)


def _decide(correction_id: UUID, to: str, by: Any) -> LedgerCorrection:
    insist_proof(by=by)
    ensure(policies.may_correct(by))
    correction = LedgerCorrection.objects.select_for_update(of=("self",)).get(pk=correction_id)
    if correction.proposed_by_id == by.pk:
        raise SecondOfStaffNeeded
    correction.move(to)
    correction.decided_by, correction.decided_at = by, timezone.now()
    correction.save(update_fields=["state", "decided_by", "decided_at"])
    emit(CorrectionDecided(correction_id=str(correction.pk), is_approved=to == State.APPROVED), by=by)
    return correction


def _balanced(legs: list[Leg]) -> list[Leg]:
    total = sum(leg.amount_centimes for leg in legs)
    if len(legs) < FEWEST or total != 0:
        raise CorrectionWrong(sum_centimes=total)
    return legs


def _checked(leg: Leg) -> dict[str, Any]:
    if leg.kind not in LedgerAccount.Kind.values or not leg.amount_centimes:
        raise CorrectionWrong(kind=str(leg.kind))
    return {"kind": str(leg.kind), "owner": str(leg.owner), "amount_centimes": leg.amount_centimes}
