"""Conversations and messages as people see them: the same shape for the API and for the websocket."""

from typing import Any

from kit.dates import iso
from kit.isolates import without_marks
from messaging.models import Message, Seat
from messaging.selectors.topics import topic


def message_card(message: Message, *, contacts_open: bool) -> dict[str, Any]:
    """A message as everybody of its conversation may read it; a removed one has no words any more."""
    is_gone = message.removed_at is not None
    return {
        "id": str(message.pk),
        "conversation": str(message.conversation_id),
        "n": message.n,
        "place": message.place,
        "kind": message.kind,
        "author": _author(message),
        "side": message.side or None,
        "client_id": str(message.client_id) if message.client_id else None,
        "body": "" if is_gone else message.reads(contacts_open=contacts_open),
        "covered": [] if is_gone or contacts_open else message.contacts,
        "n_files": 0 if is_gone else message.n_files,
        "label": message.label or None,
        "data": {} if is_gone else message.data,
        "sent_at": iso(message.sent_at),
        "edited_at": iso(message.edited_at),
        "removed_at": iso(message.removed_at),
    }


def in_words(card: dict[str, Any], conversation_kind: str) -> dict[str, Any]:
    """The same card with what the house says, in the language now spoken: plain text."""
    return {**card, "words": without_marks(told(card["label"], card["data"], conversation_kind))}


def told(label: str | None, data: dict[str, Any], conversation_kind: str) -> str:
    """What the house says of a step, the names in it isolated; "" for words of a person."""
    return topic(conversation_kind).words(label, data) if label else ""


def _author(message: Message) -> dict[str, str] | None:
    return {"id": str(message.author_id), "name": message.author.name} if message.author else None


def read_card(seat: Seat) -> dict[str, Any]:
    """How far a person has read."""
    return {"user": str(seat.user_id), "place": seat.read_place, "at": iso(seat.read_at), "n": seat.n}
