"""Provider, ledger and bank, three ways. It finds what does not agree and touches nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from kit.amounts import money
from kit.ids import is_uuid
from kit.shares import part_of
from payments.models import LedgerEntry, Payment, Refund
from plans.models import Charge
from plans.selectors import GATEWAY
from treasury.models import Difference, Match, ProviderReport, ReportLine

Kind = Difference.Kind
TAKEN = {"payment": "paid", "refund": "done"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One difference, in words that stay the same from run to run."""

    kind: str
    subject: str
    expected: str
    actual: str


@dataclass(frozen=True, kw_only=True)
class Ours:
    """What our ledger says a payment or refund moved at the provider; None when it moved nothing."""

    kind: str
    reference: str
    state: str
    booked_centimes: int | None
    currency: str
    on: date | None


def _ours(report: ProviderReport) -> list[Ours]:
    return [*_payments(report), *_refunds(report), *_plans(report)]


def compare(report: ProviderReport) -> tuple[int, list[Finding]]:
    """How many things were compared, and every difference. Nine queries, whatever the size."""
    ours = {(one.kind, one.reference): one for one in _ours(report)}
    theirs = list(report.lines.order_by("position"))
    found: list[Finding] = list(_doubled(theirs))
    for line in theirs:
        found += _one(line, ours.get((line.kind, line.reference)), report.gateway)
    named = {(line.kind, line.reference) for line in theirs}
    for key, own in ours.items():
        if key not in named and own.on and report.starts_on <= own.on <= report.ends_on:
            found.append(_finding(Kind.MISSING, own, _amount(own), "nothing"))
    found += _unsettled(report)
    return len(ours.keys() | named), found


def _doubled(lines: list[ReportLine]) -> Iterator[Finding]:
    counts = Counter((line.kind, line.reference) for line in lines if line.status == TAKEN[line.kind])
    for (kind, reference), n in counts.items():
        if n > 1:
            yield Finding(kind=Kind.DUPLICATE, subject=f"{kind} {reference}", expected="1", actual=str(n))


def _one(line: ReportLine, own: Ours | None, gateway: str) -> list[Finding]:
    """Everything that is off about one line of the provider."""
    subject, shown = f"{line.kind} {line.reference}", _shown(line.amount_centimes, line.currency)
    if own is None:
        return [Finding(kind=Kind.EXTRA, subject=subject, expected="nothing", actual=shown)]
    is_taken = line.status == TAKEN[line.kind]
    if is_taken != (own.booked_centimes is not None):
        return [_finding(Kind.STATUS, own, own.state, line.status)]
    if not is_taken:
        return []
    found = []
    if line.currency != own.currency:
        found.append(_finding(Kind.CURRENCY, own, own.currency, line.currency))
    elif line.amount_centimes != own.booked_centimes:
        found.append(_finding(Kind.AMOUNT, own, _amount(own), shown))
    agreed = agreed_fee(gateway, line.kind, line.amount_centimes)
    if agreed is not None and line.fee_centimes != agreed:
        found.append(
            _finding(Kind.FEE, own, _shown(agreed, line.currency), _shown(line.fee_centimes, line.currency))
        )
    if own.on and abs((line.on - own.on).days) > settings.RECONCILE_LATE_DAYS:
        found.append(_finding(Kind.LATE, own, own.on.isoformat(), line.on.isoformat()))
    return found


def agreed_fee(gateway: str, kind: str, amount_centimes: int) -> int | None:
    """What the contract with a provider says it keeps, half up; None where none is on record."""
    bps = settings.PROVIDER_FEES_BPS.get(gateway)
    if bps is None or kind != "payment":
        return None
    return part_of(amount_centimes, bps)


def _finding(kind: str, own: Ours, expected: str, actual: str) -> Finding:
    return Finding(kind=kind, subject=f"{own.kind} {own.reference}", expected=expected, actual=actual)


def _amount(own: Ours) -> str:
    return "nothing" if own.booked_centimes is None else _shown(own.booked_centimes, own.currency)


def _shown(centimes: int, currency: str) -> str:
    written = money(centimes, currency) or {}
    return f"{written['amount']} {currency}"


