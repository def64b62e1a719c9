"""A conversation's messages as a page draws them: a stretch of places, and what stands between two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from files.selectors import FileCard
from kit.dates import local_day
from kit.isolates import as_html
from messaging.models import Message, Seat
from messaging.policies import WINDOW, may_change
from messaging.selectors.cards import told
from messaging.selectors.inbox import Gap, Row, files_of, reads_of, worded_card
from messaging.selectors.topics import topic

PAGE = 40
BEFORE = 12  # how much of what was read stands above what was not
MOST_UNREAD = 200  # beyond it not all of them are shown at once, and the page offers to mark them as read
CLOSE = timedelta(minutes=5)
STEPS = 4


@dataclass(frozen=True)
class Bubble:
    """One message for one reader, drawn after the message before it (None for the first of all)."""

    message: Message
    row: Row
    previous: Message | None
    reader: Any
    is_live: bool = False  # it comes to a page that is open
    files: Sequence[FileCard] = ()

    @property
    def holds(self) -> list[str]:
        """The kinds of its files."""
        return [file.kind for file in self.files]

    @cached_property
    def card(self) -> dict[str, Any]:
        """Its words, covered where they must be."""
        return worded_card(self.message, self.row.conversation)

    @cached_property
    def words(self) -> SafeString:
        """What the house says, with each name in a direction of its own."""
        return as_html(told(self.message.label, self.message.data, self.row.conversation.kind))

    @cached_property
    def icon(self) -> str:
        """The picture of a step."""
        return topic(self.row.conversation.kind).icon(self.message.label)

    @property
    def is_text(self) -> bool:
        return self.message.kind == Message.Kind.TEXT

    @property
    def is_mine(self) -> bool:
        return self.is_text and self.message.author_id == self.reader.pk

    @property
    def is_ours(self) -> bool:
        """Said by the reader's side. Among themselves people are no side."""
        return self.is_mine or bool(self.row.own_side and self.message.side == self.row.own_side)

    @property
    def starts_day(self) -> bool:
        before = self.previous
        return before is None or local_day(before.sent_at) != local_day(self.message.sent_at)

    @property
    def is_first_unread(self) -> bool:
        """Here begins what the reader has not seen."""
        is_next = self.message.place == self.row.seat.read_place + 1
        return is_next and not self.is_mine and not self.is_live

    @property
    def joins(self) -> bool:
        """Said right after another word of the same person."""
        before = self.previous
        return (
            before is not None
            and not self.starts_day
            and not self.is_first_unread
            and self.is_text
            and before.kind == Message.Kind.TEXT
            and before.author_id == self.message.author_id
            and self.message.sent_at - before.sent_at < CLOSE
        )

    @property
    def may_change(self) -> bool:
        return may_change(self.reader, self.message) and self.row.may_write

    @property
    def until(self) -> int:
        """The second after which it cannot be changed any more."""
        return int((self.message.sent_at + WINDOW).timestamp())


@dataclass(frozen=True)
class Stretch:
    """Some places of a conversation, without holes. `before` and `after` lead on to older and newer ones."""

    bubbles: list[Bubble]
    before: int | None
    after: int | None


def open_offer(row: Row) -> int:
    """The place of the price on the table when the reader may answer it, else 0. At most one query."""
    if not row.subject.answer or not row.may_write:
        return 0
    offers = row.conversation.messages.filter(kind=Message.Kind.OFFER).order_by("-place")
    return offers.values_list("place", flat=True).first() or 0


def stretch_of(row: Row, reader: Any, first: int, last: int) -> Stretch:
    """The messages from one place to another. One query."""
    first, last = max(1, first), min(last, row.conversation.last_place)
    rows = row.conversation.messages.filter(place__gte=first - 1, place__lte=last)
    found = list(rows.select_related("author").order_by("place"))
    shown = [one for one in found if one.place >= first]
    bubbles = _drawn(shown, found, row, reader)
    before = first if shown and first > 1 else None
    return Stretch(bubbles, before, last if last < row.conversation.last_place else None)


def opening(row: Row, reader: Any) -> Stretch:
    """Where a conversation opens: at its end, with whatever has not been read yet; where that begins, when it
    is very much.
    """
    if row.n_unread > MOST_UNREAD:
        return around(row, reader, row.seat.read_place + 1)
    last = row.conversation.last_place
    first = last - PAGE + 1
    if row.n_unread:
        first = min(first, row.seat.read_place + 1 - BEFORE)
    return stretch_of(row, reader, first, last)


def around(row: Row, reader: Any, place: int) -> Stretch:
    """Where a found message stands; a whole page of the end for whatever stands beyond it."""
    first = min(place - BEFORE, row.conversation.last_place - PAGE + 1)
    return stretch_of(row, reader, first, max(1, first) + PAGE - 1)


def drawn_gap(gap: Gap, row: Row, reader: Any) -> list[Bubble]:
    """What was missed, in the order of places. One query."""
    wanted = {one.place - 1 for one in gap.messages}
    before = row.conversation.messages.filter(place__in=wanted)
    in_order = sorted(gap.messages, key=lambda one: one.place)
    return [replace(one, is_live=True) for one in _drawn(in_order, before, row, reader)]


def bubble_of(message: Message, row: Row, reader: Any) -> Bubble:
    """One message. One query."""
    before = row.conversation.messages.filter(place=message.place - 1)
    return replace(_drawn([message], before, row, reader)[0], is_live=True)


def _drawn(messages: Sequence[Message], known: Iterable[Message], row: Row, reader: Any) -> list[Bubble]:
    """Two queries more when there are files."""
    by_place = {one.place: one for one in known}
    files = files_of(messages, reader)
    return [
        Bubble(one, row, by_place.get(one.place - 1), reader, files=files.get(one.target, ()))
        for one in messages
    ]


def steps_of(row: Row, reader: Any) -> list[Bubble]:
    """The newest steps of what is talked about, in their order. One query."""
    lines = row.conversation.messages.exclude(kind=Message.Kind.TEXT).order_by("-place")
    return _drawn(list(lines[:STEPS])[::-1], [], row, reader)


def read_by_others(row: Row, reader: Any, since: int = 0) -> int:
    """How far the other side has read; among themselves, anybody else. 0 when nobody tells. Two queries."""
    return furthest(reads_of(row.conversation, reader, since), row)


def furthest(seats: Iterable[Seat], row: Row) -> int:
    """The furthest of these read marks, those of one's own side left out."""
    return max((seat.read_place for seat in seats if is_across(seat, row)), default=0)


def is_across(seat: Seat, row: Row) -> bool:
    """Whether somebody sits on the other side."""
    return not row.own_side or seat.party_id != row.seat.party_id
