"""Tables as CSV, for people who open them in a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kit.amounts import decimal

# What a spreadsheet would run or guess at, at the start of a cell or behind spaces.
RUNS = tuple("=+-@\t\r\n")
SPACES = " \u00a0"
BOM = "\ufeff"  # without it spreadsheets read UTF-8 as something else


def harmless(text: str) -> str:
    """A text that would be run as a formula is written with an apostrophe before it."""
    return f"'{text}" if text.lstrip(SPACES).startswith(RUNS) else text


def cell(value: Any) -> Any:
    """Texts are harmless; numbers are numbers."""
    return harmless(value) if isinstance(value, str) else value


def figure(centimes: int) -> Decimal:
    """An amount as a number of the sheet, exact: 477000 -> 4770.00."""
    return Decimal(decimal(centimes))


def csv_of(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """A whole file: mark, head, rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(str(one)) for one in head])
    writer.writerows([[cell(one) for one in row] for row in rows])
    return BOM + out.getvalue()
