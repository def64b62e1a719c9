"""What conversations are about, asked of whoever knows: settings.CONVERSATION_TOPICS names a class per kind.

This floor knows people and words; that a conversation is about an application, what state it is in and who
takes part, is known above.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Member:
    """A person of a side; `writes` is False for those who may only look."""

    user_id: UUID
    writes: bool = True


@dataclass(frozen=True)
class Side:
    """One side as it is now: its name and its people."""

    side: str
    key: str
    name: str
    members: Sequence[Member]


@dataclass(frozen=True)
class Subject:
    """What a list shows beside a conversation: what it is about, where that is, its state, and for each side
    its name and whatever has its picture. `chip` is a word of kit.chips; `link` a path without the language,
    and `answer` the one where the reader answers the offer on the table, empty when there is none to answer.
    """

    title: str = ""
    link: str = ""
    answer: str = ""
    chip: tuple[str, str] | None = None
    names: dict[str, str] = field(default_factory=dict)
    faces: dict[str, Any] = field(default_factory=dict)


class Topic(Protocol):
    """What one kind of conversation must know."""

    def find(self, field: str, pk: UUID, by: Any) -> str | None:
        """The `about` of what a person names, or None when they know of no such thing. Raises Refusal."""
        ...

    def sides(self, about: str) -> list[Side]:
        """Who takes part."""
        ...

    def shows_contacts(self, about: str) -> bool:
        """Whether both may already reach each other as they like, when it is opened only now."""
        ...

    def subjects(self, abouts: Iterable[str], reader: Any) -> dict[str, Subject]:
        """For a list: a fixed number of queries for any number of conversations."""
        ...

    def words(self, label: str, data: dict[str, Any]) -> str:
        """The sentence of a line, in the language now spoken."""
        ...

    def icon(self, label: str) -> str:
        """What stands before it: a name of lucide."""
        ...


class Silent:
    """A kind of conversation in which the house says nothing."""

    def words(self, label: str, data: dict[str, Any]) -> str:
        """No sentence."""
        return ""

    def icon(self, label: str) -> str:
        """No step to draw either."""
        return "info"


# Which kind of conversation each name of the API opens.
FIELDS = {
    "application": "application",
    "collaboration": "application",
    "influencer": "direct",
    "brand": "direct",
    "team": "team",
}


@cache
def topic(kind: str) -> Topic:
    """The one who knows about this kind of conversation."""
    return cast("Topic", import_string(settings.CONVERSATION_TOPICS[kind])())
