"""What is owed, and the draft of each paper."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from invoicing.models import Kind, OwedDocument
from invoicing.selectors.closings import closing_of
from invoicing.selectors.drafts import Draft
from invoicing.selectors.drafts_closing import closing_draft
from invoicing.selectors.drafts_period import payout_draft, statement_draft
from invoicing.selectors.drafts_plan import plan_draft
from invoicing.selectors.periods import Period
from payments.models import EscrowPart, LedgerAccount, LedgerEntry, Payment, Payout, Refund, Wallet
from plans.models import Charge

SALES = [Kind.SELF_BILL, Kind.AMOUNT_DUE]
STATEMENTS = {Kind.MONTHLY, Kind.YEARLY}


def draft_of(owed: OwedDocument) -> Draft:
    """What an owed paper says. Raises IssuerNotConfigured, LedgerDiffers, NothingToSay."""
    if owed.kind == Kind.PAYOUT:
        return payout_draft(Payout.objects.select_related("wallet", "method").get(pk=owed.subject_id))
    if owed.kind in STATEMENTS and owed.period_start and owed.period_end:
        wallet = Wallet.objects.get(pk=owed.subject_id)
        return statement_draft(owed.kind, wallet, Period(owed.period_start, owed.period_end))
    if owed.kind == Kind.PLAN:
        return plan_draft(Charge.objects.select_related("subscription__wallet").get(pk=owed.subject_id))
    return closing_draft(owed.kind, closing_of(owed.subject_id))


def due_documents(limit: int = 500) -> list[int]:
    """Ids of papers that are owed and due, oldest first."""
    rows = OwedDocument.objects.open().filter(next_try_at__lte=timezone.now())
    return list(rows.order_by("id").values_list("pk", flat=True)[:limit])


def unowed_parts(limit: int = 500) -> list[EscrowPart]:
    """Closed parts that gave something and whose papers nobody owes: of the time before this app."""
    known = OwedDocument.objects.filter(kind__in=SALES, subject_id=OuterRef("pk"))
    rows = EscrowPart.objects.filter(~Exists(known), given_centimes__gt=0)
    return list(rows.select_related("escrow__payer", "escrow__payee").order_by("closed_at", "id")[:limit])


def unowed_payouts(limit: int = 500) -> list[UUID]:
    """Transfers that were paid and whose statement nobody owes."""
    known = OwedDocument.objects.filter(kind=Kind.PAYOUT, subject_id=OuterRef("pk"))
    rows = Payout.objects.filter(~Exists(known), state=Payout.State.PAID)
    return list(rows.order_by("settled_at", "id").values_list("pk", flat=True)[:limit])


def period_wallets(period: Period) -> list[UUID]:
    """Wallets with which something happened between two days."""
    start, end = period.moments
    parts = EscrowPart.objects.filter(given_centimes__gt=0, closed_at__gte=start, closed_at__lt=end)
    found: set[Any] = set()
    for payer, payee in parts.values_list("escrow__payer_id", "escrow__payee_id"):
        found |= {payer, payee}
    within = Q(settled_at__gte=start, settled_at__lt=end)
    found |= set(Payment.objects.filter(within, is_credited=True).values_list("escrow__payer_id", flat=True))
    done = Refund.objects.filter(within, state=Refund.State.DONE)
    found |= set(done.values_list("payment__escrow__payer_id", flat=True))
    return sorted(found | _moved_accounts(start, end))


def _moved_accounts(start: Any, end: Any) -> set[UUID]:
    entries = LedgerEntry.objects.filter(
        account__kind=LedgerAccount.Kind.INFLUENCER_AVAILABLE,
        transaction__made_at__gte=start,
        transaction__made_at__lt=end,
    )
    return {UUID(owner) for owner in entries.values_list("account__owner", flat=True).distinct()}
