"""One stack per state directory: the running one holds a file lock, and its file says who and where."""

import fcntl
import json
import os
import signal
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Self

import psutil


@dataclass
class Record:
    """Who runs: the supervisor, its address, and its children as (pid, moment of birth)."""

    pid: int
    url: str
    children: list[tuple[int, float]] = field(default_factory=list)


class AlreadyRunning(Exception):
    """Another stack holds the lock."""

    def __init__(self, record: Record | None) -> None:
        who = f"at {record.url} (process {record.pid})" if record else "and is just starting"
        super().__init__(f"InfluMaroc already runs {who}. End it with Ctrl-C there, or with: make stop")


class Lock:
    """Held for as long as the supervisor lives; the kernel lets go of it when it dies, however it dies."""

    def __init__(self, state: Path) -> None:
        self.path = state / "stack.json"
        self.file: IO[str] | None = None

    def __enter__(self) -> Self:
        self.file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.file.close()
            raise AlreadyRunning(read(self.path)) from error
        if left := read(self.path):
            end_children(left)
        self._write("")
        return self

    def __exit__(self, *_: object) -> None:
        self._write("")
        if self.file:
            self.file.close()

    def record(self, url: str, pids: list[int]) -> None:
        """Write down who runs, for a second start, for `make stop` and for the mending of a crash."""
        born = [(pid, psutil.Process(pid).create_time()) for pid in pids if psutil.pid_exists(pid)]
        self._write(json.dumps(asdict(Record(os.getpid(), url, born))))

    def _write(self, text: str) -> None:
        if self.file:
            self.file.seek(0)
            self.file.truncate()
            self.file.write(text)
            self.file.flush()


def read(path: Path) -> Record | None:
    """What the file says, None when it says nothing."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Record(found["pid"], found["url"], [(pid, born) for pid, born in found["children"]])


def end_children(record: Record) -> None:
    """End what a supervisor left behind when it was killed: its children are known by pid and birth."""
    for pid, born in record.children:
        try:
            if psutil.Process(pid).create_time() == born:
                os.killpg(pid, signal.SIGKILL)
        except (psutil.Error, ProcessLookupError):
            continue


def stop(state: Path, *, seconds: float) -> bool:
    """Ask the running stack to end and wait for it; True when there was one."""
    try:
        with Lock(state):  # nobody holds it; what a crash left behind is ended on the way in
            return False
    except AlreadyRunning:
        record = read(state / "stack.json")
    if record:
        process = psutil.Process(record.pid)
        process.terminate()
        process.wait(seconds)
    return True
