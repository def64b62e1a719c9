"""Who may have the files of messages (settings.FILE_READERS)."""

from typing import Any

from kit.ids import is_uuid
from messaging.models import Message


def may_read_file(user: Any, file: Any) -> bool:
    """Everybody with a place in the conversation, while the message stands. One query."""
    pk = file.attached_to.removeprefix("message:")
    return is_uuid(pk) and Message.objects.visible_to(user).filter(pk=pk, removed_at=None).exists()
