"""Who may do what in a conversation. Whoever has no place in it does not know of it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from messaging.models import Message, Seat

WINDOW = timedelta(minutes=15)


def may_write(seat: Seat) -> bool:
    """Members of a team who may only look do not write for it."""
    return seat.left_at is None and seat.writes


def is_author(user: Any, message: Message) -> bool:
    return message.kind == Message.Kind.TEXT and message.author_id == user.pk


def may_change(user: Any, message: Message) -> bool:
    """Change or remove one's own words, for a quarter of an hour."""
    return is_author(user, message) and not message.removed_at and message.sent_at > timezone.now() - WINDOW


def may_handle_reports(user: Any) -> bool:
    """Only staff with the right look into conversations, and only into reported ones."""
    return bool(user.is_active and user.is_staff and user.has_perm("messaging.change_report"))
