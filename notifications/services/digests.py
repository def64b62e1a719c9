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
    why_not = {row.pk: _why_not(row.notice, reader) for row in rows}
    waiting = [row for row in rows if not why_not[row.pk]]
    if waiting:
        _post(reader, waiting)
        _tick(waiting, state=Sending.State.SENT, letter_key=_key(waiting))
    for reason in set(why_not.values()) - {""}:
        others = [row for row in rows if why_not[row.pk] == reason]
        _tick(others, state=Sending.State.WITHHELD, reason=reason)
    return True


def _why_not(notice: Notice, reader: User) -> str:
    """Read, or a reminder of what has been done; what never was on the site could not be read."""
    if not reader.is_active:
        return Sending.Reason.GONE
    if notice.read_at is not None:
        return Sending.Reason.READ
    return Sending.Reason.DONE if is_moot(notice.data) else ""


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
