"""Tables as CSV, for people who open them in a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from typing import Any

RUNS = "=+-@\t\r"  # what a spreadsheet takes for a formula
BOM = "\ufeff"  # without it spreadsheets read UTF-8 as something else


def cell(value: Any) -> Any:
    """A text that would be run as a formula is written with an apostrophe before it; numbers are numbers."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ")[:1] in set(RUNS) else value


def csv_of(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """A whole file: mark, head, rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(str(one)) for one in head])
    writer.writerows([[cell(one) for one in row] for row in rows])
    return BOM + out.getvalue()
