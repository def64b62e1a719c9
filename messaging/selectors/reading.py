"""Who may have the files of messages (settings.FILE_READERS)."""

from typing import Any

from kit.ids import is_uuid
from messaging.models import Message
from messaging.selectors.staff import is_reading


def may_read_file(user: Any, file: Any) -> bool:
    """Everybody with a place in the conversation, while the message stands: one query. Staff who read the
    conversation now, removed messages too: at most three more.
    """
    pk = file.attached_to.removeprefix("message:")
    if not is_uuid(pk):
        return False
    rows = Message.objects.filter(pk=pk)
    return rows.visible_to(user).filter(removed_at=None).exists() or _is_read_by(user, rows)


def _is_read_by(user: Any, rows: Any) -> bool:
    found = rows.values_list("conversation_id", flat=True).first() if user.is_staff else None
    return found is not None and is_reading(user, found)
