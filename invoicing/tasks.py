"""Papers in the background. Each task is safe to run twice and beside itself."""

import logging

from celery import shared_task
from django.utils import timezone

from invoicing import services
from invoicing.models import Kind
from invoicing.selectors import due_documents, undrawn_documents, unowed_parts, unowed_payouts
from invoicing.selectors.periods import month_before, year_of

log = logging.getLogger(__name__)
DAYS_TO_CLOSE = 5  # a provider's last word of a month may take that long


@shared_task(ignore_result=True)
def issue_documents(limit: int = 500) -> int:
    """Issue what is owed, tell, then draw; return how many were issued. Rung, and by beat each minute."""
    n_issued = 0
    for owed_id in due_documents(limit):
        try:
            n_issued += services.issue_owed(owed_id=owed_id) is not None
        except Exception:  # one bad paper must not hold up the others; it stays owed, visible in the admin
            log.exception("paper %s could not be issued", owed_id)
    services.tell_issued()
    draw_documents(limit)
    return n_issued


@shared_task(ignore_result=True)
def draw_documents(limit: int = 500) -> int:
    """Draw the PDFs that are missing, each document in every language; return how many documents."""
    ids = undrawn_documents(limit)
    for document_id in ids:
        try:
            services.keep_files(document_id=document_id)
        except Exception:  # see above
            log.exception("document %s could not be drawn", document_id)
    return len(ids)


@shared_task(ignore_result=True)
def owe_what_is_missing() -> int:
    """Owe the papers of closings and transfers that nobody owes yet; beat calls it every hour."""
    n_owed = services.owe_parts(parts=unowed_parts())
    return n_owed + sum(services.owe_payout(payout_id=pk) for pk in unowed_payouts())


@shared_task(ignore_result=True)
def owe_statements() -> int:
    """Owe last month's statements, and last year's in January, from the fifth on; by beat each night."""
    today = timezone.localdate()
    if today.day < DAYS_TO_CLOSE:
        return 0
    n_owed = services.owe_statements(kind=Kind.MONTHLY, period=month_before(today))
    if today.month == 1:
        n_owed += services.owe_statements(kind=Kind.YEARLY, period=year_of(today.year - 1))
    return n_owed
