"""Writes of the mail: owing letters, and ticking off what happened to them."""

from mail.services.posting import letter_for, post_letter, post_letters, ring
from mail.services.sending import claim_letter, letter_failed, letter_sent

__all__ = [
    "claim_letter",
    "letter_failed",
    "letter_for",
    "letter_sent",
    "post_letter",
    "post_letters",
    "ring",
]
