"""The pretended CMI as a peer."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import requests
from django.conf import settings

from kit.nestpay import hash_of
from payments.models import Payment
from payments.tests.bank import at_cmi, running
from payments.tests.conformance.mailbox import Message
from payments.tests.conformance.peer import DISPUTES, ODD, REFUND_CALLS, RETOLD, TIMED, How, Peer, RefundHow

SCENARIO = {
    How.SUCCESS: "approve",
    How.REFUSAL: "decline",
    How.ABANDONMENT: "close",
    How.SILENT: "silent",
    How.WRONG_AMOUNT: "wrong_amount",
    How.WRONG_CURRENCY: "wrong_currency",
    How.WRONG_ORDER: "wrong_order",
}
JSON = {"Accept": "application/json"}


class CmiPeer(Peer):
    """Presses the page's buttons as a program, and hands our answers to it: it captures on them."""

    gateway = "cmi"
    refused = (200, b"FAILURE")
    lacks = {
        TIMED: "the hash of CMI covers no time",
        RETOLD: "a callback has no id of its own: its order, transaction and code are its id",
        ODD: "CMI has one kind of callback",
        REFUND_CALLS: "CMI answers a refund when it is asked",
        DISPUTES: "disputes come on paper, from the acquirer",
    }

    def start(self, place: Path) -> None:
        self._life = ExitStack()
        self._url = self._life.enter_context(running("sandbox_cmi", place, "--every", "3600"))

    def stop(self) -> None:
        self._life.close()

    def settings(self) -> dict[str, Any]:
        return self._settings(self._url)

    def settings_when_down(self) -> dict[str, Any]:
        return self._settings("http://127.0.0.1:9")

    def _settings(self, url: str) -> dict[str, Any]:
        here = {"url": f"{url}/fim/est3Dgate", "api_url": f"{url}/fim/api"}
        return {"PAYMENT_GATEWAYS": {"cmi": {**settings.CMI_SHOPS["cmi"], **here}}}

    def begin_test(self) -> None:
        self._refunds: dict[str, str] = {}

    def pay(self, payment: Payment, action: dict[str, Any], how: How) -> None:
        self._play(payment, action, SCENARIO[how])

    def pay_after_refusal(self, payment: Payment, action: dict[str, Any]) -> None:
        self._play(payment, action, "decline_then_approve")

    def _play(self, payment: Payment, action: dict[str, Any], scenario: str) -> None:
        asked = {"scenario": scenario, "refunds": self._refunds.get(payment.reference, "done")}
        answer = requests.post(action["url"], data={**action["fields"], **asked}, headers=JSON, timeout=5)
        assert answer.status_code == 200, answer.text

    def heard(self, message: Message, status: int, answer: bytes) -> None:
        said = self._read(message)
        told = {"oid": said.get("oid", ""), "trans": said.get("TransId", ""), "answer": answer.decode()}
        at_cmi(self._url, "answer", **told)

    def taken(self, payment: Payment) -> int:
        return sum(row["captured"] for row in self._rows(payment) if row["type"] == "S")

    def refunded(self, payment: Payment) -> int:
        rows = self._rows(payment)
        return sum(row["captured"] for row in rows if row["type"] == "C" or row["stat"] == "V")

    def complaints(self) -> list[str]:
        return at_cmi(self._url, "violations", "GET")["violations"]

    def _rows(self, payment: Payment) -> list[dict]:
        return at_cmi(self._url, "order", "GET", oid=payment.reference).get("rows", [])

    def forged(self, message: Message) -> list[Message]:
        said = self._read(message)
        plain = {name: value for name, value in said.items() if name != "HASH"}
        return [
            self._write({**plain, "HASH": hash_of(plain, "another key")}),
            self._write({**plain, "HASH": ""}),
            self._write({**plain, "HASH": "nonsense"}),
            self._write(plain),
            Message(body=message.body + b"&oid=IM1", headers=message.headers),
            Message(body=b"\xff\xfe", headers=message.headers),
            Message(body=b"", headers=message.headers),
        ]

    def altered(self, message: Message) -> list[Message]:
        said, changes = self._read(message), []
        for name in said.keys() - {"HASH", "encoding"}:
            value = said[name]
            other = value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
            changes.append(self._write({**said, name: other}))
        return changes

    @staticmethod
    def _read(message: Message) -> dict[str, str]:
        return dict(parse_qsl(message.body.decode(errors="replace"), keep_blank_values=True))

    @staticmethod
    def _write(fields: dict[str, str]) -> Message:
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        return Message(body=urlencode(fields).encode(), headers=headers)

    def refunds_go(self, payment: Payment, action: dict[str, Any], how: RefundHow) -> None:
        self._refunds[payment.reference] = how.value
