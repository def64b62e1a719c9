"""PayPal's two ways to write an amount, in ours and back."""

from typing import Any

from kit.amounts import centimes, decimal


def value(amount_centimes: int) -> str:
    """ "441.43"."""
    return decimal(amount_centimes)


def written(amount_centimes: int, currency: str) -> dict[str, str]:
    """As orders, captures, refunds and disputes have it."""
    return {"currency_code": currency, "value": value(amount_centimes)}


def read(said: Any) -> tuple[int, str]:
    """Centimes and currency. Raises KeyError, TypeError, ValueError on what is no amount."""
    return centimes(said["value"]), str(said.get("currency_code") or said["currency"])[:3]
