"""The pretended Stripe's memory: objects as JSON, idempotency keys, deliveries. One SQLite file, one lock."""

import json
import secrets
import sqlite3
import threading
from pathlib import Path
from typing import Any

from payments.management.post import Outbox

Thing = dict[str, Any]
TABLES = """
CREATE TABLE IF NOT EXISTS things (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS things_kind ON things (kind, n);
CREATE TABLE IF NOT EXISTS keys (
  key TEXT PRIMARY KEY, asked TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
"""


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
        self.outbox = Outbox(self._db, self.turn)

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
