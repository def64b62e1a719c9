"""Celery's door to the mail and the broom. Every task is safe to run twice, and beside itself."""

import logging

from celery import shared_task
from django.utils.translation import override

from notifications import gateways, services
from notifications.models import Notice
from notifications.selectors.letters import letter_of

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def send_mails() -> int:
    """Send what is due, in batches; return how many left. Rung after a notice, and by beat every minute.

    Each mail is claimed for five minutes before it is tried: a worker that dies in between sends at most
    one mail again, under the same Message-ID.
    """
    n_sent = 0
    while notices := services.claim_mails():
        n_sent += sum(_send(notice) for notice in notices)
    return n_sent


def _send(notice: Notice) -> bool:
    try:
        with override(notice.reader.language):
            gateways.send_letter(letter_of(notice))
    except Exception as error:  # noqa: BLE001 - one bad address or a dead server must not stop the others
        log.warning("mail of notice %s not sent: %r", notice.pk, error)
        services.mail_failed(notice_id=notice.pk, error=error)
        return False
    services.mail_sent(notice_id=notice.pk)
    return True


@shared_task(ignore_result=True)
def tidy() -> None:
    """Forget notices older than a year; beat calls it every hour."""
    services.forget_old_notices()
