"""Codes by SMS: the one thing of accounts that somebody else does. Doors call these; services never do."""

from accounts.gateways.sms import (
    answer_login,
    answer_proof,
    confirm_phone,
    propose_phone,
    send_sms,
    text_again,
)

__all__ = ["answer_login", "answer_proof", "confirm_phone", "propose_phone", "send_sms", "text_again"]
