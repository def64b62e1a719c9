"""An SMS on its way. A provider of SMS takes the same one twice: it is counted as tried before it leaves."""

import logging
from datetime import timedelta
from typing import NamedTuple

from celery import current_app
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.selectors import number_for_codes
from kit.background import Courier
from kit.retries import MAX_ATTEMPTS, next_try
from notifications.models import Channel, Sending
from notifications.selectors import sentences
from notifications.services.waiting import put_off

log = logging.getLogger(__name__)
MOST_A_DAY = 5  # for one person, in 24 hours
State, Reason = Sending.State, Sending.Reason


class Text(NamedTuple):
    """One SMS to a telephone that was proved to be its reader's."""

    sending_id: int
    number: str
    words: str


def text_bell() -> None:
    """Ask a worker to send what is due, without waiting; when the broker is down, beat does it."""
    _bell.send(None)


def _ring(_jobs: list[None]) -> None:
    current_app.send_task("notifications.tasks.send_texts")


_bell = Courier(_ring)


@transaction.atomic
def claim_text() -> Text | None:
    """Take the SMS that has been due the longest; None when none is.

    It is given up as it is taken, and is what note_text says afterwards: a worker that dies in between leaves
    one that nobody knows to have arrived, and it does not leave twice.
    """
    rows = Sending.objects.owed(Channel.SMS).select_related("notice__reader").order_by("due_at", "pk")
    # With their reader, so that two workers do not both count four and send a fifth.
    rows = rows.select_for_update(of=("self", "notice__reader"), no_key=True, skip_locked=True)
    while row := rows.first():
        if put_off(row):
            continue
        number = _number(row.notice.reader)
        if why := _why_not(row, number):
            row.close(State.WITHHELD, why)
            continue
        row.attempts += 1
        row.save(update_fields=["attempts"])
        row.close(State.FAILED, Reason.UNKNOWN)
        return Text(row.pk, number, _words(row))
    return None


def _number(reader: User) -> str:
    try:
        return number_for_codes(reader)
    except InvalidToken:
        log.warning("the telephone of %s is sealed with a key that is not here", reader.pk)
        return ""


def _why_not(row: Sending, number: str) -> str:
    if not number:
        return Reason.NOWHERE
    since = timezone.now() - timedelta(days=1)
    lately = Sending.objects.filter(
        notice__reader=row.notice.reader_id, channel=Channel.SMS, attempts__gt=0, at__gt=since
    )
    return Reason.CAPPED if lately.exclude(pk=row.pk).count() >= MOST_A_DAY else ""


def _words(row: Sending) -> str:
    """A heading and where to read on: anybody may see the telephone on a table."""
    language = row.notice.reader.language
    with override(language):
        title, page = sentences.title(row.notice), f"{settings.SITE_URL}/{language}/notifications"
        return _("InfluMaroc: %(title)s. %(page)s") % {"title": title, "page": page}


@transaction.atomic
def note_text(*, sending_id: int, answer: str, wait_s: int = 0) -> None:
    """How it went: "taken", "later" when it surely did not leave, "refused", or "unknown"."""
    row = Sending.objects.select_for_update().get(pk=sending_id)
    if answer == "taken":
        row.close(State.SENT)
    elif answer == "later" and row.attempts < MAX_ATTEMPTS:
        row.due_at = max(next_try(row.attempts), timezone.now() + timedelta(seconds=wait_s))
        row.save(update_fields=["due_at"])
        row.close(State.OWED)
    elif answer != "unknown":
        row.close(State.FAILED, Reason.REFUSED)