def _payments(report: ProviderReport) -> list[Ours]:
    """Payments of the period, and those the report names; amounts as the ledger has them."""
    rows = list(_touched(Payment.objects.filter(gateway=report.gateway), "payment", "reference", report))
    keys = {}
    for row in rows:
        funded = f"fund-from:{row.pk}" if row.rate_id else f"fund:{row.escrow_id}"
        keys[row.pk] = [funded] if row.is_credited else [f"park:{row.pk}", f"strange:{row.pk}"]
    booked = _booked([key for some in keys.values() for key in some], report.gateway)
    return [
        Ours(
            kind="payment",
            reference=row.reference,
            state=row.state,
            booked_centimes=next((-booked[key] for key in keys[row.pk] if key in booked), None),
            currency=row.currency,
            on=_day(row.settled_at),
        )
        for row in rows
    ]


def _refunds(report: ProviderReport) -> list[Ours]:
    mine = Refund.objects.filter(payment__gateway=report.gateway)
    rows = list(_touched(mine, "refund", "pk", report))
    booked = _booked([f"refund-settled:{row.pk}" for row in rows], report.gateway)
    return [
        Ours(
            kind="refund",
            reference=str(row.pk),
            state=row.state,
            booked_centimes=booked.get(f"refund-settled:{row.pk}"),
            currency=row.currency,
            on=_day(row.settled_at),
        )
        for row in rows
    ]


def _plans(report: ProviderReport) -> list[Ours]:
    """What brands paid for their plans by card: the provider names its own invoice."""
    if report.gateway != GATEWAY:
        return []
    mine = Charge.objects.exclude(stripe_invoice="").filter(state=Charge.State.PAID)
    rows = list(_touched(mine, "payment", "stripe_invoice", report))
    booked = _booked([f"stripe-invoice:{row.stripe_invoice}" for row in rows], report.gateway)
    return [
        Ours(
            kind="payment",
            reference=row.stripe_invoice,
            state=row.state,
            booked_centimes=-paid if (paid := booked.get(f"stripe-invoice:{row.stripe_invoice}")) else None,
            currency=row.currency,
            on=_day(row.settled_at),
        )
        for row in rows
    ]


def _touched(rows: QuerySet[Any], kind: str, field: str, report: ProviderReport) -> QuerySet[Any]:
    zone = timezone.get_default_timezone()
    begin = datetime.combine(report.starts_on, time.min, tzinfo=zone)
    end = datetime.combine(report.ends_on + timedelta(days=1), time.min, tzinfo=zone)
    named = list(report.lines.filter(kind=kind).values_list("reference", flat=True))
    if field == "pk":
        named = [name for name in named if is_uuid(name)]
    settled = rows.filter(settled_at__gte=begin, settled_at__lt=end)
    return (settled | rows.filter(**{f"{field}__in": named})).distinct()


def _booked(keys: list[str], gateway: str) -> dict[str, int]:
    legs = LedgerEntry.objects.filter(
        transaction__key__in=keys, account__kind="provider_clearing", account__owner=gateway
    )
    return dict(legs.values_list("transaction__key", "amount_centimes"))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localdate(moment)


def _unsettled(report: ProviderReport) -> list[Finding]:
    """The bank's side: what the provider says it took and has not paid us in time."""
    due = report.ends_on + timedelta(days=settings.RECONCILE_LATE_DAYS)
    if timezone.localdate() <= due:
        return []
    sums = {"paid": 0, "done": 0}
    for line in report.lines.filter(status__in=sums):
        sums[line.status] += line.amount_centimes
    owed = sums["paid"] - sums["done"]
    came = Match.objects.filter(
        kind=Match.Kind.SETTLEMENT,
        target=report.gateway,
        state=Match.State.APPROVED,
        line__booked_on__range=(report.starts_on, due),
    ).aggregate(n=Sum("gross_centimes", default=0))["n"]
    if came >= owed:
        return []
    period = f"settlement {report.starts_on}..{report.ends_on}"
    return [Finding(kind=Kind.LATE, subject=period, expected=_plain(owed), actual=_plain(came))]


def _plain(centimes: int) -> str:
    return f"{(money(centimes) or {})['amount']}"
