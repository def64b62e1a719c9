"""Stop asking a server that does not answer, for a while. Counted in each process by itself.

Nothing may depend on it for being right: an open breaker only says sooner what a time-out would say later.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class _Record:
    n_failures: int = 0
    open_until: float = 0.0


class Breaker:
    """Opens after `limit` failures in a row and lets the next try through after `rest_s` seconds."""

    def __init__(
        self, *, limit: int = 5, rest_s: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._rest_s, self._now = limit, rest_s, clock
        self._lock, self._records = threading.Lock(), dict[str, _Record]()

    def is_open(self, name: str) -> bool:
        record = self._records.get(name)
        return record is not None and self._now() < record.open_until

    def failed(self, name: str) -> None:
        """One more without an answer. After a rest, the first failure opens it again."""
        with self._lock:
            record = self._records.setdefault(name, _Record())
            record.n_failures += 1
            if record.n_failures >= self._limit:
                record.open_until = self._now() + self._rest_s

    def worked(self, name: str) -> None:
        """It answered, whatever it said."""
        if name in self._records:
            with self._lock:
                self._records.pop(name, None)

    def reset(self) -> None:
        """Forget everything: for tests."""
        with self._lock:
            self._records.clear()
