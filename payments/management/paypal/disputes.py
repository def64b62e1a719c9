"""Payers who complain, and payments that are taken back."""

from payments.management.paypal.desk import Desk, Thing
from payments.management.paypal.letters import Letters
from payments.management.paypal.store import Store, new_id, now

OUTCOMES = {"won": "RESOLVED_SELLER_FAVOUR", "lost": "RESOLVED_BUYER_FAVOUR", "paid": "RESOLVED_WITH_PAYOUT"}


class Disputes:
    """One case for each order."""

    def __init__(self, store: Store, letters: Letters, desk: Desk) -> None:
        self._store, self._letters, self._desk = store, letters, desk

    def play(self, order_id: str, step: str) -> Thing:
        """open, then won, lost or paid (by PayPal); or reversed, without any case."""
        order = self._desk.order(order_id)
        capture = order["purchase_units"][0]["payments"]["captures"][0]
        if step == "reversed":
            return self._reverse(capture)
        case = self._store.get("dispute", order_id) or _case(capture)
        kind = "CREATED"
        if step != "open":
            kind = "RESOLVED"
            case |= {"status": "RESOLVED", "dispute_outcome": {"outcome_code": OUTCOMES[step]}}
        self._letters.write(f"CUSTOMER.DISPUTE.{kind}", case, {})
        return self._store.put("dispute", order_id, case)

    def about(self, capture_id: str) -> Thing:
        found = [
            case
            for case in self._store.all("dispute")
            if case["disputed_transactions"][0]["seller_transaction_id"] == capture_id
        ]
        known = ("dispute_id", "reason", "status", "dispute_amount")
        return {"items": [{name: case[name] for name in known} for case in found], "links": []}

    def _reverse(self, capture: Thing) -> Thing:
        base = (self._store.get("meta", "base") or {}).get("url", "")
        up = {"href": f"{base}/v2/payments/captures/{capture['id']}", "rel": "up", "method": "GET"}
        taken = {
            "id": new_id(),
            "status": "COMPLETED",
            "amount": capture["amount"],
            "custom_id": capture.get("custom_id", ""),
            "links": [up],
        }
        self._letters.write("PAYMENT.CAPTURE.REVERSED", taken, {})
        return taken


def _case(capture: Thing) -> Thing:
    return {
        "dispute_id": f"PP-D-{new_id(8)}",
        "create_time": now(),
        "disputed_transactions": [
            {
                "seller_transaction_id": capture["id"],
                "buyer_transaction_id": new_id(),
                "invoice_number": capture.get("invoice_id", ""),
                "custom": capture.get("custom_id", ""),
                "transaction_status": "COMPLETED",
                "gross_amount": capture["amount"],
            }
        ],
        "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
        "status": "WAITING_FOR_SELLER_RESPONSE",
        "dispute_amount": capture["amount"],
        "dispute_life_cycle_stage": "CHARGEBACK",
        "dispute_channel": "INTERNAL",
    }
