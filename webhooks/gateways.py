"""The one room that calls the machines of others."""

import time

from kit import outbound
from kit.addresses import BadAddress, parse
from webhooks.errors import AddressRefused
from webhooks.models import Attempt
from webhooks.selectors import Outcome, Parcel, rules

WITHIN_S = 15.0
TAKEN = range(200, 300)
POINTED = range(300, 400)
SHOWN = 2000


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
        answer = outbound.post(
            parcel.url, parcel.body.encode(), parcel.headers, rules=rules(), within_s=WITHIN_S
        )
    except outbound.Unanswered as error:
        return Outcome(error=error.kind, words=str(error), took_ms=_ms(began), sent=parcel.shown)
    except Exception as error:  # noqa: BLE001 - one strange server must not stop the calls of others
        kind = Attempt.Error.PROTOCOL
        return Outcome(error=kind, words=type(error).__name__, took_ms=_ms(began), sent=parcel.shown)
    return Outcome(
        error=_error(answer.status),
        status=answer.status,
        answer=answer.body[:SHOWN].decode(errors="replace"),
        took_ms=_ms(began),
        wait_s=outbound.wait_s(answer),
        sent=parcel.shown,
    )


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _error(status: int) -> str:
    if status in TAKEN:
        return Attempt.Error.NONE
    return Attempt.Error.REDIRECT if status in POINTED else Attempt.Error.STATUS
