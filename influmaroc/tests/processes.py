"""The programs of the stack on the tests' database, with a Valkey of their own: started, asked, killed."""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import time
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

from influmaroc.devservers import valkey
from influmaroc.devservers.place import alive
from influmaroc.stack.plan import Plan
from influmaroc.stack.process import Process
from kit.once import HEADER

READY_S = 60


class Line(http.client.HTTPConnection):
    """HTTP over a Unix socket, to the server itself: no front that could hide what it does."""

    def __init__(self, place: Path, timeout: float = 60) -> None:
        super().__init__("127.0.0.1", timeout=timeout)
        self.place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.place))


class Programs:
    """What of `influmaroc.stack` runs in a test, each in a process group of its own."""

    def __init__(self, folder: Path, **surroundings: str) -> None:
        place = connection.settings_dict
        self.folder = folder
        (folder / "run").mkdir()
        self.surroundings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev",
            "DATABASE_URL": f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}",
            "REDIS_URL": valkey.ensure(folder),
            "MEDIA_ROOT": str(folder / "media"),
            "FILES_ROOT": str(folder / "files"),
            "BEHIND_FRONT": "yes",
            **surroundings,
        }
        parts = Plan(folder, 8000).parts({})
        self._parts = {part.name: part for part in parts if part.name != "front"}
        self.running: dict[str, Process] = {}

    def start(self, *names: str) -> None:
        """Start them, and wait until those that have a socket answer on it."""
        for name in names:
            log = self.folder / f"{name}.log"
            part = self._parts[name]
            self.running[name] = Process(
                part, log=log, environment=self.surroundings, folder=settings.BASE_DIR
            )
        for name in names:
            self.wait_for(name)

    def wait_for(self, name: str) -> None:
        process, end = self.running[name], time.monotonic() + READY_S
        while not process.answers():
            assert process.exit_code is None, process.last_words()
            assert time.monotonic() < end, f"{name} does not answer: {process.last_words()}"
            time.sleep(0.02)

    def kill(self, name: str) -> None:
        """SIGKILL to the program and everything it started."""
        process = self.running.pop(name)
        process.signal(signal.SIGKILL, group=True)
        process.popen.wait()

    def kill_one_of(self, name: str, chance: random.Random) -> None:
        """SIGKILL to one process that the program started; it has to notice by itself."""
        children = psutil.Process(self.running[name].popen.pid).children(recursive=True)
        if children:
            chance.choice(children).kill()

    def kill_valkey(self) -> None:
        pid = int((self.folder / "valkey.pid").read_text(encoding="ascii"))
        os.kill(pid, signal.SIGKILL)
        while alive(pid):
            time.sleep(0.01)

    def revive_valkey(self) -> None:
        valkey.ensure(self.folder)

    def end(self) -> None:
        """No program of ours outlives the test."""
        for name in list(self.running):
            self.kill(name)
        with contextlib.suppress(OSError, ValueError):
            self.kill_valkey()

    def line(self, name: str = "web", timeout: float = 60) -> Line:
        return Line(self.folder / "run" / f"{name}.sock", timeout)


def request(line: Line, method: str, path: str, body: object = None, **words: str) -> None:
    """Send, and leave the answer where it is. `token` and `key` become headers."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if "token" in words:
        headers["Authorization"] = f"Bearer {words['token']}"
    if "key" in words:
        headers[HEADER] = words["key"]
    line.request(method, path, json.dumps(body or {}).encode() if method != "GET" else None, headers)


def ask(line: Line, method: str, path: str, body: object = None, **words: str) -> tuple[int, dict, bytes]:
    """Status, headers and body of one answer."""
    request(line, method, path, body, **words)
    answer = line.getresponse()
    content = answer.read()
    return answer.status, dict(answer.getheaders()), content
