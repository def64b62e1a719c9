"""An SMS on its way. A provider of SMS takes the same one twice: it is counted as tried before it leaves."""

from datetime import timedelta
from typing import NamedTuple

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.selectors import number_for_codes
from kit.background import Courier
from kit.retries import MAX_ATTEMPTS, next_try
from notifications.models import Channel, Sending
from notifications.selectors import sentences
from notifications.selectors.subjects import is_moot

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
    while row := rows.select_for_update(skip_locked=True, of=("self",)).first():
        number = number_for_codes(row.notice.reader)
        if why := _why_not(row, number):
            row.close(State.WITHHELD, why)
            continue
        row.attempts += 1
        row.save(update_fields=["attempts"])
        row.close(State.FAILED, Reason.UNKNOWN)
        return Text(row.pk, number, _words(row))
    return None


def _why_not(row: Sending, number: str) -> str:
    reader = row.notice.reader
    if not reader.is_active:
        return Reason.GONE
    if row.notice.read_at is not None:
        return Reason.READ
    if is_moot(row.notice.data):
        return Reason.DONE
    if not number:
        return Reason.NOWHERE
    lately = Sending.objects.filter(
        notice__reader=reader, channel=Channel.SMS, attempts__gt=0, at__gt=timezone.now() - timedelta(days=1)
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
