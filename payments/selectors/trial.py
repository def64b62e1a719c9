"""The trial balance: what was credited and debited on each kind of account, per currency."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from kit.sheets import csv_of, figure
from payments.models import LedgerAccount, LedgerEntry

Kind = LedgerAccount.Kind


@dataclass(frozen=True, kw_only=True)
class TrialLine:
    """One kind of account in one currency. Positive is owed by us, negative ours to collect."""

    kind: str
    currency: str
    n_accounts: int
    credit_centimes: int
    debit_centimes: int

    @property
    def balance_centimes(self) -> int:
        return self.credit_centimes - self.debit_centimes

    @property
    def label(self) -> Any:
        return Kind(self.kind).label


@dataclass(frozen=True, kw_only=True)
class TrialBalance:
    """One currency's ledger."""

    currency: str
    lines: list[TrialLine] = field(default_factory=list)

    @property
    def credit_centimes(self) -> int:
        return sum(line.credit_centimes for line in self.lines)

    @property
    def debit_centimes(self) -> int:
        return sum(line.debit_centimes for line in self.lines)

    @property
    def balances(self) -> bool:
        return self.credit_centimes == self.debit_centimes


def trial_balance(*, until: date | None = None) -> list[TrialBalance]:
    """Every currency, at the end of a day (of Morocco), or now. One query."""
    rows: QuerySet[Any] = LedgerEntry.objects.order_by()
    if until is not None:
        rows = rows.filter(transaction__made_at__date__lte=until)
    sums = (
        rows.values("account__currency", "account__kind")
        .annotate(
            n_accounts=Count("account", distinct=True),
            credit=Sum("amount_centimes", filter=Q(amount_centimes__gt=0), default=0),
            debit=Sum("amount_centimes", filter=Q(amount_centimes__lt=0), default=0),
        )
        .order_by("account__currency", "account__kind")
    )
    found: dict[str, TrialBalance] = {}
    for row in sums:
        currency = row["account__currency"]
        line = TrialLine(
            kind=row["account__kind"],
            currency=currency,
            n_accounts=row["n_accounts"],
            credit_centimes=row["credit"],
            debit_centimes=-row["debit"],
        )
        found.setdefault(currency, TrialBalance(currency=currency)).lines.append(line)
    return sorted(found.values(), key=lambda one: (one.currency != "MAD", one.currency))


def trial_sheet(*, until: date | None = None) -> str:
    """The trial balance as CSV: amounts as plain decimals, stable names of accounts."""
    rows = [
        [
            *(one.currency, line.kind, line.n_accounts),
            *(figure(line.credit_centimes), figure(line.debit_centimes), figure(line.balance_centimes)),
        ]
        for one in trial_balance(until=until)
        for line in one.lines
    ]
    return csv_of(["currency", "account", "accounts", "credit", "debit", "balance"], rows)
