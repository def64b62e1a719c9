"""The one room that calls the machines of others."""

import time
from typing import Any

from kit import outbound
from kit.addresses import BadAddress, parse
from webhooks.errors import AddressRefused
from webhooks.models import Attempt
from webhooks.selectors import Outcome, Parcel, rules

WITHIN_S = 15.0
TAKEN = range(200, 300)
POINTED = range(300, 400)


def check_address(url: str) -> None:
    """Look up where an address leads, before it is kept. Raises AddressRefused."""
    try:
        outbound.numbers_of(parse(url.strip(), rules()))
    except BadAddress as error:
        raise AddressRefused(error.reason) from error


def post(parcel: Parcel) -> Outcome:
    """Try once. Raises nothing: what went wrong is the outcome. No query is made here."""
    began = time.monotonic()
    try:
        said = _said(parcel)
    except outbound.Unanswered as error:
        said = {"error": error.kind, "words": str(error)}
    except Exception as error:  # noqa: BLE001 - one strange server must not stop the calls of others
        said = {"error": Attempt.Error.PROTOCOL, "words": type(error).__name__}
    took_ms = round((time.monotonic() - began) * 1000)
    return Outcome(url=parcel.url, sent=parcel.shown, took_ms=took_ms, **said)


def _said(parcel: Parcel) -> dict[str, Any]:
    answer = outbound.post(parcel.url, parcel.body.encode(), parcel.headers, rules=rules(), within_s=WITHIN_S)
    return {
        "error": _error(answer.status),
        "status": answer.status,
        "answer": answer.body.decode(errors="replace"),
        "wait_s": outbound.wait_s(answer),
    }


def _error(status: int) -> str:
    if status in TAKEN:
        return Attempt.Error.NONE
    return Attempt.Error.REDIRECT if status in POINTED else Attempt.Error.STATUS
