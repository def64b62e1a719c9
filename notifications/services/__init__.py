"""Writes of the inbox: telling, reading, tidying."""

from notifications.services.reading import mark_all_read, mark_read, remove_notice
from notifications.services.telling import Message, announce, tell
from notifications.services.tidying import forget_old_notices

__all__ = [
    "Message",
    "announce",
    "forget_old_notices",
    "mark_all_read",
    "mark_read",
    "remove_notice",
    "tell",
]
