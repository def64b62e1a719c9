"""Celery's door to the mail. Every task is safe to run twice, and beside itself."""

import logging
import time

from celery import shared_task

from mail import gateways, services
from mail.models import Letter

log = logging.getLogger(__name__)
FOR_S = 25.0


@shared_task(ignore_result=True)
def send_letters(for_s: float = FOR_S) -> int:
    """Send what is due, the most urgent first, until nothing is or time is up; return how many left.

    Rung after a letter was posted, and by beat every 30 s. Each letter is claimed for half a minute before it
    is tried: a worker that dies in between sends at most that one again, under the same Message-ID.
    """
    end, n_sent = time.monotonic() + for_s, 0
    while time.monotonic() < end and (letter := services.claim_letter()):
        n_sent += _send(letter)
    return n_sent


def _send(letter: Letter) -> bool:
    try:
        provider, provider_id = gateways.send(letter)
    except Exception as error:  # noqa: BLE001 - one bad address or a dead server must not stop the others
        log.warning("letter %s not sent: %s", letter.pk, type(error).__name__)
        services.letter_failed(letter_id=letter.pk, error=error)
        return False
    services.letter_sent(letter_id=letter.pk, provider=provider, provider_id=provider_id)
    return True
