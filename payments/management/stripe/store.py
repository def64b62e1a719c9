"""The pretended Stripe's memory: objects as JSON, idempotency keys, deliveries. One SQLite file, one lock."""

import json
import secrets
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

Thing = dict[str, Any]
TABLES = """
CREATE TABLE IF NOT EXISTS things (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS things_kind ON things (kind, n);
CREATE TABLE IF NOT EXISTS keys (
  key TEXT PRIMARY KEY, asked TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, body TEXT NOT NULL, due_at REAL NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, done_at REAL, error TEXT NOT NULL DEFAULT '');
"""
RETRY_S = [1, 2, 5, 15, 60, 300, 1800, 3600]


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


class Store:
    """Whoever answers a request holds `turn`; the postman takes it for each of its statements."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self.turn = threading.RLock()
        self._db = sqlite3.connect(place / "stripe.sqlite3", check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        with self.turn:
            self._db.executescript(TABLES)

    # ---- objects ------------------------------------------------------------------------------

    def save(self, thing: Thing, kind: str = "") -> Thing:
        """Write an object; `kind` where its table is not its `object`."""
        kind = kind or thing["object"]
        with self.turn:
            self._db.execute(
                "INSERT INTO things (id, kind, n, body) VALUES (?, ?, (SELECT count(*) FROM things), ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                [thing["id"], kind, json.dumps(thing)],
            )
        return thing

    def get(self, thing_id: str) -> Thing | None:
        with self.turn:
            row = self._db.execute("SELECT body FROM things WHERE id = ?", [thing_id]).fetchone()
        return json.loads(row["body"]) if row else None

    def all(self, kind: str) -> list[Thing]:
        """Newest first, as Stripe lists."""
        with self.turn:
            rows = self._db.execute("SELECT body FROM things WHERE kind = ? ORDER BY n DESC", [kind])
            return [json.loads(row["body"]) for row in rows]

    def find(self, kind: str, **wanted: Any) -> list[Thing]:
        return [one for one in self.all(kind) if all(one.get(name) == v for name, v in wanted.items())]

    # ---- keys ---------------------------------------------------------------------------------

    def answer_of(self, key: str) -> Thing | None:
        with self.turn:
            row = self._db.execute("SELECT * FROM keys WHERE key = ?", [key]).fetchone()
        return dict(row) if row else None

    def keep_answer(self, key: str, asked: str, status: int, body: Thing) -> None:
        with self.turn:
            self._db.execute(
                "INSERT INTO keys (key, asked, status, body) VALUES (?, ?, ?, ?)",
                [key, asked, status, json.dumps(body)],
            )

    def forget_answers(self) -> None:
        with self.turn:
            self._db.execute("DELETE FROM keys")

    # ---- deliveries ---------------------------------------------------------------------------

    def queue(self, url: str, secret: str, body: Thing, due_at: float) -> None:
        with self.turn:
            self._db.execute(
                "INSERT INTO deliveries (url, secret, body, due_at) VALUES (?, ?, ?, ?)",
                [url, secret, json.dumps(body), due_at],
            )

    def due(self) -> list[Thing]:
        with self.turn:
            rows = self._db.execute(
                "SELECT * FROM deliveries"
                " WHERE done_at IS NULL AND due_at <= ? AND attempts <= ? ORDER BY id",
                [time.time(), len(RETRY_S)],
            ).fetchall()
        return [dict(row) for row in rows]

    def is_owed(self, delivery_id: int) -> bool:
        with self.turn:
            sql = "SELECT 1 FROM deliveries WHERE id = ? AND done_at IS NULL"
            return self._db.execute(sql, [delivery_id]).fetchone() is not None

    def give_up_deliveries(self) -> None:
        with self.turn:
            self._db.execute("UPDATE deliveries SET done_at = 0 WHERE done_at IS NULL")

    def delivered(self, delivery_id: int) -> None:
        with self.turn:
            self._db.execute("UPDATE deliveries SET done_at = ? WHERE id = ?", [time.time(), delivery_id])

    def postpone(self, delivery: Thing, error: str) -> None:
        wait = RETRY_S[min(delivery["attempts"], len(RETRY_S) - 1)]
        with self.turn:
            self._db.execute(
                "UPDATE deliveries SET attempts = attempts + 1, due_at = ?, error = ? WHERE id = ?",
                [time.time() + wait, error[:200], delivery["id"]],
            )
