"""Where exchange rates are read: the central bank first, a second source beside it."""

import logging
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import requests
from django.conf import settings

from payments.gateways.port import leave_transaction
from payments.services import Rate

log = logging.getLogger(__name__)
TIMEOUT_S = (3.05, 10)
NOON = time(12, 30)


class RatesUnreachable(Exception):
    """No answer that can be read: there is no rate, and none is made up."""


class BankAlMaghrib:
    """GET CoursVirement?date=...: middle rates for transfers, some per 100 units. Needs a subscription key.

    Weekends and holidays answer an empty list.
    """

    name = "bam"

    def __init__(self, config: Mapping[str, str]) -> None:
        self._url, self._key = config["url"].rstrip("/"), config["key"]

    def fetch(self, on: date) -> list[Rate]:
        """Rates of one day. Raises RatesUnreachable."""
        params = {"date": datetime.combine(on, NOON).isoformat()}
        said = _get(f"{self._url}/CoursVirement", params, {"Ocp-Apim-Subscription-Key": self._key})
        return [self._read(row) for row in said if row["libDevise"] in settings.FX_CURRENCIES]

    def _read(self, row: dict[str, Any]) -> Rate:
        value = Decimal(str(row["moyen"])) / Decimal(str(row["uniteDevise"]))
        return Rate(row["libDevise"], date.fromisoformat(row["date"][:10]), value)


class Frankfurter:
    """GET /rates?base=...&quotes=MAD&providers=...&date=...: needs no key; `provider` names whose figures."""

    name = "frankfurter"

    def __init__(self, config: Mapping[str, str]) -> None:
        self._url, self._provider = config["url"].rstrip("/"), config["provider"]

    def fetch(self, on: date) -> list[Rate]:
        """Rates of one day. Raises RatesUnreachable."""
        found = []
        for currency in settings.FX_CURRENCIES:
            params = {"base": currency, "quotes": "MAD", "providers": self._provider, "date": on.isoformat()}
            for row in _get(f"{self._url}/rates", params, {}):
                if row["base"] == currency and row["quote"] == "MAD":
                    rate = Decimal(str(row["rate"]))
                    found.append(Rate(currency, date.fromisoformat(row["date"]), rate))
        return found


SOURCES: dict[str, Any] = {"bam": BankAlMaghrib, "frankfurter": Frankfurter}


def fetch(source: str, on: date) -> list[Rate]:
    """What one configured source says about a day. Raises RatesUnreachable."""
    try:
        return SOURCES[source](settings.FX_FEEDS[source]).fetch(on)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise RatesUnreachable(f"{source} answered in another shape") from error


def configured() -> list[str]:
    """Sources whose every setting has a value."""
    return [name for name, values in settings.FX_FEEDS.items() if all(values.values())]


def _get(url: str, params: dict[str, str], headers: dict[str, str]) -> list[dict[str, Any]]:
    leave_transaction()
    try:
        answer = requests.get(url, params=params, headers=headers, timeout=TIMEOUT_S, allow_redirects=False)
        answer.raise_for_status()
        said = answer.json()
    except requests.RequestException as error:
        raise RatesUnreachable(f"{url}: {type(error).__name__}") from error
    if not isinstance(said, list):
        raise RatesUnreachable(f"{url} answered in another shape")
    return said
