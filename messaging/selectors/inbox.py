"""Conversations as their people see them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from files.selectors import FileCard, cards_of, kinds_of
from kit.dates import iso
from messaging.models import Conversation, Message, Party, Seat
from messaging.policies import may_write
from messaging.selectors.cards import in_words, message_card, read_card
from messaging.selectors.manners import manners_of
from messaging.selectors.topics import Subject, topic

GAP = 500


def news_of(user: Any) -> QuerySet[Seat]:
    """Where somebody waits for this person: neither muted nor archived."""
    return Seat.objects.of(user).unread().filter(muted_at=None, archived_at=None)


def unread_count(user: Any) -> int:
    """How many conversations have news for a person. One query."""
    return news_of(user).count()


def conversations_of(user: Any) -> QuerySet[Conversation]:
    """A person's conversations, the newest news first, each with `mine`, the person's seat. Three queries
    for any number.
    """
    mine = Prefetch("seats", Seat.objects.filter(user=user).select_related("party"), to_attr="mine")
    parties = Prefetch("parties", Party.objects.prefetch_related(people()))
    rows = Conversation.objects.visible_to(user).select_related("newest__author")
    return rows.prefetch_related(mine, parties)


def people() -> Prefetch:
    """Who sits on a side now."""
    return Prefetch("seats", Seat.objects.taken().select_related("user").order_by("pk"), to_attr="people")


def kept(rows: QuerySet[Conversation], user: Any, **how: bool) -> QuerySet[Conversation]:
    """Only those kept in this way: muted, pinned, archived; each True or False."""
    seats = Seat.objects.of(user).filter(**{f"{name}_at__isnull": not is_on for name, is_on in how.items()})
    return rows.filter(pk__in=seats.values("conversation"))


def with_news(rows: QuerySet[Conversation], user: Any) -> QuerySet[Conversation]:
    """Only those with something unread."""
    return rows.filter(pk__in=Seat.objects.of(user).unread().values("conversation"))


def subjects_of(conversations: Sequence[Conversation], reader: Any) -> dict[Any, Subject]:
    """What each of them is about, by its id. A fixed number of queries for each kind."""
    found: dict[Any, Subject] = {}
    for kind in {one.kind for one in conversations}:
        some = [one for one in conversations if one.kind == kind]
        known = topic(kind).subjects([one.about for one in some], reader)
        found.update({one.pk: known.get(one.about, Subject()) for one in some})
    return found


@dataclass(frozen=True)
class Row:
    """A conversation for one reader. Made from rows of conversations_of()."""

    conversation: Any
    subject: Subject
    holds: Sequence[str] = ()  # the kinds of files of its newest message, when that has no words

    @property
    def seat(self) -> Seat:
        found: Seat = self.conversation.mine[0]
        return found

    @property
    def others(self) -> list[Party]:
        """The other side; in a conversation of one side, that one."""
        parties = list(self.conversation.parties.all())
        return [one for one in parties if one.pk != self.seat.party_id] or parties

    @property
    def name(self) -> str:
        """The other side's name, as it is now."""
        return ", ".join(self.subject.names.get(one.side) or one.name for one in self.others)

    @property
    def face(self) -> Any:
        """Whatever has the other side's picture, or None."""
        return next((self.subject.faces.get(one.side) for one in self.others), None)

    @property
    def side(self) -> str:
        """The other side: brand or influencer."""
        return self.others[0].side

    @property
    def own_side(self) -> str:
        """The reader's side, "" where there is only one."""
        return "" if len(self.conversation.parties.all()) == 1 else self.seat.party.side

    @property
    def n_unread(self) -> int:
        return max(0, self.conversation.last_place - self.seat.read_place)

    @property
    def is_covered(self) -> bool:
        return self.conversation.contacts_open_at is None

    @property
    def may_write(self) -> bool:
        return may_write(self.seat)


def rows_of(conversations: Sequence[Conversation], reader: Any) -> list[Row]:
    """A page of conversations with what they are about. One query more when some end in files alone."""
    subjects = subjects_of(conversations, reader)
    held = kinds_of(one.newest.target for one in conversations if one.newest and _has_files_alone(one.newest))
    return [
        Row(one, subjects[one.pk], held.get(one.newest.target, ()) if one.newest else ())
        for one in conversations
    ]


