"""What the cardholder and the bank do on the page, and the words it is told in."""

import html
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from kit.amounts import centimes, decimal
from kit.nestpay import hash_of
from payments.management.cmi.store import Order, Store

LATE_S = 20.0
NOT_THE_KEY = "somebody else's key"


@dataclass(frozen=True)
class Try:
    """One try of the cardholder. `lies` overwrite what is told; a deaf callback does not hear our answer."""

    is_good: bool = True
    code: str = "51"
    md_status: str = "1"
    delay_s: float = 0.0
    is_told: bool = True
    is_deaf: bool = False
    is_forged: bool = False
    is_escaped: bool = False
    is_halved: bool = False
    lies: dict[str, str] = field(default_factory=dict)


GOOD, REFUSED = Try(), Try(is_good=False)
SCENARIOS: dict[str, list[Try]] = {
    "approve": [GOOD],
    "decline": [REFUSED],
    "close": [],
    "decline_then_approve": [REFUSED, GOOD],
    "half_secure": [Try(md_status="4")],
    "unsecured": [Try(md_status="0")],
    "late": [Try(delay_s=LATE_S)],
    "silent": [Try(is_told=False)],
    "lost_answer": [Try(is_deaf=True)],
    "escaped": [Try(is_escaped=True)],
    "forged": [Try(is_forged=True)],
    "wrong_amount": [Try(is_halved=True)],
    "wrong_currency": [Try(lies={"currency": "978"})],
    "wrong_order": [Try(lies={"oid": "IM0000000000000000", "ReturnOid": "IM0000000000000000"})],
}


def play(store: Store, oid: str, scenario: str, *, key: str, refunds: str = "done") -> dict[str, str]:
    """Write transactions, queue callbacks; what the browser carries back. A paid order is refused."""
    told: dict[str, str] = {}
    with store.changing(oid) as order:
        if order is None:
            return {}
        order["refunds"] = refunds
        for one in SCENARIOS[scenario]:
            is_taken = any(row["code"] == "00" for row in order["rows"])
            told = _run(store, order, Try(is_good=False, code="12") if is_taken else one, key)
    return told


def _run(store: Store, order: Order, one: Try, key: str) -> dict[str, str]:
    row = _row(order, one)
    order["rows"].append(row)
    told = _signed(_said(order, one, row), NOT_THE_KEY if one.is_forged else key)
    if one.is_told:
        sent = {name: _dressed(value) for name, value in told.items()} if one.is_escaped else told
        url, due_at = order["fields"]["callbackUrl"], time.time() + one.delay_s
        hears = {"oid": order["oid"], "trans": row["trans"], "is_deaf": one.is_deaf}
        store.outbox.put(url, urlencode(sent), due_at, **hears)
    return told


def _row(order: Order, one: Try) -> dict[str, Any]:
    amount = centimes(order["fields"]["amount"])
    return {
        "type": "S",
        "stat": "A" if one.is_good else "D",
        "amount": amount // 2 if one.is_halved else amount,
        "captured": 0,
        "code": "00" if one.is_good else one.code,
        "trans": f"26331{secrets.token_urlsafe(8)}".replace("_", "x").replace("-", "y"),
    }


def _said(order: Order, one: Try, row: dict[str, Any]) -> dict[str, str]:
    fields = {name: value for name, value in order["fields"].items() if name != "HASH"}
    return {
        **fields,
        "ReturnOid": order["oid"],
        "amount": decimal(row["amount"]),
        "Response": "Approved" if one.is_good else "Declined",
        "ProcReturnCode": row["code"],
        "AuthCode": f"{secrets.randbelow(10**6):06d}" if one.is_good else "",
        "TransId": row["trans"],
        "HostRefNum": f"{secrets.randbelow(10**12):012d}",
        "mdStatus": one.md_status,
        "ErrMsg": "" if one.is_good else "Provision insuffisante & refus de l'émetteur",
        "MaskedPan": "400000***0010",
        "clientIp": "203.0.113.7",
        "EXTRA.TRXDATE": time.strftime("%Y%m%d %H:%M:%S", time.gmtime()),
        "EXTRA.CARDBRAND": "VISA",
        "txstatus": "Y",
        "eci": "05",
        "md": f"400000:{secrets.token_hex(8)}:3545:##{fields['clientid']}",
        "iReqCode": "",
        "SettleId": "12",
        **one.lies,
    }


def _signed(fields: dict[str, str], key: str) -> dict[str, str]:
    return {**fields, "HASH": hash_of(fields, key)}


def _dressed(value: str) -> str:
    """As some of CMI's servers send values: with HTML entities and a line end."""
    return f"{html.escape(value)}\n"
