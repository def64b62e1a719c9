"""The sandbox bank as a peer."""

import json
import sqlite3
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import requests
from django.conf import settings

from kit.amounts import centimes
from kit.signatures import sign
from payments.models import Payment
from payments.tests.bank import running_bank
from payments.tests.conformance.mailbox import Message
from payments.tests.conformance.peer import DISPUTES, REFUND_CALLS, RETRIES, How, Peer, RefundHow

HEADER = "Sandbox-Signature"
SCENARIO = {How.SUCCESS: "pay", How.REFUSAL: "decline", How.SILENT: "never", How.WRONG_AMOUNT: "wrong_amount"}
MODE = {RefundHow.DONE: "ok", RefundHow.LATER: "slow", RefundHow.REFUSED: "refuse"}
LIE = {How.WRONG_CURRENCY: {"currency": "XTS"}, How.WRONG_ORDER: {"reference": "IM0000000000000000"}}


class SandboxPeer(Peer):
    """Presses the bank's buttons over HTTP and looks into its own memory."""

    gateway = "sandbox"
    lacks = {
        RETRIES: "an order of the test bank is decided once",
        REFUND_CALLS: "the test bank answers a refund when it is asked",
        DISPUTES: "the test bank knows no disputes",
    }

    def start(self, place: Path) -> None:
        self._place, self._life = place, ExitStack()
        self._url = self._life.enter_context(running_bank(place))
        self._secret = settings.SANDBOX_GATEWAY["secret"]

    def stop(self) -> None:
        self._life.close()

    def settings(self) -> dict[str, Any]:
        return {"PAYMENT_GATEWAYS": {"sandbox": {"url": self._url, "secret": self._secret}}}

    def settings_when_down(self) -> dict[str, Any]:
        return {"PAYMENT_GATEWAYS": {"sandbox": {"url": "http://127.0.0.1:9", "secret": self._secret}}}

    def begin_test(self) -> None:
        self._mode: dict[str, str] = {}

    def pay(self, payment: Payment, action: dict[str, Any], how: How) -> None:
        scenario = SCENARIO.get(how, "pay")
        asked = {"refund": self._mode.get(payment.reference, "ok")}
        press = {} if how == How.ABANDONMENT else {"scenario": scenario, **asked}
        answer = requests.post(action["url"], json={**action["fields"], **press}, timeout=5)
        assert answer.status_code == 200, answer.text
        if how in LIE:
            self._lie(**LIE[how])

    def _lie(self, **change: str) -> None:
        """Put a rightly signed lie in the place of what the bank sent."""
        true = self.mailbox.wait(1)[-1]
        self.mailbox.empty()
        requests.post(self.mailbox.url, **self._sent(self._signed({**json.loads(true.body), **change})))

    def _sent(self, message: Message) -> dict[str, Any]:
        return {"data": message.body, "headers": message.headers, "timeout": 5}

    def _signed(self, said: dict[str, Any], seconds: int = 0) -> Message:
        body = json.dumps(said).encode()
        signature = sign(self._secret, body, at=int(time.time()) + seconds)
        return Message(body=body, headers={"Content-Type": "application/json", HEADER: signature})

    def taken(self, payment: Payment) -> int:
        row = self._look("SELECT paid_amount FROM orders WHERE reference = ?", payment)
        return sum(centimes(one) for (one,) in row if one)

    def refunded(self, payment: Payment) -> int:
        rows = self._look("SELECT amount FROM refunds WHERE reference = ? AND status = 'done'", payment)
        return sum(centimes(one) for (one,) in rows)

    def _look(self, sql: str, payment: Payment) -> list[tuple[str]]:
        memory = sqlite3.connect(self._place / "bank.sqlite3")
        try:
            return memory.execute(sql, [payment.reference]).fetchall()
        finally:
            memory.close()

    def forged(self, message: Message) -> list[Message]:
        other = sign("another secret of thirty-two bytes", message.body)
        nonsense = ["", "nonsense", "t=1,v1=00", other]
        return [Message(body=message.body, headers={**message.headers, HEADER: one}) for one in nonsense]

    def altered(self, message: Message) -> list[Message]:
        said, changes = json.loads(message.body), []
        for name in ("amount", "reference", "status", "id", "currency", "provider_ref"):
            value = said[name]
            other = {**said, name: value[:-1] + chr(ord(value[-1]) ^ 1)}
            changes.append(message.changed(body=json.dumps(other).encode()))
        return changes

    def signed_at(self, message: Message, seconds: int) -> Message:
        return self._signed(json.loads(message.body), seconds)

    def retold(self, message: Message) -> Message:
        return self._signed({**json.loads(message.body), "id": "evt_told_again"})

    def odd(self, payment: Payment) -> Message:
        said = {"id": "evt_odd", "type": "bank.closed", "reference": payment.reference, "status": "closed"}
        return self._signed(said)

    def refunds_go(self, payment: Payment, action: dict[str, Any], how: RefundHow) -> None:
        self._mode[payment.reference] = MODE[how]
