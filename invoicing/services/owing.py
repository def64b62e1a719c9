"""Papers that must come: owed where their cause is seen, issued one by one, told together."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.utils import timezone

from invoicing.errors import NothingToSay
from invoicing.models import Document, Kind, OwedDocument
from invoicing.selectors import (
    can_be_billed_for,
    closings,
    draft_of,
    key_of,
    mandate_at,
    party,
    period_wallets,
)
from invoicing.selectors.closings import Closing
from invoicing.selectors.periods import Period
from invoicing.services.numbering import issue
from kit.background import Courier
from kit.errors import Refusal
from kit.retries import next_try
from payments.models import EscrowPart, Payout
from plans.models import Charge

log = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(hours=1)


@transaction.atomic
def owe_closing(*, escrow_id: UUID | str) -> int:
    """Owe the papers of every part of an escrow that gave something. Said again: nothing new."""
    parts = EscrowPart.objects.filter(escrow_id=escrow_id, given_centimes__gt=0)
    return owe_parts(parts=list(parts.select_related("escrow__payer", "escrow__payee")))


@transaction.atomic
def owe_parts(*, parts: list[EscrowPart]) -> int:
    """Owe the papers of these closed parts; return how many rows are new."""
    rows = [
        OwedDocument(key=key_of(kind, one.part.pk), kind=kind, subject_id=one.part.pk)
        for one in closings(parts)
        for kind in _kinds(one)
    ]
    return _owe(rows)


def _kinds(one: Closing) -> list[Kind]:
    """What a closing calls for. Who bills the sale is decided by the mandate in force when it closed."""
    quote = one.quote
    may = mandate_at(one.escrow.payee_id, one.part.closed_at) and can_be_billed_for(party(one.escrow.payee))
    wanted = {
        Kind.FEE_BRAND: quote.brand_fee_centimes,
        Kind.FEE_CREATOR: quote.influencer_fee_centimes,
        Kind.SELF_BILL if may else Kind.AMOUNT_DUE: quote.price_centimes,
        Kind.WITHHOLDING: one.withheld_centimes,
    }
    return [kind for kind, centimes in wanted.items() if centimes]


def _owe(rows: list[OwedDocument]) -> int:
    known = set(OwedDocument.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    OwedDocument.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        transaction.on_commit(ring, robust=True)
    return len(fresh)


@transaction.atomic
def owe_payout(*, payout_id: UUID | str) -> int:
    """Owe the statement of a transfer that was paid."""
    pk = Payout.objects.values_list("pk", flat=True).get(pk=payout_id)
    return _owe([OwedDocument(key=key_of(Kind.PAYOUT, pk), kind=Kind.PAYOUT, subject_id=pk)])


@transaction.atomic
def owe_plan(*, charge_id: UUID | str) -> int:
    """Owe the invoice of a plan that was paid."""
    pk = Charge.objects.values_list("pk", flat=True).get(pk=charge_id)
    return _owe([OwedDocument(key=key_of(Kind.PLAN, pk), kind=Kind.PLAN, subject_id=pk)])


@transaction.atomic
def owe_statements(*, kind: Kind, period: Period) -> int:
    """Owe a month's or a year's statement to every wallet with which something happened in it."""
    rows = [
        OwedDocument(
            key=f"{kind}:{wallet_id}:{period.start}",
            kind=kind,
            subject_id=wallet_id,
            period_start=period.start,
            period_end=period.end,
        )
        for wallet_id in period_wallets(period)
    ]
    return _owe(rows)


def ring() -> None:
    """Ask a worker to issue what is owed, without waiting; when the broker is down, beat does it."""
    _bell.send(None)


def _ring(_jobs: list[Any]) -> None:
    current_app.send_task("invoicing.tasks.issue_documents")


_bell = Courier(_ring)


@transaction.atomic
def issue_owed(*, owed_id: int) -> Document | None:
    """Issue one paper that is owed; None when it cannot be yet, is another worker's, or has nothing to say.

    Why it waits stands in its row, and it is tried again: at the latest in an hour.
    """
    row = OwedDocument.objects.open().select_for_update(skip_locked=True, of=("self",)).filter(pk=owed_id)
    owed = row.first()
    if owed is None:
        return None
    try:
        with transaction.atomic():
            owed.document = issue(draft=draft_of(owed))
    except NothingToSay:
        owed.dropped_at = timezone.now()
    except Refusal as refusal:
        _wait(owed, refusal)
    else:
        owed.reason = ""
    owed.save(update_fields=["document", "dropped_at", "reason", "attempts", "next_try_at"])
    return owed.document


def _wait(owed: OwedDocument, refusal: Refusal) -> None:
    if owed.reason != refusal.code:
        log.error("paper %s is owed: %s %s", owed.key, refusal.code, refusal.facts)
    owed.reason = refusal.code[:40]
    owed.attempts = min(owed.attempts + 1, 10)
    owed.next_try_at = min(next_try(owed.attempts), timezone.now() + LONGEST_WAIT)
