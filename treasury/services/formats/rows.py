from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from treasury.errors import UnreadableFile


@dataclass(frozen=True, kw_only=True)
class Booking:
    """One line of an account: positive came in. Minor units."""

    booked_on: date
    value_on: date | None
    amount_centimes: int
    label: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole file. Balances are None where the format has none."""

    currency: str
    opening_centimes: int | None = None
    closing_centimes: int | None = None
    bookings: list[Booking] = field(default_factory=list)


def unreadable(line: int, why: str) -> NoReturn:
    """Raise UnreadableFile for a line (from 1)."""
    raise UnreadableFile(UnreadableFile.detail % {"line": line, "why": why}, line=line)
