"""Reads of conversations."""

from messaging.selectors.cards import in_words, message_card, read_card
from messaging.selectors.inbox import (
    Gap,
    Row,
    conversation_card,
    conversations_of,
    full_cards,
    gap_card,
    gap_of,
    kept,
    missed,
    reads_of,
    row_of,
    rows_of,
    unread_count,
    with_news,
    worded_card,
)
from messaging.selectors.reading import may_read_file
from messaging.selectors.topics import FIELDS, Member, Side, Subject, Topic, topic

__all__ = [
    "FIELDS",
    "Gap",
    "Member",
    "Row",
    "Side",
    "Subject",
    "Topic",
    "conversation_card",
    "conversations_of",
    "full_cards",
    "gap_card",
    "gap_of",
    "in_words",
    "kept",
    "may_read_file",
    "message_card",
    "missed",
    "read_card",
    "reads_of",
    "row_of",
    "rows_of",
    "topic",
    "unread_count",
    "with_news",
    "worded_card",
]
