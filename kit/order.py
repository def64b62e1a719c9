"""One thing after the other on one loop: what takes its time holds up only what comes after it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class InOrder(Generic[Thing]):
    """`do` does a thing at once, or returns what has to be awaited first; what goes wrong is told to `fail`.

    Nothing is done before `begin` was called once.
    """

    def __init__(
        self, do: Callable[[Thing], Awaitable[None] | None], fail: Callable[[Exception], None], most: int
    ) -> None:
        self._do, self._fail, self._most = do, fail, most
        self._is_busy = True
        self._waiting: deque[Thing] = deque()
        self._task: asyncio.Task[None] | None = None

    def take(self, thing: Thing) -> bool:
        """Do it, now or in its turn; False when too many wait already."""
        if not self._is_busy:
            self._try(thing)
        elif len(self._waiting) >= self._most:
            return False
        else:
            self._waiting.append(thing)
        return True

    def begin(self, later: Awaitable[None]) -> None:
        """Await this before anything else is done."""
        self._is_busy = True
        self._task = asyncio.ensure_future(self._finish(later))

    async def end(self) -> None:
        """What waits is forgotten, what is under way is given up."""
        self._is_busy, self._most = True, 0
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _try(self, thing: Thing) -> None:
        try:
            later = self._do(thing)
        except Exception as error:  # noqa: BLE001 - handed on
            self._fail(error)
        else:
            if later is not None:
                self.begin(later)

    async def _finish(self, later: Awaitable[None]) -> None:
        try:
            await later
        except Exception as error:  # noqa: BLE001 - handed on
            self._fail(error)
        self._is_busy = False
        while self._waiting and not self._is_busy:
            self._try(self._waiting.popleft())
