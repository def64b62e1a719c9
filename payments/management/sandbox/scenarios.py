"""What the bank does when somebody presses a button, or names a scenario over the API."""

import json
import secrets
import time
from typing import Any

from kit.amounts import centimes, decimal
from payments.management.sandbox.store import Store

SCENARIOS = ["pay", "decline", "late", "twice", "wrong_amount", "never"]
LATE_S = 20.0


def play(store: Store, order: dict[str, Any], scenario: str, asked: dict[str, str]) -> dict[str, Any]:
    """Decide an order and queue its callbacks; returns the order as it then is. Decided before, nothing
    happens.

    `asked` may carry delay_s (for late) and refund (ok, slow or refuse: how refunds of it will go).
    """
    delay = float(asked.get("delay_s") or LATE_S) if scenario == "late" else 0.0
    outcome = _outcome(order, scenario, delay, asked.get("refund", "ok"))
    if store.decide(order["reference"], outcome):
        decided = {**order, **outcome}
        for event_id in _event_ids(scenario):
            body = json.dumps(message(decided, event_id))
            store.outbox.put(order["callback_url"], body, outcome["settles_at"])
    return store.order(order["reference"]) or order


def _outcome(order: dict[str, Any], scenario: str, delay: float, refund_mode: str) -> dict[str, Any]:
    is_paid = scenario != "decline"
    amount = order["amount"]
    if scenario == "wrong_amount":
        amount = half(amount)
    return {
        "status": "paid" if is_paid else "failed",
        "reason": "" if is_paid else "declined_by_bank",
        "provider_ref": f"BK-{secrets.token_hex(6).upper()}",
        "paid_amount": amount if is_paid else "",
        "settles_at": time.time() + delay,
        "refund_mode": refund_mode,
    }


def half(amount: str) -> str:
    """Of "4770.00": what a provider says that took another amount."""
    return decimal(max(centimes(amount) // 2, 1))


def _event_ids(scenario: str) -> list[str]:
    """Twice: the same message again, and then once more under another id. Never: no message."""
    first, second = (f"evt_{secrets.token_hex(12)}" for _ in range(2))
    if scenario == "never":
        return []
    return [first, first, second] if scenario == "twice" else [first]


def message(order: dict[str, Any], event_id: str) -> dict[str, Any]:
    """The body of a callback."""
    return {"id": event_id, "type": f"payment.{order['status']}", **_state(order)}


def status(order: dict[str, Any] | None, reference: str) -> dict[str, Any]:
    """The answer of the status API; an order that settles later is still pending."""
    if order is None:
        return {"reference": reference, "status": "absent", "amount": "0.00", "currency": ""}
    if order["settles_at"] > time.time():
        return {**_state(order), "status": "pending", "provider_ref": "", "reason": ""}
    return _state(order)


def _state(order: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": order["reference"],
        "status": order["status"],
        "amount": order["paid_amount"] or order["amount"],
        "currency": order["currency"],
        "provider_ref": order["provider_ref"],
        "reason": order["reason"],
    }
