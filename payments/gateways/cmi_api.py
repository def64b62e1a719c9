"""CMI's server API: the history of an order, capture, void and credit. It knows no idempotency key, so the
history is read first, each time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import requests

from kit import nestpay
from kit.amounts import decimal
from payments.errors import GatewayUnreachable
from payments.gateways.port import RefundAnswer, leave_transaction
from payments.services import Report

TIMEOUT_S = (3.05, 10)
HEADERS = {"Content-Type": "text/xml; charset=utf-8"}
NUMBERS = {"MAD": "504", "EUR": "978", "USD": "840"}
OK = "00"
# Of a transaction: reserved, captured today, captured and settled, taken back before it was settled.
RESERVED, CAPTURED, SETTLED, VOIDED = "A", "C", "S", "V"
N_COLUMNS = 11


@dataclass(frozen=True, kw_only=True)
class History:
    """What became of one order, summed up. `ref` is the id of the reservation that the callback names too."""

    ref: str = ""
    is_known: bool = False
    is_reserved: bool = False
    is_voided: bool = False
    is_settled: bool = False
    amount_centimes: int = 0
    captured_centimes: int = 0
    credited_centimes: int = 0

    @property
    def returned_centimes(self) -> int:
        """All that went back, by a void or by credits."""
        return self.amount_centimes if self.is_voided else self.credited_centimes

    def as_report(self, said: Report) -> Report:
        """In our words, on top of what is known of the payment."""
        if self.captured_centimes:
            return replace(said, status="paid", amount_centimes=self.captured_centimes, provider_ref=self.ref)
        if self.is_voided:
            return replace(said, status="failed", reason="voided", provider_ref=self.ref)
        return said if self.is_known else replace(said, status="absent")


class CmiApi:
    """One acquirer's API. Every call has a time-out and raises GatewayUnreachable: unknown."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._url = str(config["api_url"])
        self._who = {
            "Name": str(config["api_user"]),
            "Password": str(config["api_password"]),
            "ClientId": str(config["client_id"]),
        }

    def history(self, oid: str) -> History:
        """Every try of the payer, and what was done since."""
        said = self._call({"OrderId": oid}, extra={"ORDERHISTORY": "QUERY"})
        if "TRXCOUNT" not in said:  # a wrong password, or a page that is not the API: not "never heard of it"
            raise GatewayUnreachable(gateway="cmi")
        rows = [
            value.split("\t") for name, value in said.items() if name.startswith("TRX") and name[3:].isdigit()
        ]
        return read_history([row for row in rows if len(row) >= N_COLUMNS])

    def capture(self, oid: str, amount: int, currency: str) -> History:
        """Take what is reserved. Whatever is answered, the history tells whether it was taken."""
        self._order("PostAuth", oid, amount, currency)
        return self.history(oid)

    def void(self, oid: str) -> History:
        """Let go of it, or undo a capture of today."""
        self._call({"Type": "Void", "OrderId": oid})
        return self.history(oid)

    def give_back(self, oid: str, *, amount: int, before: int, currency: str) -> RefundAnswer:
        """`before` is what earlier refunds of ours sent back: what is more than that is this one."""
        history = self.history(oid)
        if history.returned_centimes >= before + amount:
            return RefundAnswer(status="done", provider_ref=history.ref)
        if history.returned_centimes != before:
            return RefundAnswer(status="refused", reason="sent_back_by_hand")
        if not (history.captured_centimes or history.is_reserved):
            return RefundAnswer(status="refused", reason="nothing_was_taken")
        is_whole = amount == history.amount_centimes and not history.is_settled
        if is_whole and self.void(oid).is_voided:
            return RefundAnswer(status="done", provider_ref=history.ref)
        return self._credit(history, oid, amount, currency)

    def _credit(self, history: History, oid: str, amount: int, currency: str) -> RefundAnswer:
        said = self._order("Credit", oid, amount, currency)
        if said.get("Response") == "Approved" and said.get("ProcReturnCode") == OK:
            return RefundAnswer(status="done", provider_ref=said.get("TransId", "")[:80])
        if not history.is_settled:  # some acquirers credit only after the day's end
            return RefundAnswer(status="pending", reason="after_settlement")
        return RefundAnswer(status="refused", reason=f"code_{said.get('ProcReturnCode') or 'none'}"[:120])

    def _order(self, kind: str, oid: str, amount: int, currency: str) -> dict[str, str]:
        values = {"Type": kind, "OrderId": oid, "Total": decimal(amount), "Currency": NUMBERS[currency]}
        return self._call(values)

    def _call(self, values: dict[str, str], extra: Mapping[str, str] | None = None) -> dict[str, str]:
        leave_transaction()
        body = nestpay.request_xml({**self._who, **values}, extra)
        try:
            answer = requests.post(
                self._url, data=body, headers=HEADERS, timeout=TIMEOUT_S, allow_redirects=False
            )
            answer.raise_for_status()
            return nestpay.read_xml(answer.text)
        except (requests.RequestException, ValueError) as error:
            raise GatewayUnreachable(gateway="cmi") from error


def read_history(rows: list[list[str]]) -> History:
    """Rows are charge type (S sale, C credit), status, first amount, captured amount, four times and numbers,
    bank code, return code, id of the transaction; amounts in minor units, with or without a dot.
    """
    good = [row for row in rows if row[9] == OK]
    sales = [row for row in good if row[0] == "S"]
    taken = [row for row in sales if row[1] in {CAPTURED, SETTLED}]
    stats = {row[1] for row in sales}
    is_voided = VOIDED in stats and not taken
    return History(
        ref=sales[0][10] if sales else "",
        is_known=bool(rows),
        is_reserved=RESERVED in stats and not taken and not is_voided,
        is_voided=is_voided,
        is_settled=SETTLED in stats,
        amount_centimes=max((_minor(row[2]) for row in sales), default=0),
        captured_centimes=max((_taken(row) for row in taken), default=0),
        credited_centimes=_credited(good),
    )


def _credited(rows: list[list[str]]) -> int:
    return sum(_taken(row) for row in rows if row[0] == "C" and row[1] != VOIDED)


def _taken(row: list[str]) -> int:
    return _minor(row[3] or row[2])


def _minor(amount: str) -> int:
    digits = amount.replace(".", "")
    return int(digits) if digits.isdecimal() else 0
