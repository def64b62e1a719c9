"""Parties as tax sees them: who they are, how they are taxed, what they earned from whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from kit import crypt
from taxes.models import TaxProfile, Withholding
from taxes.selectors.engine import Assessment, Line, Party, Sums


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What stands on papers. Empty where nothing was declared."""

    party_id: UUID
    legal_name: str = ""
    address: str = ""
    city: str = ""
    country: str = "MA"
    ice: str = ""
    if_number: str = ""
    rc: str = ""
    tp_number: str = ""
    cnss: str = ""
    status: str = "unknown"
    is_vat_liable: bool = False
    language: str = "fr"


@dataclass(frozen=True, kw_only=True)
class ClientYear:
    """What one client paid a provider in a year. Centimes."""

    client_id: UUID
    gross_centimes: int
    withheld_centimes: int


def profile_of(party_id: Any, on: date | None = None) -> TaxProfile | None:
    """What counts for a party on a day (today)."""
    return TaxProfile.objects.in_force(party_id, on or timezone.localdate())


def is_declared(column: str) -> Exists:
    """For a query over something else: whether anything counts today for the party in this column of it."""
    return Exists(TaxProfile.objects.counting(OuterRef(column), timezone.localdate()))


def ending_certificates(on: date, limit: int = 1000) -> list[UUID]:
    """Profiles that count, of those from whose VAT clients withhold (individuals who charge it: `assess`),
    whose certificate ends within the longest of TAX_CERTIFICATE_WARNING_DAYS; the nearest end first.
    """
    days = settings.TAX_CERTIFICATE_WARNING_DAYS
    ending = TaxProfile.objects.filter(
        status=TaxProfile.Status.INDIVIDUAL,
        is_vat_liable=True,
        regular_until__range=(on, on + timedelta(days=max(days))),
        n_warnings__lt=len(days),
        pk=Subquery(TaxProfile.objects.counting(OuterRef("party_id"), on).newest_first().values("pk")[:1]),
    )
    return list(ending.order_by("regular_until", "pk").values_list("pk", flat=True)[:limit])


def identity_of(party_id: UUID) -> Identity:
    """Who a party is on papers, today."""
    row = profile_of(party_id)
    if row is None:
        return Identity(party_id=party_id)
    plain = ("legal_name", "address", "city", "country", "ice", "rc", "tp_number", "status", "language")
    return Identity(
        party_id=party_id,
        **{name: getattr(row, name) for name in plain},
        is_vat_liable=row.is_vat_liable,
        if_number=opened(row.if_sealed),
        cnss=opened(row.cnss_sealed),
    )


def opened(sealed: str) -> str:
    """A sealed identifier in clear; empty stays empty."""
    return crypt.decrypt(sealed) if sealed else ""


def party_of(party_id: Any, on: date) -> Party:
    """A party as the engine wants it; without a profile nothing is known."""
    row = profile_of(party_id, on)
    if row is None:
        return Party()
    return Party(
        status=row.status,
        is_vat_liable=row.is_vat_liable,
        is_regular=row.regular_until is not None and row.regular_until >= on,
        turnover=row.turnover,
    )


def sums_of(client_id: Any, provider_id: Any, on: date, *, without: Collection[str] = ()) -> Sums:
    """Earned before by this provider from this client, the keys `without` aside. One query."""
    rows = Withholding.objects.filter(
        client_id=client_id, provider_id=provider_id, year=on.year, currency="MAD"
    ).exclude(key__in=without)
    found = rows.aggregate(
        year=Sum("gross_centimes", default=0),
        month=Sum("gross_centimes", default=0, filter=Q(on__gte=on.replace(day=1))),
    )
    return Sums(year_centimes=found["year"], month_centimes=found["month"])


def assessed(keys: Collection[str]) -> Assessment:
    """What was withheld by some closings together, rule by rule, as it was applied then. One query."""
    rows = list(Withholding.objects.filter(key__in=keys))
    found: dict[tuple[str, int], Line] = {}
    for said in (Line(**line) for row in rows for line in row.lines):
        before = found.get((said.code, said.rate_bps))
        found[said.code, said.rate_bps] = said.more(before) if before else said
    return Assessment(
        gross_centimes=sum(row.gross_centimes for row in rows),
        vat_centimes=sum(row.vat_centimes for row in rows),
        lines=tuple(found.values()),
    )


def client_years(provider_id: Any, year: int) -> list[ClientYear]:
    """Each client of a provider's year, the largest first. One query."""
    rows: Iterable[Any] = (
        Withholding.objects.filter(provider_id=provider_id, year=year, currency="MAD")
        .values("client_id")
        .annotate(gross=Sum("gross_centimes"), held=Sum("withheld_centimes"))
        .order_by("-gross", "client_id")
    )
    return [
        ClientYear(
            client_id=row["client_id"],
            gross_centimes=row["gross"],
            withheld_centimes=row["held"],
        )
        for row in rows
    ]
