"""What it does with orders and their money. Every method answers as PayPal would, or raises No."""

from typing import Any

from kit.amounts import centimes
from payments.management.paypal.letters import Letters
from payments.management.paypal.store import Store, new_id, now
from payments.management.sandbox.scenarios import half

CURRENCIES = {"EUR", "USD", "GBP"}
SCENARIOS = ["pay", "decline", "pending", "late", "twice", "never", "wrong_amount", "wrong_currency"]
LATE_S = 20.0
UNPROCESSABLE, NOT_FOUND = 422, 404
Thing = dict[str, Any]


class No(Exception):
    """An answer with an error. `issue` is what PayPal writes into its details."""

    def __init__(self, status: int, name: str, issue: str = "", said: str = "") -> None:
        self.status = status
        self.body: Thing = {"name": name, "message": said or name, "debug_id": new_id(13).lower()}
        if issue:
            self.body["details"] = [{"issue": issue, "description": issue}]
        super().__init__(f"{status} {name} {issue}")


def refuse(issue: str) -> No:
    return No(UNPROCESSABLE, "UNPROCESSABLE_ENTITY", issue, "The requested action could not be performed.")


def missing() -> No:
    return No(
        NOT_FOUND, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID", "The specified resource does not exist."
    )


class Desk:
    """Orders, captures, refunds. `private` holds what a scenario needs to know about an order."""

    def __init__(self, store: Store, letters: Letters) -> None:
        self._store, self._letters = store, letters

    def open_order(self, body: Thing, base: str) -> Thing:
        unit = body["purchase_units"][0]
        if unit["amount"]["currency_code"] not in CURRENCIES:
            raise refuse("CURRENCY_NOT_SUPPORTED")
        wallet = body.get("payment_source", {}).get("paypal", {})
        order = {
            "id": (order_id := new_id()),
            "intent": body["intent"],
            "status": "PAYER_ACTION_REQUIRED",
            "payment_source": {"paypal": {}},
            "purchase_units": [unit],
            "create_time": now(),
            "links": [
                _link(f"{base}/v2/checkout/orders/{order_id}", "self", "GET"),
                _link(f"{base}/checkoutnow?token={order_id}", "payer-action", "GET"),
            ],
        }
        self._store.put("private", order_id, {"scenario": "", **wallet.get("experience_context", {})})
        return self._store.put("order", order_id, order)

    def order(self, order_id: str) -> Thing:
        found = self._store.get("order", order_id)
        if found is None:
            raise missing()
        return found

    def private(self, order_id: str) -> Thing:
        return self._store.get("private", order_id) or {}

    def play(self, order_id: str, scenario: str, asked: Thing) -> Thing:
        """The payer pressed a button. The first answer stands, but a refused card may be tried again."""
        order = self.order(order_id)
        if scenario not in SCENARIOS or order["status"] != "PAYER_ACTION_REQUIRED":
            return order
        private = {**self.private(order_id), "scenario": scenario, "refund": asked.get("refund", "ok")}
        private["late_s"] = float(asked.get("delay_s") or LATE_S) if scenario == "late" else 0.0
        self._store.put("private", order_id, private)
        order = self._store.put("order", order_id, {**order, "status": "APPROVED"})
        self._letters.write("CHECKOUT.ORDER.APPROVED", order, private)
        return order

    def capture(self, order_id: str) -> Thing:
        order, private = self.order(order_id), self.private(order_id)
        if order["status"] == "COMPLETED":
            raise refuse("ORDER_ALREADY_CAPTURED")
        if order["status"] != "APPROVED":
            raise refuse("ORDER_NOT_APPROVED")
        if private["scenario"] == "decline":
            self._store.put("order", order_id, {**order, "status": "PAYER_ACTION_REQUIRED"})
            raise refuse("INSTRUMENT_DECLINED")
        capture = _capture_of(order, private["scenario"])
        self._store.put("capture", capture["id"], {**capture, "order": order_id})
        order = self._with_capture(order, capture)
        kind = "PENDING" if capture["status"] == "PENDING" else "COMPLETED"
        self._letters.write(f"PAYMENT.CAPTURE.{kind}", capture, private)
        return order

    def settle(self, order_id: str, *, well: bool) -> Thing:
        """A capture that was pending comes to its end."""
        order, private = self.order(order_id), self.private(order_id)
        capture = order["purchase_units"][0]["payments"]["captures"][0]
        capture = {**capture, "status": "COMPLETED" if well else "DECLINED"}
        capture.pop("status_details", None)
        self._store.put("capture", capture["id"], {**capture, "order": order_id})
        self._letters.write(f"PAYMENT.CAPTURE.{'COMPLETED' if well else 'DENIED'}", capture, private)
        return self._with_capture(order, capture)

    def _with_capture(self, order: Thing, capture: Thing) -> Thing:
        unit = {**order["purchase_units"][0], "payments": {"captures": [capture]}}
        return self._store.put(
            "order", order["id"], {**order, "status": "COMPLETED", "purchase_units": [unit]}
        )

    def refund(self, capture_id: str, body: Thing) -> Thing:
        capture = self._capture(capture_id)
        private = self.private(capture["order"])
        amount = body.get("amount") or capture["amount"]
        mode = private.get("refund", "ok")
        if mode == "refuse":
            raise refuse("REFUND_FAILED_INSUFFICIENT_FUNDS")
        self._ensure_left(capture, amount)
        refund = {
            "id": new_id(),
            "status": "PENDING" if mode == "slow" else "COMPLETED",
            "amount": amount,
            "custom_id": body.get("custom_id", capture.get("custom_id", "")),
            "create_time": now(),
        }
        self._store.put("refund", refund["id"], {**refund, "capture": capture_id})
        self._letters.write("PAYMENT.CAPTURE.REFUNDED", refund, private)
        return refund

    def refund_now(self, refund_id: str) -> Thing:
        """A slow one is through when it is looked at a second time."""
        found = self._store.get("refund", refund_id)
        if found is None:
            raise missing()
        n_looks = found.get("n_looks", 0) + 1
        status = "COMPLETED" if n_looks > 1 else found["status"]
        kept = self._store.put("refund", refund_id, {**found, "n_looks": n_looks, "status": status})
        return {name: value for name, value in kept.items() if name not in {"n_looks", "capture"}}

    def _capture(self, capture_id: str) -> Thing:
        capture = self._store.get("capture", capture_id)
        if capture is None:
            raise missing()
        return capture

    def _ensure_left(self, capture: Thing, amount: Thing) -> None:
        if amount["currency_code"] != capture["amount"]["currency_code"]:
            raise refuse("REFUND_CAPTURE_CURRENCY_MISMATCH")
        gone = [row for row in self._store.all("refund") if row["capture"] == capture["id"]]
        left = centimes(capture["amount"]["value"]) - sum(centimes(row["amount"]["value"]) for row in gone)
        if left <= 0:
            raise refuse("CAPTURE_FULLY_REFUNDED")
        if centimes(amount["value"]) > left:
            raise refuse("REFUND_AMOUNT_EXCEEDED")


def _capture_of(order: Thing, scenario: str) -> Thing:
    unit = order["purchase_units"][0]
    amount = {name: unit["amount"][name] for name in ("currency_code", "value")}
    if scenario == "wrong_amount":
        amount["value"] = half(amount["value"])
    if scenario == "wrong_currency":
        amount["currency_code"] = "GBP"
    made = {"id": new_id(), "status": "COMPLETED", "amount": amount, "final_capture": True}
    made |= {name: unit[name] for name in ("custom_id", "invoice_id") if name in unit}
    if scenario == "pending":
        made |= {"status": "PENDING", "status_details": {"reason": "PENDING_REVIEW"}}
    return {**made, "create_time": now()}


def _link(href: str, rel: str, method: str) -> Thing:
    return {"href": href, "rel": rel, "method": method}
