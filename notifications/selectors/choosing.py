"""Which way a notice goes to whom: the defaults, what people chose, and what nobody may switch off."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import User
from notifications.models import Channel, Choice, MutedThread, Way
from notifications.selectors.kinds import KINDS, event_of, is_locked

Chosen = dict[tuple[str, str], str]  # (event, channel): way


@dataclass(frozen=True)
class Reader:
    """One person who is about to be told something."""

    user: User
    chosen: Chosen = field(default_factory=dict)
    has_muted: bool = False

    def way(self, kind: str, channel: str) -> str:
        """How this kind reaches them there."""
        if is_fixed(kind, channel):
            return default_way(kind, channel)
        return self.chosen.get((event_of(kind), channel)) or default_way(kind, channel)

    def is_disturbed(self, kind: str) -> bool:
        """A muted thread rings, writes and counts for nothing but what nobody can switch off."""
        return not self.has_muted or is_locked(kind)


def default_way(kind: str, channel: str) -> str:
    """On the site everything; by e-mail what people expect a letter of; on devices that and what waits for
    them; by SMS nothing.
    """
    line = KINDS[kind]
    is_on = {
        Channel.APP: True,
        Channel.MAIL: line.is_mailed,
        Channel.PUSH: line.is_mailed or line.asks or line.is_trial,
        Channel.SMS: False,
    }
    return Way.ON if is_on[Channel(channel)] else Way.OFF


def is_fixed(kind: str, channel: str) -> bool:
    """Nobody chooses: security and money on the site and in letters, what asks something on the site. Kinds
    that are one event to people are as open as that event.
    """
    kind = event_of(kind)
    if channel == Channel.APP:
        return is_locked(kind) or KINDS[kind].asks
    return channel == Channel.MAIL and is_locked(kind) and KINDS[kind].is_mailed


def ways_open(kind: str, channel: str) -> tuple[str, ...]:
    """What can be chosen for this kind there; one that is fixed has no choice."""
    if is_fixed(kind, channel):
        return (default_way(kind, channel),)
    return (Way.ON, Way.DIGEST, Way.OFF) if channel == Channel.MAIL else (Way.ON, Way.OFF)


def readers_of(ids: Iterable[UUID], kind: str, thread: str = "") -> dict[UUID, Reader]:
    """Those who are told, with what they chose about kind and thread. Two queries, three with a thread."""
    users = User.objects.select_related("notice_habits").only(
        "email", "name", "language", "role", "time_zone", "notice_habits"
    )
    people = users.in_bulk(list(ids))
    rows = Choice.objects.filter(user_id__in=people, kind=event_of(kind))
    chosen: dict[UUID, Chosen] = {}
    for row in rows:
        chosen.setdefault(row.user_id, {})[row.kind, row.channel] = row.way
    muted = who_muted(thread, list(people)) if thread else set()
    return {pk: Reader(user, chosen.get(pk, {}), pk in muted) for pk, user in people.items()}


def who_muted(thread: str, ids: list[UUID]) -> set[UUID]:
    """One query."""
    rows = MutedThread.objects.filter(thread=thread, user_id__in=ids)
    return set(rows.values_list("user_id", flat=True))


def chosen_by(user: User) -> Chosen:
    """Everything a person chose. One query."""
    rows = Choice.objects.filter(user=user).values_list("kind", "channel", "way")
    return {(kind, channel): way for kind, channel, way in rows}
