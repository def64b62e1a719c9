"""How much may come from one line or one caller, counted in this process: no network, nothing to wait for."""

import time
from collections import OrderedDict

MOST_REMEMBERED = 10_000


class Pace:
    """A bucket of `most` frames (or calls) that fills up again by `per_s` a second."""

    __slots__ = ("_at", "_left", "_most", "_per_s")

    def __init__(self, *, most: int, per_s: float) -> None:
        self._most, self._per_s = most, per_s
        self._left, self._at = float(most), time.monotonic()

    def allows(self) -> bool:
        """Take one out; False when none is left."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._per_s)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Paces:
    """A Pace for each caller. Beyond `MOST_REMEMBERED` of them the one that was silent for longest is
    forgotten, which gives it a full bucket: names made up by one caller take nothing from another.
    """

    def __init__(self, *, most: int, per_s: float) -> None:
        self._most, self._per_s = most, per_s
        self._known: OrderedDict[str, Pace] = OrderedDict()

    def allows(self, who: str) -> bool:
        """Take one out of the bucket of `who`; False when none is left."""
        if who not in self._known:
            self._known[who] = Pace(most=self._most, per_s=self._per_s)
        self._known.move_to_end(who)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return self._known[who].allows()
