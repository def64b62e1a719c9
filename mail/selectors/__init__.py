"""Reads of the mail: the table of kinds, a letter in words."""

from mail.selectors.kinds import KINDS, Kind
from mail.selectors.words import Words, in_words, message_id

__all__ = ["KINDS", "Kind", "Words", "in_words", "message_id"]
