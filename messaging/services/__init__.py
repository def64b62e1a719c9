"""Writes of conversations."""

from messaging.services.keeping import keep, save_draft, set_manners
from messaging.services.opening import (
    block_side,
    open_contacts,
    open_conversation,
    seat_member,
    unblock_side,
    unseat_member,
)
from messaging.services.posting import (
    Offered,
    edit_message,
    ensure_fresh,
    own_message,
    post_line,
    post_message,
    remove_message,
    seat_of,
    show_files_of,
)
from messaging.services.reading import mark_all_read, mark_read, read_up_to, remind_of_unread
from messaging.services.reports import close_report, note_reading, open_reading, report_conversation
from messaging.services.starting import Wanted, look_up, named

__all__ = [
    "Offered",
    "Wanted",
    "block_side",
    "close_report",
    "edit_message",
    "ensure_fresh",
    "keep",
    "look_up",
    "mark_all_read",
    "mark_read",
    "named",
    "note_reading",
    "open_contacts",
    "open_conversation",
    "open_reading",
    "own_message",
    "post_line",
    "post_message",
    "read_up_to",
    "remind_of_unread",
    "remove_message",
    "report_conversation",
    "save_draft",
    "seat_member",
    "seat_of",
    "set_manners",
    "show_files_of",
    "unblock_side",
    "unseat_member",
]
