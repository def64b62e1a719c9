"""Tables of conversations."""

from messaging.models.conversations import Conversation, Party, Seat
from messaging.models.messages import Message, Wording
from messaging.models.standing import Block, Manners, Report, StaffReading

__all__ = [
    "Block",
    "Conversation",
    "Manners",
    "Message",
    "Party",
    "Report",
    "Seat",
    "StaffReading",
    "Wording",
]
