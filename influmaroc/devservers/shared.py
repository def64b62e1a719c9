"""Starting, sharing and ending the servers."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from influmaroc.devservers import place, postgres, valkey

DATABASE = "influmaroc"
URLS = ("DATABASE_URL", "REDIS_URL")
_in_use: list[IO[str]] = []  # open while this process lives: its shared lock says "I use the servers"


def provide() -> None:
    """Put DATABASE_URL and REDIS_URL into the environment where they are missing, starting what they name."""
    missing = [name for name in URLS if not (os.environ.get(name) or os.environ.get(f"{name}_FILE"))]
    if not missing:
        return
    state = place.state_dir()
    _hold(state)
    with _starting(state):
        if "DATABASE_URL" in missing:
            os.environ["DATABASE_URL"] = postgres.ensure(state, DATABASE)
        if "REDIS_URL" in missing:
            os.environ["REDIS_URL"] = valkey.ensure(state)


def stop(*, only_if_unused: bool = False) -> bool:
    """End the servers and wait for them; False when another process uses them and was to be spared."""
    state = place.state_dir()
    while _in_use:
        _in_use.pop().close()
    with (state / ".users").open("w", encoding="ascii") as users:
        if only_if_unused:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        with _starting(state):
            ended = [*postgres.end(state), *valkey.end(state)]
            place.wait(lambda: not any(map(place.alive, ended)), seconds=20, what="Ending the servers")
    return True


def _hold(state: Path) -> None:
    if not _in_use:
        users = (state / ".users").open("w", encoding="ascii")
        fcntl.flock(users, fcntl.LOCK_SH)
        _in_use.append(users)


@contextlib.contextmanager
def _starting(state: Path) -> Iterator[None]:
    """One process at a time starts or ends the servers."""
    with (state / ".lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
