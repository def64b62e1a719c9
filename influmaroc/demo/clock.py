"""Time and chance of the demo: services run at moments in the past, ids follow from the seed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from kit.ids import drawn_from

CASABLANCA = ZoneInfo("Africa/Casablanca")
EPOCH_MS = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
CLOSING_HOUR = 17


def last_afternoon(now: datetime) -> datetime:
    """The latest 17:00 in Casablanca that has passed: what the demo calls today."""
    here = now.astimezone(CASABLANCA)
    at_five = here.replace(hour=CLOSING_HOUR, minute=0, second=0, microsecond=0)
    return (at_five if at_five <= here else at_five - timedelta(days=1)).astimezone(UTC)


class DemoClock:
    """A clock that stands where it is put. `anchor` is the demo's today; ids count from it, so that the same
    seed gives the same ids on any day.
    """

    def __init__(self, seed: int, *, now: datetime | None = None) -> None:
        self.seed = seed
        self.real_now = now or timezone.now()
        self.anchor = last_afternoon(self.real_now)
        self.moment = self.anchor
        self._chance = random.Random(seed)
        self._count = 0

    def now(self) -> datetime:
        return self.moment

    def ago(self, days: float) -> datetime:
        return self.anchor - timedelta(days=days)

    def stream(self, name: str) -> None:
        """Draw the coming ids from the seed and this name: one story does not shift the ids of another."""
        self._chance = random.Random(f"{self.seed} {name}")
        self._count = 0

    def draw(self) -> tuple[int, int]:
        """Milliseconds and 80 bits of the next id; the count keeps ids of one moment in order."""
        self._count += 1
        offset = round((self.moment - self.anchor) / timedelta(milliseconds=1))
        chance = (self._count & 0xFFF) << 64 | self._chance.getrandbits(62)
        return EPOCH_MS + offset, chance

    @contextmanager
    def running(self) -> Iterator["DemoClock"]:
        """While this lasts, timezone.now() is this clock and uuid7() draws from it."""
        real = timezone.now
        timezone.now = self.now
        try:
            with drawn_from(self.draw):
                yield self
        finally:
            timezone.now = real
