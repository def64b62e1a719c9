"""Payouts on their way: claimed and committed, then handed over, then the answer is noted.

A worker that dies in between leaves a claimed payout, which is asked about again under the same reference. So
nothing is handed over that was not claimed before, and nothing claimed is forgotten.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kit.errors import ensure
from kit.retries import next_try
from payments import policies
from payments.errors import PayoutInBatch, SecondPersonNeeded
from payments.models import Payout, PayoutLine, PayoutMethod
from payments.services.audits import insist_money_moves

State = Payout.State
MOST_ATTEMPTS = 32_000


@transaction.atomic
def send_payout(*, payout_id: UUID, by: Any) -> Payout:
    """Claim one by hand: a transfer about to be made at the bank, or for the task to hand over.

    Raises NotAllowed, MoneyOnHold, SecondPersonNeeded, PayoutInBatch, WrongState.
    """
    payout = Payout.objects.lock(payout_id)
    ensure(policies.may_run_payouts(by, payout))
    insist_money_moves()
    claim(payout, by=by)
    if PayoutLine.objects.filter(payout=payout, is_live=True).exists():
        raise PayoutInBatch
    return payout


def claim(payout: Payout, *, by: Any) -> None:
    """A locked payout is on its way from here on; callers ask first whether money moves. Raises WrongState,
    SecondPersonNeeded.
    """
    payout.move(State.SENDING)
    if by is not None and not policies.may_send(by, payout):
        raise SecondPersonNeeded(above_centimes=settings.PAYOUT_SECOND_PERSON_CENTIMES)
    payout.sent_by, payout.sent_at, payout.next_try_at = by, timezone.now(), timezone.now()
    payout.save(update_fields=["state", "sent_by", "sent_at", "next_try_at"])


@transaction.atomic
def begin_payout(*, payout_id: UUID) -> tuple[Payout, bool] | None:
    """Take one that is due, before its provider is asked, and say whether it may have been asked before.

    None when it ended, is not due, waits for a second person, or is another worker's just now. Raises
    MoneyOnHold for one that has not left yet.
    """
    rows = due_payouts().filter(pk=payout_id)
    payout = rows.select_for_update(of=("self",), skip_locked=True).select_related("method", "wallet").first()
    if payout is None:
        return None
    was_asked = payout.attempts > 0
    if payout.state == State.APPROVED:
        insist_money_moves()
        claim(payout, by=None)
    payout.attempts = min(payout.attempts + 1, MOST_ATTEMPTS)
    payout.next_try_at = next_try(payout.attempts)
    payout.save(update_fields=["attempts", "next_try_at"])
    return payout, was_asked


def due_payouts() -> Any:
    """What a task hands over or asks about: never a RIB (people make those transfers), and approved ones
    only below the amount from which a second person sends them."""
    small = Q(state=State.APPROVED, amount_centimes__lt=settings.PAYOUT_SECOND_PERSON_CENTIMES)
    outside = Q(state__in=Payout.OUTSIDE)
    due = Q(next_try_at=None) | Q(next_try_at__lte=timezone.now())
    rows = Payout.objects.filter(small | outside, due).exclude(method__kind=PayoutMethod.Kind.RIB)
    return rows.order_by("next_try_at", "id")
