"""What the treasury does by itself each day. Safe to run twice and beside itself."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from treasury.models import ProviderReport
from treasury.services import reconcile

log = logging.getLogger(__name__)
LOOK_BACK = timedelta(days=40)


@shared_task
def reconcile_daily() -> int:
    """Compare the reports of the last forty days once more: what was early then may be late now."""
    n_different = 0
    for report in ProviderReport.objects.filter(ends_on__gte=timezone.localdate() - LOOK_BACK):
        run = reconcile(report=report)
        n_different += run.n_different
        if run.n_different:
            log.error("reconciliation %s: %d differences", report, run.n_different)
    return n_different
