"""Writes of the mail: owing letters, ticking off what happened to them, letters to many, hands of staff."""

from mail.services.mailings import (
    Recipient,
    post_mailing,
    refuse_news,
    start_mailing,
    stop_mailing,
    try_mailing,
)
from mail.services.posting import letter_for, post_letter, post_letters, ring
from mail.services.reports import handle_post_event, store_post_events, tick_post_event
from mail.services.sending import claim_letter, letter_failed, letter_sent, show_letter
from mail.services.staff import forget_old_mail, forget_person, lift_suppression, send_again

__all__ = [
    "Recipient",
    "claim_letter",
    "forget_old_mail",
    "forget_person",
    "handle_post_event",
    "letter_failed",
    "letter_for",
    "letter_sent",
    "lift_suppression",
    "post_letter",
    "post_letters",
    "post_mailing",
    "refuse_news",
    "ring",
    "send_again",
    "show_letter",
    "start_mailing",
    "stop_mailing",
    "store_post_events",
    "tick_post_event",
    "try_mailing",
]
