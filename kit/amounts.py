"""Amounts as the API and the protocols of others write them; kit.money writes them for people."""

import re
from typing import Any

_AMOUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")


def decimal(centimes: int) -> str:
    """477000 -> "4770.00", -5 -> "-0.05": without floats."""
    whole, rest = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{whole}.{rest:02d}"


def money(centimes: int | None, currency: str = "MAD") -> dict | None:
    """{"amount": "1500.00", "currency": "MAD"}."""
    if centimes is None:
        return None
    return {"amount": decimal(centimes), "currency": currency}


def centimes(amount: Any) -> int:
    """ "4770.00" -> 477000, without floats. Raises ValueError on anything else."""
    match = _AMOUNT.fullmatch(str(amount))
    if match is None:
        raise ValueError(amount)
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
