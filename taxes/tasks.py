"""What taxes do by themselves each day. Safe to run twice and beside themselves."""

import logging

from celery import shared_task
from django.utils import timezone

from taxes.selectors import ending_certificates
from taxes.services import warn_of_certificate

log = logging.getLogger(__name__)


@shared_task
def warn_of_certificates() -> int:
    """Tell whose tax-regularity certificate ends soon; beat calls it each morning. One that fails is logged
    and holds up no other.
    """
    today, n_told = timezone.localdate(), 0
    for pk in ending_certificates(today):
        try:
            n_told += warn_of_certificate(profile_id=pk, on=today)
        except Exception:
            log.exception("certificate of tax profile %s: nobody was told", pk)
    return n_told
