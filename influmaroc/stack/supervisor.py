"""Start the parts, say once that they are ready, and end them all when asked or when one of them ends."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from influmaroc.stack.process import Part, Process
from scripts.healthcheck import is_healthy

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(Exception):
    """A part ended by itself."""


class Supervisor:
    """Owns the processes it starts, and no others."""

    def __init__(
        self, *, folder: Path, logs: Path, environment: dict[str, str], say: Callable[[str], None]
    ) -> None:
        self.folder = folder
        self.logs = logs
        self.environment = environment
        self.say = say
        self.processes: list[Process] = []
        self.n_stop_signals = 0

    def listen(self) -> None:
        """Ctrl-C, SIGTERM and a closed terminal ask for an orderly end; a second time, for a quick one."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.n_stop_signals += 1

    def start(self, parts: list[Part]) -> None:
        """Start every part."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for part in parts:
            log = self.logs / f"{part.name}.log"
            self.processes.append(Process(part, log=log, environment=self.environment, folder=self.folder))

    def wait_until_ready(self, port: int, *, seconds: float = 90) -> bool:
        """Wait for the sockets and for GET /healthz through the front; False when asked to stop meanwhile."""
        deadline = time.monotonic() + seconds
        while not self.n_stop_signals:
            self.look()
            silent = [process.part.name for process in self.processes if not process.answers()]
            if not silent and is_healthy(port):
                return True
            if time.monotonic() > deadline:
                who = " and ".join(silent) or "/healthz"
                raise Ended(f"After {seconds:.0f} s {who} still does not answer: see {self.logs}")
            time.sleep(0.1)
        return False

    def watch(self) -> None:
        """Stay until asked to stop; raises Ended when a part ends by itself."""
        while not self.n_stop_signals:
            self.look()
            time.sleep(0.2)

    def look(self) -> None:
        """Echo new errors; raises Ended when a part is gone."""
        for process in self.processes:
            for line in process.alarms():
                self.say(f"{process.part.name} | {line}")
            if process.exit_code is not None:
                raise Ended(
                    f"{process.part.name} ended by itself (code {process.exit_code}). "
                    f"The end of {process.log}:\n{process.last_words()}"
                )

    def end(self, *, seconds: float = 10) -> None:
        """SIGTERM to all, SIGKILL to the group of whoever is left after `seconds` or a second Ctrl-C."""
        patience = self.n_stop_signals
        for process in self.processes:
            process.signal(signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while any(process.exit_code is None for process in self.processes):
            if time.monotonic() > deadline or self.n_stop_signals > patience:
                break
            time.sleep(0.05)
        for process in self.processes:
            process.signal(signal.SIGKILL, group=True)
            process.popen.wait()
