"""Beat, for a clock that may be set back."""

import time
from typing import Any

from celery.beat import Scheduler

NOTICED_S = 5.0


class Steady(Scheduler):
    """Celery's scheduler sleeps until the wall clock shows the next moment. Set back by two hours, it would
    be silent for two hours: no sweeps, no deadlines, no letters. This one notices, and counts from now.
    """

    _behind: float | None = None

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Run what is due; return how long to wait."""
        behind = time.time() - time.monotonic()
        if self._behind is not None and behind < self._behind - NOTICED_S:
            self._count_from_now()
        self._behind = behind
        return float(super().tick(*args, **kwargs))

    def _count_from_now(self) -> None:
        for entry in self.schedule.values():
            entry.last_run_at = min(entry.last_run_at, entry.default_now())
        self._heap = None
