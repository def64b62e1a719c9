"""What has not cleared yet, and since when: money on its way, with providers, parked, disputed, withheld.

An account's newest entries that make up its balance are what is open: the oldest were cleared first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from payments.models import LedgerAccount

Kind = LedgerAccount.Kind
CLEARING = (
    Kind.PROVIDER_CLEARING,
    Kind.PAYOUTS_IN_TRANSIT,
    Kind.REFUNDS_IN_TRANSIT,
    Kind.SUSPENSE,
    Kind.CHARGEBACKS,
    Kind.TAX_WITHHELD,
)
BUCKETS = ("0-2", "3-7", "8-30", ">30")  # days

SQL = """
    WITH held AS (
        SELECT a.id, a.kind, a.owner, a.currency, sum(e.amount_centimes) AS balance
          FROM payments_ledgeraccount a JOIN payments_ledgerentry e ON e.account_id = a.id
         WHERE a.kind = ANY (%(kinds)s) GROUP BY a.id HAVING sum(e.amount_centimes) <> 0),
    side AS (
        SELECT h.*, e.transaction_id, abs(e.amount_centimes) AS size,
               sum(abs(e.amount_centimes)) OVER (PARTITION BY h.id ORDER BY e.id DESC)
               - abs(e.amount_centimes) AS newer
          FROM held h JOIN payments_ledgerentry e ON e.account_id = h.id
         WHERE sign(e.amount_centimes) = sign(h.balance)),
    unsettled AS (
        SELECT s.kind, s.owner, s.currency, s.balance, t.made_at,
               least(s.size, abs(s.balance) - s.newer) AS part, %(now)s - t.made_at AS age
          FROM side s JOIN payments_ledgertransaction t ON t.id = s.transaction_id
         WHERE s.newer < abs(s.balance))
    SELECT kind, owner, currency, balance, count(*), min(made_at),
           coalesce(sum(part) FILTER (WHERE age < '3 days'), 0),
           coalesce(sum(part) FILTER (WHERE age >= '3 days' AND age < '8 days'), 0),
           coalesce(sum(part) FILTER (WHERE age >= '8 days' AND age < '31 days'), 0),
           coalesce(sum(part) FILTER (WHERE age >= '31 days'), 0)
      FROM unsettled GROUP BY kind, owner, currency, balance
     ORDER BY min(made_at), kind, owner LIMIT %(limit)s"""


@dataclass(frozen=True, kw_only=True)
class Open:
    """One account that has not cleared. `parts` are the sums by age, in the order of BUCKETS."""

    kind: str
    owner: str
    currency: str
    balance_centimes: int
    n_items: int
    oldest_at: datetime
    parts: tuple[int, ...]

    @property
    def days(self) -> int:
        """Age of the oldest item; 0 for one that a clock which was set back has not reached yet."""
        return max(0, (timezone.now() - self.oldest_at).days)

    @property
    def label(self) -> Any:
        return Kind(self.kind).label


def ageing(*, limit: int = 500) -> list[Open]:
    """Accounts that are not at zero, the one with the oldest item first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"kinds": list(CLEARING), "now": timezone.now(), "limit": limit})
        return [
            Open(
                kind=kind,
                owner=owner,
                currency=currency,
                balance_centimes=int(balance),
                n_items=n_items,
                oldest_at=oldest_at,
                parts=tuple(int(part) for part in parts),
            )
            for kind, owner, currency, balance, n_items, oldest_at, *parts in cursor.fetchall()
        ]
