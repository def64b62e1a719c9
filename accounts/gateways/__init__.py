"""SMS: the one thing of accounts that somebody else does. Doors and tasks call these; services never do."""

from accounts.gateways.sms import (
    answer_login,
    answer_proof,
    confirm_phone,
    propose_phone,
    send_sms,
    text_again,
)
from accounts.gateways.texts import send_text

__all__ = [
    "answer_login",
    "answer_proof",
    "confirm_phone",
    "propose_phone",
    "send_sms",
    "send_text",
    "text_again",
]
