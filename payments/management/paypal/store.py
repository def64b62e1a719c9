"""Its memory: things by kind and id, answers by request id, letters still to deliver."""

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from payments.management.post import Outbox

TABLES = """
CREATE TABLE IF NOT EXISTS things (
  kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS answers (
  what TEXT NOT NULL, key TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (what, key));
"""
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Store:
    """Every method is one short transaction. `turn` lets a whole request have the memory to itself."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(place / "paypal.sqlite3", check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(TABLES)
        self.outbox = Outbox(self._db, self._lock)

    @contextmanager
    def turn(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db as db:
            yield db

    def get(self, kind: str, key: str) -> dict[str, Any] | None:
        with self.turn() as db:
            found = db.execute("SELECT body FROM things WHERE kind = ? AND id = ?", [kind, key]).fetchone()
        return json.loads(found["body"]) if found else None

    def all(self, kind: str) -> list[dict[str, Any]]:
        with self.turn() as db:
            rows = db.execute("SELECT body FROM things WHERE kind = ? ORDER BY rowid", [kind]).fetchall()
        return [json.loads(row["body"]) for row in rows]

    def put(self, kind: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
        with self.turn() as db:
            db.execute("INSERT OR REPLACE INTO things VALUES (?, ?, ?)", [kind, key, json.dumps(body)])
        return body

    def answer(self, what: str, key: str) -> tuple[int, dict[str, Any]] | None:
        """What this request was answered the first time."""
        with self.turn() as db:
            row = db.execute("SELECT * FROM answers WHERE what = ? AND key = ?", [what, key]).fetchone()
        return (row["status"], json.loads(row["body"])) if row else None

    def keep_answer(self, what: str, key: str, status: int, body: dict[str, Any]) -> None:
        with self.turn() as db:
            db.execute(
                "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)", [what, key, status, json.dumps(body)]
            )

    def write(self, webhook: dict[str, Any], body: dict[str, Any], due_at: float) -> None:
        """Put a letter in the post."""
        text = json.dumps(body, ensure_ascii=False)
        self.outbox.put(webhook["url"], text, due_at, webhook_id=webhook["id"])

    def forget_webhooks(self, url: str) -> None:
        """Nothing more goes there, not even what is in the post."""
        with self.turn() as db:
            self.outbox.give_up(url)
            db.execute("DELETE FROM things WHERE kind = 'webhook' AND json_extract(body, '$.url') = ?", [url])


def new_id(length: int = 17) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
