"""Orders and callbacks still to deliver, in one SQLite file behind one lock."""

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
CREATE TABLE IF NOT EXISTS orders (oid TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS callbacks (
  id INTEGER PRIMARY KEY, oid TEXT NOT NULL, trans TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL,
  due_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, is_deaf INTEGER NOT NULL DEFAULT 0,
  done_at REAL);
"""
FIND = {
    "oid": "SELECT oid, token, data FROM orders WHERE oid = ?",
    "token": "SELECT oid, token, data FROM orders WHERE token = ?",
}
Order = dict[str, Any]


class Store:
    """An order is its fields, its transactions (`rows`) and how it was ended; threads take turns."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(place / "cmi.sqlite3", check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        with self.turn() as db:
            db.executescript(TABLES)

    @contextmanager
    def turn(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db as db:
            yield db

    def order(self, value: str, by: str = "oid") -> Order | None:
        with self.turn() as db:
            row = db.execute(FIND[by], [value]).fetchone()
        return {"oid": row["oid"], "token": row["token"], **json.loads(row["data"])} if row else None

    def open_order(self, fields: dict[str, str]) -> Order:
        """Take a request in; an order that is known keeps its amount and what became of it."""
        fresh = {"fields": fields, "rows": [], "refunds": "done", "n_asked": 0}
        with self.turn() as db:
            db.execute(
                "INSERT INTO orders (oid, token, data) VALUES (?, ?, ?) ON CONFLICT (oid) DO NOTHING",
                [fields["oid"], secrets.token_urlsafe(16), json.dumps(fresh)],
            )
        return self.order(fields["oid"]) or {}

    @contextmanager
    def changing(self, oid: str) -> Iterator[Order | None]:
        """An order to be changed in place; written when the block ends."""
        with self._lock:
            order = self.order(oid)
            yield order
            if order is not None:
                data = {name: value for name, value in order.items() if name not in {"oid", "token"}}
                with self.turn() as db:
                    db.execute("UPDATE orders SET data = ? WHERE oid = ?", [json.dumps(data), oid])

    def queue(self, order: Order, body: str, *, trans: str, due_at: float, is_deaf: bool) -> None:
        with self.turn() as db:
            db.execute(
                "INSERT INTO callbacks (oid, trans, url, body, due_at, is_deaf) VALUES (?, ?, ?, ?, ?, ?)",
                [order["oid"], trans, order["fields"]["callbackUrl"], body, due_at, is_deaf],
            )

    def due(self, most: int) -> list[dict[str, Any]]:
        with self.turn() as db:
            rows = db.execute(
                "SELECT * FROM callbacks WHERE done_at IS NULL AND due_at <= ? AND attempts < ? ORDER BY id",
                [time.time(), most],
            ).fetchall()
        return [dict(row) for row in rows]

    def delivered(self, callback_id: int) -> None:
        with self.turn() as db:
            db.execute("UPDATE callbacks SET done_at = ? WHERE id = ?", [time.time(), callback_id])

    def postpone(self, callback_id: int, seconds: float) -> None:
        with self.turn() as db:
            db.execute(
                "UPDATE callbacks SET attempts = attempts + 1, due_at = ? WHERE id = ?",
                [time.time() + seconds, callback_id],
            )
