"""A provider's year for the tax office: what each client paid, what was withheld, what is still to come."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from payments.models import Wallet
from payments.selectors.nets import running_parts
from taxes.selectors import ClientYear, client_years, rules_on

NEAR = 80  # percent of the ceiling from which one is warned


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """One client of a year against the ceiling for one client. `running`: contracts that are not closed."""

    name: str
    paid_centimes: int
    running_centimes: int
    withheld_centimes: int
    ceiling_centimes: int

    @property
    def percent(self) -> int:
        """Of the ceiling, paid; at most 100."""
        return self._share(self.paid_centimes)

    @property
    def percent_running(self) -> int:
        """Of the ceiling, on top of what is paid; the two are at most 100."""
        return self._share(self.paid_centimes + self.running_centimes) - self.percent

    @property
    def over_centimes(self) -> int:
        return max(self.paid_centimes + self.running_centimes - self.ceiling_centimes, 0)

    @property
    def left_centimes(self) -> int:
        return max(self.ceiling_centimes - self.paid_centimes - self.running_centimes, 0)

    @property
    def tone(self) -> str:
        """How near the ceiling is: success, warning or danger."""
        if self.over_centimes:
            return "danger"
        return "warning" if self.percent + self.percent_running >= NEAR else "success"

    def _share(self, centimes: int) -> int:
        return min(centimes * 100 // self.ceiling_centimes, 100) if self.ceiling_centimes else 0


@dataclass(frozen=True, kw_only=True)
class TaxYear:
    """All clients of a year, the largest first."""

    year: int
    gauges: list[Gauge]
    gross_centimes: int
    withheld_centimes: int
    ceiling_centimes: int


def tax_year(wallet: Wallet, year: int) -> TaxYear:
    """Five queries at most, however many clients. Contracts under way are counted in the year of today."""
    paid = {row.client_id: row for row in client_years(wallet.pk, year)}
    running = _running(wallet) if year == timezone.localdate().year else {}
    names = Wallet.objects.in_bulk({*paid, *running})
    rule = rules_on(date(year, 12, 31)).get("ae_one_client")
    ceiling = rule.threshold_centimes if rule else 0
    gauges = [
        _gauge(names.get(client), paid.get(client), running.get(client, 0), ceiling)
        for client in {**paid, **running}
    ]
    return TaxYear(
        year=year,
        gauges=sorted(gauges, key=lambda one: -(one.paid_centimes + one.running_centimes)),
        gross_centimes=sum(row.gross_centimes for row in paid.values()),
        withheld_centimes=sum(row.withheld_centimes for row in paid.values()),
        ceiling_centimes=ceiling,
    )


def _running(wallet: Wallet) -> dict[UUID, int]:
    rows = running_parts().filter(escrow__payee=wallet).order_by().values("escrow__payer_id")
    return {row["escrow__payer_id"]: row["n"] for row in rows.annotate(n=Sum("price_centimes"))}


def _gauge(client: Any, year: ClientYear | None, running: int, ceiling: int) -> Gauge:
    return Gauge(
        name=client.name if client else "",
        paid_centimes=year.gross_centimes if year else 0,
        running_centimes=running,
        withheld_centimes=year.withheld_centimes if year else 0,
        ceiling_centimes=ceiling,
    )
