"""Celery's door to the mail. Every task is safe to run twice, and beside itself."""

import logging
import time

from celery import shared_task
from django.conf import settings

from mail import gateways, services
from mail.models import Letter, PostEvent
from mail.selectors import in_words, report_of

log = logging.getLogger(__name__)
FOR_S = 25.0


@shared_task(ignore_result=True)
def send_letters(for_s: float = FOR_S) -> int:
    """Send what is due, the most urgent first, until nothing is or time is up; return how many left.

    Rung after a letter was posted, and by beat every 15 s. Each letter is claimed for half a minute before it
    is tried: a worker that dies in between sends at most that one again, under the same Message-ID.
    """
    end, n_sent = time.monotonic() + for_s, 0
    with gateways.post_office() as post:
        while time.monotonic() < end and (letter := services.claim_letter()):
            n_sent += _send(post, letter)
    return n_sent


def _send(post: gateways.Post, letter: Letter) -> bool:
    try:
        words = in_words(letter)
        if settings.DEMO:
            services.show_letter(letter=letter, words=words)
        provider_id = post.send(words)
    except Exception as error:  # noqa: BLE001 - one bad address or a dead server must not stop the others
        # Only the kind of error: what it says may repeat the letter.
        log.warning("letter %s not sent: %s", letter.pk, type(error).__name__)
        services.letter_failed(letter_id=letter.pk, error=error)
        return False
    services.letter_sent(letter_id=letter.pk, provider=post.name, provider_id=provider_id)
    return True


@shared_task(ignore_result=True)
def handle_post_events(limit: int = 500) -> int:
    """Act on what providers told; return how many events. Rung by their calls, and by beat every 30 s."""
    events = list(PostEvent.objects.filter(handled_at=None).order_by("pk")[:limit])
    for event in events:
        try:
            _handle(event)
        except Exception:  # one bad event must not hold up the others; it stays, unticked, in the admin
            log.exception("event %s could not be handled", event)
    return len(events)


def _handle(event: PostEvent) -> None:
    report = report_of(event)
    if report.url:
        gateways.confirm(report.url)
        services.tick_post_event(event_id=event.pk, outcome=report.what)
    else:
        services.handle_post_event(event_id=event.pk)


@shared_task(ignore_result=True)
def tidy() -> None:
    """Forget old letters and events; beat calls it every hour."""
    services.forget_old_mail()
