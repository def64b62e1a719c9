"""Reads of the mail: the table of kinds, a letter in words, what providers report."""

from mail.selectors.former import former_addresses
from mail.selectors.kinds import KINDS, Kind
from mail.selectors.log import letters_by_key
from mail.selectors.look import TONES
from mail.selectors.mailings import Progress, progress_of, sample
from mail.selectors.refusing import unsubscribe_path, who_refuses
from mail.selectors.reports import Report, report_of
from mail.selectors.suppressed import is_suppressed
from mail.selectors.words import Words, in_words, message_id, secret_of

__all__ = [
    "KINDS",
    "TONES",
    "Kind",
    "Progress",
    "Report",
    "Words",
    "former_addresses",
    "in_words",
    "is_suppressed",
    "letters_by_key",
    "message_id",
    "progress_of",
    "report_of",
    "sample",
    "secret_of",
    "unsubscribe_path",
    "who_refuses",
]