def _has_files_alone(message: Message) -> bool:
    return bool(message.n_files and not message.body and not message.removed_at)


def row_of(conversation_id: Any, reader: Any) -> Row:
    """One conversation. Raises Conversation.DoesNotExist for strangers."""
    return rows_of([conversations_of(reader).get(pk=conversation_id)], reader)[0]


def conversation_card(row: Row) -> dict[str, Any]:
    """A conversation in the API's shape."""
    conversation, seat = row.conversation, row.seat
    newest = conversation.newest
    return {
        "id": str(conversation.pk),
        "kind": conversation.kind,
        "title": row.subject.title,
        "link": row.subject.link,
        "name": row.name,
        "state": row.subject.chip[1] if row.subject.chip else None,
        "sides": [side_card(party, row.subject) for party in conversation.parties.all()],
        "newest": worded_card(newest, conversation) if newest else None,
        "last_n": conversation.last_n,
        "last_place": conversation.last_place,
        "last_at": iso(conversation.last_at),
        "contacts_covered": row.is_covered,
        "may_write": row.may_write,
        "read_place": seat.read_place,
        "unread": row.n_unread,
        "draft": seat.draft,
        "muted": seat.muted_at is not None,
        "pinned": seat.pinned_at is not None,
        "archived": seat.archived_at is not None,
    }


def side_card(party: Any, subject: Subject) -> dict[str, Any]:
    """A side and everybody of it who reads along."""
    return {
        "side": party.side,
        "name": subject.names.get(party.side) or party.name,
        "people": [
            {"id": str(seat.user_id), "name": seat.user.name, "may_write": may_write(seat)}
            for seat in party.people
        ],
    }


@dataclass(frozen=True)
class Gap:
    """What changed in a conversation after a change: messages in the order of their changes, read marks.

    `upto` is the newest change that is covered; `resync` says that there was more than can be given at once,
    and that reading anew is better.
    """

    messages: list[Message]
    reads: list[Seat]
    upto: int
    resync: bool


def gap_of(conversation: Conversation, since: int, reader: Any) -> Gap:
    """What the reader missed since a change. Three queries."""
    messages = list(conversation.messages.since(since).select_related("author", "conversation")[: GAP + 1])
    if len(messages) > GAP:
        return Gap([], [], conversation.last_n, resync=True)
    reads = reads_of(conversation, reader, since=since)
    return Gap(messages, reads, conversation.last_n, resync=False)


def missed(conversation_id: Any, since: int, reader: Any) -> dict[str, Any] | None:
    """The same in the API's shape; None for strangers."""
    conversation = Conversation.objects.visible_to(reader).filter(pk=conversation_id).first()
    return gap_card(gap_of(conversation, since, reader), reader) if conversation else None


def reads_of(conversation: Conversation, reader: Any, since: int = 0) -> list[Seat]:
    """How far others have read: nothing for a reader who does not tell either, nobody who does not tell."""
    if not manners_of(reader).shows_reads:
        return []
    seats = Seat.objects.taken().filter(conversation=conversation, n__gt=since).exclude(user=reader)
    return list(seats.exclude(user__manners__shows_reads=False).order_by("n"))


def worded_card(message: Message, conversation: Conversation) -> dict[str, Any]:
    """A message with what the house says of it, in the language now spoken."""
    card = message_card(message, contacts_open=conversation.contacts_open_at is not None)
    return in_words(card, conversation.kind)


def files_of(messages: Sequence[Message], reader: Any) -> dict[str, list[FileCard]]:
    """The files of these messages by their targets, none of removed ones. Two queries, or none."""
    targets = [one.target for one in messages if one.n_files and not one.removed_at]
    return cards_of(targets=targets, reader=reader) if targets else {}


def full_cards(messages: Sequence[Message], reader: Any) -> list[dict[str, Any]]:
    """A page of messages with their files, as the reader may have them: two queries more, or none."""
    files = files_of(messages, reader)
    return [
        {**worded_card(one, one.conversation), "files": [asdict(file) for file in files.get(one.target, [])]}
        for one in messages
    ]


def gap_card(gap: Gap, reader: Any) -> dict[str, Any]:
    """The same in the API's shape."""
    return {
        "messages": full_cards(gap.messages, reader),
        "reads": [read_card(seat) for seat in gap.reads],
        "upto": gap.upto,
        "resync": gap.resync,
    }
