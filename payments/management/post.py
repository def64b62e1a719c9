"""What a provider has to tell the site: kept until it is taken, delivered by a thread of its own."""

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import requests

log = logging.getLogger(__name__)
TABLE = """
CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL, extra TEXT NOT NULL, due_at REAL NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, done_at REAL, error TEXT NOT NULL DEFAULT '');
"""
RETRY_S = (1, 2, 5, 15, 60, 300, 1800, 3600)
TIMEOUT_S = (3.05, 10)
PAUSE_S = 0.2
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Letter:
    """`extra` is what its provider needs to know to sign it, or to act on the answer."""

    id: int
    url: str
    body: bytes
    extra: dict[str, Any]
    attempts: int


class Outbox:
    """A table in the provider's own file, behind its own lock. `waits`: the seconds after each try."""

    def __init__(
        self, db: sqlite3.Connection, lock: AbstractContextManager[Any], waits: Sequence[float] = RETRY_S
    ) -> None:
        self._db, self._lock, self.waits = db, lock, waits
        with self._lock:
            self._db.executescript(TABLE)

    def put(self, url: str, body: str, due_at: float, **extra: Any) -> None:
        self._do(
            "INSERT INTO outbox (url, body, due_at, extra) VALUES (?, ?, ?, ?)",
            [url, body, due_at, json.dumps(extra)],
        )

    def due(self) -> list[Letter]:
        rows = self._do(
            "SELECT id, url, body, extra, attempts FROM outbox"
            " WHERE done_at IS NULL AND due_at <= ? AND attempts <= ? ORDER BY id",
            [time.time(), len(self.waits)],
        )
        return [
            Letter(n, url, body.encode(), json.loads(extra), tries) for n, url, body, extra, tries in rows
        ]

    def is_owed(self, letter: Letter) -> bool:
        return bool(self._do("SELECT 1 FROM outbox WHERE id = ? AND done_at IS NULL", [letter.id]))

    def delivered(self, letter: Letter) -> None:
        self._do("UPDATE outbox SET done_at = ? WHERE id = ?", [time.time(), letter.id])

    def postpone(self, letter: Letter, error: str) -> None:
        due_at = time.time() + self.waits[min(letter.attempts, len(self.waits) - 1)]
        self._do(
            "UPDATE outbox SET attempts = attempts + 1, due_at = ?, error = ? WHERE id = ?",
            [due_at, error[:200], letter.id],
        )

    def give_up(self, url: str = "") -> None:
        """Nothing more goes to this address; without one, nowhere."""
        sql = "UPDATE outbox SET done_at = 0 WHERE done_at IS NULL AND ? IN ('', url)"
        self._do(sql, [url])

    def _do(self, sql: str, values: list[Any]) -> list[Any]:
        with self._lock, self._db as db:
            return db.execute(sql, values).fetchall()


class Postman(threading.Thread):
    """Looks every moment for what is due, and at once when its bell rings."""

    def __init__(self, outbox: Outbox) -> None:
        super().__init__(name="postman", daemon=True)
        self.outbox = outbox
        self.bell, self._stop_asked = threading.Event(), threading.Event()

    def headers(self, letter: Letter) -> dict[str, str]:
        """Asked for each attempt: a late one that was signed at first would be refused for its age."""
        raise NotImplementedError

    def is_taken(self, letter: Letter, answer: requests.Response) -> bool:
        return answer.ok

    def deliver(self, letter: Letter) -> None:
        """One attempt; what is not taken is tried again later."""
        headers = self.headers(letter)
        try:
            answer = requests.post(letter.url, data=letter.body, headers=headers, timeout=TIMEOUT_S)
            is_taken, why = self.is_taken(letter, answer), f"it answered {answer.status_code}"
        except requests.RequestException as error:
            is_taken, why = False, str(error)
        if is_taken:
            self.outbox.delivered(letter)
        else:
            log.warning("letter %s to %s: %s", letter.id, letter.url, why)
            self.outbox.postpone(letter, why)

    def run(self) -> None:
        while not self._stop_asked.is_set():
            for letter in self.outbox.due():
                self.deliver(letter)
            self.bell.wait(PAUSE_S)
            self.bell.clear()

    def stop(self) -> None:
        self._stop_asked.set()
        self.bell.set()
