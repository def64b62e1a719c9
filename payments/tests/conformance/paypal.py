"""PayPal as a peer: the process that plays it, its page's buttons pressed over HTTP."""

import json
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import requests

from kit.amounts import centimes
from payments.gateways.paypal import certificates
from payments.management.paypal.signer import PATH, Signer
from payments.models import Payment, Refund
from payments.tests.conformance.mailbox import Message
from payments.tests.conformance.peer import RETRIES, TIMED, How, Peer, RefundHow
from payments.tests.paypal import LOGIN, running_paypal

SCENARIO = {
    How.SUCCESS: "pay",
    How.REFUSAL: "pending",
    How.SILENT: "never",
    How.WRONG_AMOUNT: "wrong_amount",
    How.WRONG_CURRENCY: "wrong_currency",
    How.WRONG_ORDER: "pay",
}
MODE = {RefundHow.DONE: "ok", RefundHow.LATER: "slow", RefundHow.REFUSED: "refuse"}
STEP = {"opened": "open", "won": "won", "lost": "lost"}
NOISE = {"CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.PENDING"}
TOLD = {How.SUCCESS, How.REFUSAL, How.WRONG_AMOUNT, How.WRONG_CURRENCY, How.WRONG_ORDER}
CALLBACK = "/api/payments/callbacks/paypal"


class PayPalPeer(Peer):
    """What the payer agreed to is captured by a lever here, so that the message of it is the first news."""

    gateway = "paypal"
    currency = "EUR"
    lacks = {
        RETRIES: "PayPal sends no message about a refused card: we hear of it when we capture, and give up",
        TIMED: "a message counts for the three days in which PayPal repeats it",
    }

    def start(self, place: Path) -> None:
        self._life = ExitStack()
        self._peer = self._life.enter_context(running_paypal(place))
        self._signer = Signer(place)
        self._hook = self._peer.register(f"{self.mailbox.url}{CALLBACK}")

    def stop(self) -> None:
        self._life.close()

    def settings(self) -> dict[str, Any]:
        roots = str(self._peer.place / "root.pem")
        return {
            "PAYMENT_GATEWAYS": {"paypal": {"url": self._peer.url, "webhook_id": self._hook, **LOGIN}},
            "PAYPAL_TEST_CERTIFICATES": {"origin": self._peer.url, "roots": roots},
        }

    def settings_when_down(self) -> dict[str, Any]:
        here = self.settings()
        config = {**here["PAYMENT_GATEWAYS"]["paypal"], "url": "http://127.0.0.1:9"}
        return {**here, "PAYMENT_GATEWAYS": {"paypal": config}}

    def begin_test(self) -> None:
        """One test of the kit delivers inside a transaction, where no certificate may be fetched."""
        self._mode: dict[str, str] = {}
        certificates.certificate_at(f"{self._peer.url}{PATH}")

    # ---- paying ---------------------------------------------------------------------------------

    def pay(self, payment: Payment, action: dict[str, Any], how: How) -> None:
        if how == How.ABANDONMENT:
            assert requests.get(action["url"], timeout=5).ok
            return
        order = self._another() if how == How.WRONG_ORDER else action["fields"]["order"]
        mode = self._mode.get(payment.reference, "ok")
        self._peer.pull("play", order=order, scenario=SCENARIO[how], refund=mode)
        if how in TOLD:
            self._peer.pull("capture", order=order)
        if how == How.REFUSAL:
            self._peer.pull("settle", order=order, well=False)

    def _another(self) -> str:
        """An order that is none of ours, of the same account."""
        amount = {"currency_code": "EUR", "value": "10.00"}
        unit = {"custom_id": "IM0000000000000000", "amount": amount}
        body = {"intent": "CAPTURE", "purchase_units": [unit]}
        return self._peer.post("/v2/checkout/orders", body)["id"]

    def taken(self, payment: Payment) -> int:
        return sum(self._cents(row) for row in self._look("capture", payment.reference))

    def refunded(self, payment: Payment) -> int:
        rows = self._look("refund", payment.reference)
        return sum(self._cents(row) for row in rows if row["status"] == "COMPLETED")

    @staticmethod
    def _cents(row: dict[str, Any]) -> int:
        return centimes(row["amount"]["value"]) if row["status"] in {"COMPLETED", "PENDING"} else 0

    def _look(self, kind: str, reference: str) -> list[dict[str, Any]]:
        find = "SELECT body FROM things WHERE kind = ? AND body LIKE ?"
        with closing(sqlite3.connect(self._peer.place / "paypal.sqlite3")) as memory:
            rows = memory.execute(find, [kind, f"%{reference}%"]).fetchall()
        return [json.loads(body) for (body,) in rows]

    # ---- its messages ---------------------------------------------------------------------------

    def messages(self, n: int = 1) -> list[Message]:
        for wanted in range(n, n + len(NOISE) + 1):
            told = [one for one in self.mailbox.wait(wanted) if self._kind(one) not in NOISE]
            if len(told) >= n:
                return told
        return told

    @staticmethod
    def _kind(message: Message) -> str:
        return json.loads(message.body)["event_type"]

    def _signed(self, said: dict[str, Any], hook: str = "") -> Message:
        body = json.dumps(said).encode()
        headers = self._signer.headers(hook or self._hook, body, self._peer.url)
        return Message(body=body, headers={"Content-Type": "application/json", **headers})

    def forged(self, message: Message) -> list[Message]:
        said = json.loads(message.body)
        lies = [
            "",
            "nonsense",
            "AAAA",
            self._signed(said, "ANOTHERWEBHOOK").headers["PAYPAL-TRANSMISSION-SIG"],
        ]
        elsewhere = {"PAYPAL_CERT_URL": "https://paypal.com.evil.test/cert"}
        return [
            *(message.changed(PAYPAL_TRANSMISSION_SIG=lie) for lie in lies),
            message.changed(PAYPAL_TRANSMISSION_ID="another"),
            message.changed(**elsewhere),
        ]

    def altered(self, message: Message) -> list[Message]:
        changes = []
        for old, new in ((b'"value": "', b'"value": "9'), (b"COMPLETED", b"COMPLETEE"), (b'"IM', b'"IN')):
            assert old in message.body
            changes.append(message.changed(body=message.body.replace(old, new)))
        return changes

    def retold(self, message: Message) -> Message:
        return self._signed({**json.loads(message.body), "id": "WH-TOLD-AGAIN"})

    def odd(self, payment: Payment) -> Message:
        said = {"id": "WH-ODD", "event_type": "BILLING.PLAN.CREATED", "resource": {"id": payment.reference}}
        return self._signed(said)

    # ---- refunds and disputes -------------------------------------------------------------------

    def refunds_go(self, payment: Payment, action: dict[str, Any], how: RefundHow) -> None:
        self._mode[payment.reference] = MODE[how]

    def refund_messages(self, refund: Refund) -> list[Message]:
        return [one for one in self.mailbox.wait(3) if self._kind(one) == "PAYMENT.CAPTURE.REFUNDED"]

    def dispute(self, payment: Payment, how: str) -> list[Message]:
        self.mailbox.empty()
        self._peer.pull("dispute", order=payment.action["fields"]["order"], step=STEP[how])
        return self.mailbox.wait(1)
