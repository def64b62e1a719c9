"""Whatever changes in a conversation takes its next number, and everybody in it hears of it after commit."""

from typing import Any
from uuid import UUID

from kit.live import push_on_commit
from messaging.models import Conversation, Message, Seat
from messaging.selectors.cards import message_card, read_card


def lock_conversation(pk: Any) -> Conversation:
    """Lock a conversation, to give out numbers. Raises DoesNotExist."""
    found: Conversation = Conversation.objects.lock(pk)
    return found


def next_n(conversation: Conversation) -> int:
    """The number of the next change of a locked conversation; saved by whoever took it."""
    conversation.last_n += 1
    return conversation.last_n


def tell_message(conversation: Conversation, message: Message) -> None:
    """Everybody in it gets the message as it is now."""
    card = message_card(message, contacts_open=conversation.contacts_open_at is not None)
    tell_all(conversation, {"kind": "message", "topic": conversation.kind, "message": card})


def tell_read(conversation: Conversation, seat: Seat) -> None:
    """Everybody in it learns how far somebody has read."""
    said = {"kind": "read", "conversation": str(conversation.pk), "n": seat.n, "read": read_card(seat)}
    tell_all(conversation, said)


def tell_one(user_id: UUID, said: dict[str, Any]) -> None:
    """All tabs and devices of one person."""
    push_on_commit(f"user.{user_id}", talk=said)


def tell_all(conversation: Conversation, said: dict[str, Any]) -> None:
    """Everybody who has a place now. One query."""
    for user_id in Seat.objects.taken().filter(conversation=conversation).values_list("user_id", flat=True):
        tell_one(user_id, said)
