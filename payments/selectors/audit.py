"""The auditor: proves the ledger and the tables beside it against each other, and lists what does not fit.

Each check is one statement that returns the rows that are wrong: (subject, expected, actual). Nothing is
repaired.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from payments.selectors.audit_books import BOOK_CHECKS
from payments.selectors.audit_chain import CHAIN_CHECKS
from payments.selectors.audit_ledger import LEDGER_CHECKS

MAX_FINDINGS_EACH = 200


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `code` is stable; `subject` names the row."""

    code: str
    subject: str
    expected: str
    actual: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def audit() -> list[Finding]:
    """Run every check on one snapshot (inside a transaction: on what it sees). An empty list is the proof."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Whole tables are compared: row-by-row plans, which young statistics invite, would take hours.
        cursor.execute("SET LOCAL enable_nestloop = off")
        findings = [finding for code, sql in checks().items() for finding in _run(cursor, code, sql)]
        cursor.execute("SET LOCAL enable_nestloop = on")
    return findings


def checks() -> dict[str, str]:
    """Every check by its code: the bank's own, and those of apps above that settings name."""
    above = [import_string(place) for place in settings.LEDGER_CHECKS_ABOVE]
    return {**CHECKS, **{code: sql for more in above for code, sql in more.items()}}


def _run(cursor: Any, code: str, sql: str) -> Iterator[Finding]:
    cursor.execute(sql)
    for subject, expected, actual in cursor.fetchmany(MAX_FINDINGS_EACH):
        yield Finding(code, str(subject), str(expected), str(actual))


CHECKS: dict[str, str] = {**LEDGER_CHECKS, **CHAIN_CHECKS, **BOOK_CHECKS}
