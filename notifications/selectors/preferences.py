"""The whole table of choices as one person sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User
from accounts.selectors import is_texting_ready
from notifications.models import Channel, Habits
from notifications.selectors.choosing import Reader, chosen_by, default_way, ways_open
from notifications.selectors.kinds import GROUPS, KINDS, concerns, event_of


@dataclass(frozen=True)
class Cell:
    """One event on one channel. `name` is that of its form field."""

    kind: str
    channel: Channel
    way: str
    default: str
    ways: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.channel}"

    @property
    def is_fixed(self) -> bool:
        return len(self.ways) == 1


@dataclass(frozen=True)
class EventRow:
    kind: str
    title: Promise | str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GroupRows:
    group: str
    label: Promise | str
    is_locked: bool
    events: tuple[EventRow, ...]


@dataclass(frozen=True)
class Preferences:
    habits: Habits
    time_zone: str
    groups: tuple[GroupRows, ...]

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for group in self.groups for event in group.events for cell in event.cells)


def preferences_of(user: User) -> Preferences:
    """What this person may be told, and how they are. Two queries."""
    habits = Habits.objects.filter(user=user).first() or Habits(user=user)
    reader = Reader(user, chosen_by(user))
    groups = []
    for name, group in GROUPS.items():
        events = tuple(_row(kind, reader) for kind in events_for(group.kinds, user.role))
        if events:
            groups.append(GroupRows(name, group.label, group.is_locked, events))
    return Preferences(habits, user.time_zone, tuple(groups))


def channels_here() -> list[Channel]:
    """The ways there are in this place."""
    return [channel for channel in Channel if channel != Channel.SMS or is_texting_ready()]


def events_for(kinds: tuple[str, ...], role: str) -> list[str]:
    """The events among these kinds that may concern somebody of this role, each once."""
    found = [event_of(kind) for kind in kinds if concerns(kind, role) and not KINDS[kind].is_trial]
    return list(dict.fromkeys(found))


def _row(kind: str, reader: Reader) -> EventRow:
    cells = [
        Cell(kind, channel, reader.way(kind, channel), default_way(kind, channel), ways_open(kind, channel))
        for channel in channels_here()
    ]
    return EventRow(kind, KINDS[kind].title, tuple(cells))
