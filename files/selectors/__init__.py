"""Reads: who may have a file, and what it looks like to them."""

from files.selectors.cards import FileCard, Shown, card_of, cards_of, kinds_of, own_files
from files.selectors.links import LINK_S, is_link_good, link_to
from files.selectors.reading import file_for, may_read, offers, room_of, sent_lately, source_of

__all__ = [
    "LINK_S",
    "FileCard",
    "Shown",
    "card_of",
    "cards_of",
    "file_for",
    "is_link_good",
    "kinds_of",
    "link_to",
    "may_read",
    "offers",
    "own_files",
    "room_of",
    "sent_lately",
    "source_of",
]
