"""Writes of the notices: telling, choosing, reading, handing out, tidying."""

from notifications.services.choosing import Wish, choose
from notifications.services.digests import send_next_digest
from notifications.services.reading import mark_all_read, mark_read, remove_notice
from notifications.services.telling import Message, announce, tell
from notifications.services.tidying import forget_old_notices

__all__ = [
    "Message",
    "Wish",
    "announce",
    "choose",
    "forget_old_notices",
    "mark_all_read",
    "mark_read",
    "remove_notice",
    "send_next_digest",
    "tell",
]
