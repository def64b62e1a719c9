"""What is owed is looked at again when its time has come: people read, choose and sleep meanwhile."""

from django.utils import timezone

from notifications.models import Sending, Way
from notifications.selectors import Reader, quiet_until, readers_of
from notifications.selectors.pushing import is_urgent
from notifications.selectors.subjects import is_moot

State, Reason = Sending.State, Sending.Reason


def put_off(row: Sending) -> bool:
    """Whether this one does not leave now: withheld for good, or owed until the night of its reader is over.

    Saves what it says. `row` is locked, with notice and reader. Four queries at most.
    """
    notice = row.notice
    reader = readers_of([notice.reader_id], notice.kind, notice.thread)[notice.reader_id]
    if why := _why_not(row, reader):
        row.close(State.WITHHELD, why)
        return True
    until = None if is_urgent(notice.kind) else quiet_until(reader.user, timezone.now())
    if until is not None:
        row.due_at, row.reason = until, Reason.QUIET
        row.save(update_fields=["due_at", "reason"])
    return until is not None


def _why_not(row: Sending, reader: Reader) -> str:
    notice = row.notice
    reasons = {
        Reason.GONE: not notice.reader.is_active,
        Reason.READ: notice.read_at is not None,
        Reason.MUTED: not reader.is_disturbed(notice.kind),
        Reason.OFF: reader.way(notice.kind, row.channel) == Way.OFF,
    }
    why = next((reason for reason, is_so in reasons.items() if is_so), "")
    return why or (Reason.DONE if is_moot(notice.data) else "")
