"""How much one line may say."""

import time


class Pace:
    """A bucket of `most` frames that fills up again by `per_s` a second."""

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
