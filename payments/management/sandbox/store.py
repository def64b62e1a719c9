"""The bank's memory: orders, refunds, callbacks still to deliver. One SQLite file, one lock."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kit.amounts import centimes
from payments.management.post import Outbox

TABLES = """
CREATE TABLE IF NOT EXISTS orders (
  reference TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, amount TEXT NOT NULL, currency TEXT NOT NULL,
  description TEXT NOT NULL, locale TEXT NOT NULL, return_url TEXT NOT NULL, callback_url TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending', reason TEXT NOT NULL DEFAULT '', provider_ref TEXT NOT NULL
  DEFAULT '', paid_amount TEXT NOT NULL DEFAULT '', settles_at REAL NOT NULL DEFAULT 0, refund_mode TEXT NOT
  NULL DEFAULT 'ok');
CREATE TABLE IF NOT EXISTS refunds (
  refund TEXT PRIMARY KEY, reference TEXT NOT NULL, amount TEXT NOT NULL, currency TEXT NOT NULL,
  status TEXT NOT NULL, provider_ref TEXT NOT NULL, reason TEXT NOT NULL, n_asked INTEGER NOT NULL DEFAULT 0);
"""
ORDER_FIELDS = ["reference", "amount", "currency", "description", "locale", "return_url", "callback_url"]

FIND_ORDER = {
    "reference": "SELECT * FROM orders WHERE reference = ?",
    "token": "SELECT * FROM orders WHERE token = ?",
}
OPEN_ORDER = """
INSERT INTO orders
  (reference, amount, currency, description, locale, return_url, callback_url, token)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (reference) DO UPDATE SET locale = excluded.locale, return_url = excluded.return_url"""


class Store:
    """Every method is one short transaction; threads take turns."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(place / "bank.sqlite3", check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        with self._turn() as db:
            db.executescript(TABLES)
        self.outbox = Outbox(self._db, self._lock)

    @contextmanager
    def _turn(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db as db:
            yield db

    def order(self, value: str, by: str = "reference") -> dict[str, Any] | None:
        """One order by its reference, or by the token in its page's address."""
        with self._turn() as db:
            row = db.execute(FIND_ORDER[by], [value]).fetchone()
        return dict(row) if row else None

    def open_order(self, fields: dict[str, str]) -> dict[str, Any]:
        """Take a new order in; one that is known keeps its first amount and its state."""
        values = [fields.get(name, "") for name in ORDER_FIELDS]
        with self._turn() as db:
            db.execute(OPEN_ORDER, [*values, secrets.token_urlsafe(16)])
        return self.order(fields["reference"]) or {}

    def decide(self, reference: str, outcome: dict[str, Any]) -> bool:
        """Write an outcome once; False when the order was decided before."""
        names = ["status", "reason", "provider_ref", "paid_amount", "settles_at", "refund_mode"]
        with self._turn() as db:
            done = db.execute(
                "UPDATE orders SET status = ?, reason = ?, provider_ref = ?, paid_amount = ?, settles_at = ?,"
                " refund_mode = ? WHERE reference = ? AND status = 'pending'",
                [*(outcome[name] for name in names), reference],
            )
        return done.rowcount == 1

    def refund(self, asked: dict[str, str], order: dict[str, Any]) -> dict[str, Any]:
        """Send money back once per refund reference; `refund_mode` of the order says how it goes."""
        with self._turn() as db:
            known = db.execute("SELECT * FROM refunds WHERE refund = ?", [asked["refund"]]).fetchone()
            if known is None:
                taken = db.execute(
                    "SELECT amount FROM refunds WHERE reference = ? AND status <> 'refused'",
                    [order["reference"]],
                ).fetchall()
                row = _new_refund(asked, order, [one["amount"] for one in taken])
                db.execute(
                    "INSERT INTO refunds (refund, reference, amount, currency, status, provider_ref, reason)"
                    " VALUES (:refund, :reference, :amount, :currency, :status, :provider_ref, :reason)",
                    row,
                )
            db.execute("UPDATE refunds SET n_asked = n_asked + 1 WHERE refund = ?", [asked["refund"]])
            db.execute(
                "UPDATE refunds SET status = 'done' WHERE refund = ? AND status = 'pending' AND n_asked > 1",
                [asked["refund"]],
            )
            return dict(db.execute("SELECT * FROM refunds WHERE refund = ?", [asked["refund"]]).fetchone())


def _new_refund(asked: dict[str, str], order: dict[str, Any], taken: list[str]) -> dict[str, Any]:
    left = centimes(order["paid_amount"] or "0") - sum(centimes(one) for one in taken)
    fits = centimes(asked["amount"]) <= left and asked["currency"] == order["currency"]
    if order["status"] != "paid" or not fits:
        status, reason = "refused", "more_than_was_paid"
    elif order["refund_mode"] == "refuse":
        status, reason = "refused", "card_closed"
    else:
        status, reason = ("pending" if order["refund_mode"] == "slow" else "done"), ""
    return {
        "refund": asked["refund"],
        "reference": asked["reference"],
        "amount": asked["amount"],
        "currency": asked["currency"],
        "status": status,
        "reason": reason,
        "provider_ref": f"RF-{secrets.token_hex(6).upper()}",
    }
