"""A person opens a conversation by naming what it is about: the same from a page and over the API."""

from typing import Any, NamedTuple
from uuid import UUID

from accounts.models import User
from kit.throttle import take
from messaging.models import Conversation
from messaging.selectors.topics import FIELDS, topic


class Wanted(NamedTuple):
    """The conversation that a person means, and whether it would be new."""

    kind: str
    about: str
    is_new: bool


def look_up(*, field: str, pk: UUID, by: User) -> Wanted:
    """What `field` and `pk` name, for open_conversation; a first contact is counted. Outside a transaction.

    Raises Conversation.DoesNotExist when the person knows of no such thing, NotAllowed, and TooMany beyond
    the first contacts of a day: writing to strangers is what is counted, never answering them.
    """
    kind = FIELDS[field]
    about = topic(kind).find(field, pk, by)
    if about is None:
        raise Conversation.DoesNotExist
    is_new = not Conversation.objects.filter(kind=kind, about=about).exists()
    if is_new and kind == Conversation.Kind.DIRECT:
        take("first-contact", str(by.pk))
    return Wanted(kind, about, is_new)


def named(data: Any) -> tuple[str, UUID] | None:
    """The one thing that a form names, or None when it names none, several, or no id."""
    given = [name for name in FIELDS if data.get(name)]
    try:
        return (given[0], UUID(data[given[0]])) if len(given) == 1 else None
    except ValueError:
        return None
