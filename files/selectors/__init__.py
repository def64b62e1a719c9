"""Reads: who may have a file, and what it looks like to them."""

from files.selectors.cards import FileCard, Shown, card_of, cards_of, kinds_of, own_files
from files.selectors.links import Key, key_of, lasts_s, link_to
from files.selectors.reading import (
    best_link,
    best_of,
    file_for,
    is_open,
    may_read,
    offers,
    room_of,
    sent_lately,
    source_of,
    was_noted,
)

__all__ = [
    "FileCard",
    "Key",
    "Shown",
    "best_link",
    "best_of",
    "card_of",
    "cards_of",
    "file_for",
    "is_open",
    "key_of",
    "kinds_of",
    "lasts_s",
    "link_to",
    "may_read",
    "offers",
    "own_files",
    "room_of",
    "sent_lately",
    "source_of",
    "was_noted",
]
