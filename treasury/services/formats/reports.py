"""A provider's report as we read it: one CSV for all, with these columns and no others.

kind (payment, refund), reference (ours), amount, fee, currency, status (paid, failed, done, refused), date.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from treasury.services.formats.rows import unreadable
from treasury.services.formats.table import centimes, day

COLUMNS = ["kind", "reference", "amount", "fee", "currency", "status", "date"]
STATUSES = {"payment": {"paid", "failed"}, "refund": {"done", "refused"}}


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One thing the provider did. Amounts are positive minor units."""

    kind: str
    reference: str
    amount_centimes: int
    fee_centimes: int
    currency: str
    status: str
    on: date


def read_report(text: str) -> list[Reported]:
    """Read a report. Raises UnreadableFile with the line."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if [name.strip() for name in rows.fieldnames or []] != COLUMNS:
        unreadable(1, _("the columns must be %(columns)s") % {"columns": ", ".join(COLUMNS)})
    return [_reported(row, number) for number, row in enumerate(rows, 2)]


def _reported(row: dict[str, str], number: int) -> Reported:
    kind, status = row["kind"], row["status"]
    if status not in STATUSES.get(kind, set()):
        unreadable(number, _("unknown kind or state “%(text)s”") % {"text": f"{kind} {status}"[:40]})
    return Reported(
        kind=kind,
        reference=row["reference"].strip()[:80],
        amount_centimes=centimes(row["amount"], number),
        fee_centimes=centimes(row["fee"] or "0", number),
        currency=row["currency"].strip().upper()[:3],
        status=status,
        on=day(row["date"], number),
    )
