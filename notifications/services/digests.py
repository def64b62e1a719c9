"""The daily digest: one letter for all that a person wants to read once a day."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from mail.services import letter_for, post_letters
from notifications.models import Notice, Sending
from notifications.selectors.letters import digest_data
from notifications.selectors.subjects import is_moot

MOST = 50  # notices in one letter; the letter says how many more there are


@transaction.atomic
def send_next_digest() -> bool:
    """Owe one person the letter for all that is due, and tick it; False when nothing is due for anybody.

    The person is locked, so that each notice is in one digest. What was read meanwhile is left out; when
    nothing is left there is no letter.
    """
    first = Sending.objects.for_digest().order_by("due_at", "pk").values_list("notice__reader_id", flat=True)
    reader_id = first.first()
    if reader_id is None:
        return False
    reader = User.objects.select_for_update(no_key=True).get(pk=reader_id)
    due = Sending.objects.for_digest().select_related("notice").filter(notice__reader=reader)
    rows = list(due.order_by("pk"))
    waiting = [row for row in rows if reader.is_active and _is_news(row.notice)]
    if waiting:
        _post(reader, waiting)
        _tick(waiting, state=Sending.State.SENT, letter_key=_key(waiting))
    others = [row for row in rows if row not in waiting]
    reason = Sending.Reason.READ if reader.is_active else Sending.Reason.GONE
    _tick(others, state=Sending.State.WITHHELD, reason=reason)
    return True


def _is_news(notice: Notice) -> bool:
    """Neither read nor a reminder of what has been done; what never was on the site could not be read."""
    return notice.read_at is None and not is_moot(notice.data)


def _key(rows: list[Sending]) -> str:
    return f"digest:{rows[0].notice.reader_id}:{rows[0].pk}"


def _post(reader: User, rows: list[Sending]) -> None:
    letter = letter_for(
        kind="digest",
        to=reader.email,
        language=reader.language,
        data=digest_data([row.notice for row in rows[:MOST]], len(rows), reader),
        user_id=reader.pk,
        key=_key(rows),
    )
    post_letters(letters=[letter])


def _tick(rows: list[Sending], **said: Any) -> None:
    Sending.objects.filter(pk__in=[row.pk for row in rows]).update(at=timezone.now(), **said)
