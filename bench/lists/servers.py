"""The servers under test, all with the shape of production (granian WSGI, 2 workers of 2 threads)."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.ledger import ROOT
from bench.lists.data import environment

GRANIAN = Path(sys.executable).parent / "granian"
APPS = {
    "product": "influmaroc.wsgi:application",
    "floor": "bench.peers.floor:application",
    "idiomatic": "bench.peers.idiomatic:application",
}
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """One running server; its CPU seconds are its processes' and PostgreSQL's together."""

    name: str
    port: int
    pid: int

    def cpu(self) -> float:
        return sum(_cpu(pid) for pid in (self.pid, *_children(self.pid)))


@contextmanager
def running(database: str) -> Iterator[dict[str, Server]]:
    """All servers on one database; ended afterwards."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(_server(name, app, database)) for name, app in APPS.items()}


@contextmanager
def _server(name: str, app: str, database: str) -> Iterator[Server]:
    port = _free_port()
    shape = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--no-ws"]
    command = [str(GRANIAN), *shape, "--host", "127.0.0.1", "--port", str(port), "--log-level", "error", app]
    env = environment(database)
    if name != "product":
        env.pop("DJANGO_SETTINGS_MODULE")
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        _wait(port, process)
        yield Server(name, port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"{process.args} ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{process.args} did not listen in {seconds} s")


def postgres_cpu(postmaster: int) -> float:
    """CPU seconds of all backends that are there; pools keep theirs, so differences are true."""
    return sum(_cpu(pid) for pid in _children(postmaster))


def postmaster_of(data_directory: str) -> int:
    return int(Path(data_directory, "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(word) for word in task.read_text(encoding="ascii").split()]
    return [*found, *(grand for child in found for grand in _children(child))]


def _cpu(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / TICK
