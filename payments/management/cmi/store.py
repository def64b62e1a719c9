"""Orders and callbacks still to deliver, in one SQLite file behind one lock."""

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from payments.management.post import Outbox

TABLES = """
CREATE TABLE IF NOT EXISTS orders (oid TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
"""
FIND = {
    "oid": "SELECT oid, token, data FROM orders WHERE oid = ?",
    "token": "SELECT oid, token, data FROM orders WHERE token = ?",
}
MOST = 12  # tries of one callback
Order = dict[str, Any]


class Store:
    """An order is its fields, its transactions (`rows`) and how it was ended; threads take turns. `every` is
    how long a callback waits for its next try.
    """

    def __init__(self, place: Path, every: float) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(place / "cmi.sqlite3", check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        with self.turn() as db:
            db.executescript(TABLES)
        self.outbox = Outbox(self._db, self._lock, [every] * (MOST - 1))

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
