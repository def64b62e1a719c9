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

TABLES = """
CREATE TABLE IF NOT EXISTS things (
  kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS answers (
  what TEXT NOT NULL, key TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (what, key));
CREATE TABLE IF NOT EXISTS letters (
  n INTEGER PRIMARY KEY, url TEXT NOT NULL, webhook_id TEXT NOT NULL, body TEXT NOT NULL,
  due_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, done_at REAL, error TEXT NOT NULL DEFAULT '');
"""
RETRY_S = [1, 2, 5, 15, 60, 300, 1800, 3600]
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Store:
    """Every method is one short transaction. `turn` lets a whole request have the memory to itself."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(place / "paypal.sqlite3", check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(TABLES)

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
        with self.turn() as db:
            db.execute(
                "INSERT INTO letters (url, webhook_id, body, due_at) VALUES (?, ?, ?, ?)",
                [webhook["url"], webhook["id"], json.dumps(body, ensure_ascii=False), due_at],
            )

    def forget_webhooks(self, url: str) -> None:
        """Nothing more goes there, not even what is in the post."""
        with self.turn() as db:
            db.execute("DELETE FROM letters WHERE url = ?", [url])
            db.execute("DELETE FROM things WHERE kind = 'webhook' AND json_extract(body, '$.url') = ?", [url])

    def due(self) -> list[dict[str, Any]]:
        with self.turn() as db:
            rows = db.execute(
                "SELECT * FROM letters WHERE done_at IS NULL AND due_at <= ? AND attempts <= ? ORDER BY n",
                [time.time(), len(RETRY_S)],
            ).fetchall()
        return [dict(row) for row in rows]

    def delivered(self, n: int) -> None:
        with self.turn() as db:
            db.execute("UPDATE letters SET done_at = ? WHERE n = ?", [time.time(), n])

    def postpone(self, n: int, attempts: int, error: str) -> None:
        due_at = time.time() + RETRY_S[min(attempts, len(RETRY_S) - 1)]
        with self.turn() as db:
            db.execute(
                "UPDATE letters SET attempts = ?, due_at = ?, error = ? WHERE n = ?",
                [attempts + 1, due_at, error[:200], n],
            )


def new_id(length: int = 17) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
