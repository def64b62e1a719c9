"""Best-effort jobs off the request: one daemon thread per process and kind of job."""

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)
BATCH = 100
DEPTH = 10_000
GOODBYE_S = 1.0


class Courier:
    """Carries small jobs to a server that may be slow or dead, without holding or failing the caller.

    Jobs that fail, and jobs beyond DEPTH, are dropped with a line in the log: what must not be lost is a
    row, and this only hurries it. Jobs that pile up meanwhile go out together, `carry` gets a list.
    """

    def __init__(self, carry: Callable[[list[Any]], None]) -> None:
        self._carry = carry
        self._lock = threading.Lock()
        self._forget()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.flush, GOODBYE_S)

    def _forget(self) -> None:
        self._jobs: SimpleQueue[Any] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_busy = False

    def send(self, job: Any) -> None:
        """Queue one job and return at once (in tests, with BACKGROUND_INLINE, it runs here)."""
        if settings.BACKGROUND_INLINE:
            self._attempt([job])
        elif self._jobs.qsize() < DEPTH:
            self._jobs.put(job)
            self._start()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything queued was tried; False when time ran out."""
        end = time.monotonic() + timeout_s
        while self._is_busy or not self._jobs.empty():
            if time.monotonic() > end:
                return False
            time.sleep(0.005)
        return True

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            first = self._jobs.get()
            self._is_busy = True
            self._attempt([first, *self._waiting()])
            self._is_busy = False

    def _waiting(self) -> list[Any]:
        jobs: list[Any] = []
        while len(jobs) < BATCH - 1:
            try:
                jobs.append(self._jobs.get_nowait())
            except Empty:
                break
        return jobs

    def _attempt(self, jobs: list[Any]) -> None:
        try:
            self._carry(jobs)
        except Exception as error:  # noqa: BLE001 - the caller must not notice; rows and sweeps make it good
            log.warning("%d background job(s) dropped: %r", len(jobs), error)
