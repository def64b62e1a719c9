"""Writes of the inbox: telling, reading, mailing."""

from notifications.services.mailing import (
    claim_mails,
    forget_old_notices,
    mail_again,
    mail_failed,
    mail_sent,
)
from notifications.services.reading import mark_all_read, mark_read, remove_notice
from notifications.services.telling import Message, announce, tell

__all__ = [
    "Message",
    "announce",
    "claim_mails",
    "forget_old_notices",
    "mail_again",
    "mail_failed",
    "mail_sent",
    "mark_all_read",
    "mark_read",
    "remove_notice",
    "tell",
]
