"""Which exchange rate counts, and the arithmetic. Dirhams for one unit; minor units of two decimals each."""

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from payments.errors import RateMissing, RatesDiffer
from payments.models import ExchangeRate, LedgerAccount, LedgerEntry, Payment

HOUSE = "MAD"
WHOLE = 10_000


def rate_in_force(currency: str, on: date | None = None) -> ExchangeRate:
    """The newest rate at most FX_MAX_AGE_DAYS old on a day (today), from the first source in FX_SOURCES.

    Raises RateMissing without one, and RatesDiffer when two sources of that business day are further apart
    than FX_MAX_SPREAD_BPS. A rate that staff entered for the day settles such a quarrel.
    """
    on = on or timezone.localdate()
    since = on - timedelta(days=settings.FX_MAX_AGE_DAYS)
    rows = list(rates().filter(currency=currency, on__gte=since, on__lte=on))
    if not rows:
        raise RateMissing(currency=currency)
    newest = [row for row in rows if row.on == rows[0].on]
    by_source = {row.source: row for row in newest}
    if ExchangeRate.Source.MANUAL in by_source:
        return by_source[ExchangeRate.Source.MANUAL]
    if _spread_bps(newest) > settings.FX_MAX_SPREAD_BPS:
        raise RatesDiffer(currency=currency)
    return next(by_source[source] for source in settings.FX_SOURCES if source in by_source)


def _spread_bps(rows: list[ExchangeRate]) -> Decimal:
    values = [row.dirhams for row in rows]
    return (max(values) - min(values)) / min(values) * WHOLE


def rates() -> QuerySet[ExchangeRate]:
    """All that was ever read, newest day first."""
    return ExchangeRate.objects.order_by("-on", "currency", "source")


def to_foreign(dirham_centimes: int, rate: ExchangeRate) -> int:
    """Dirhams in the rate's currency, half to even. At least one minor unit of what is not nothing."""
    exact = (Decimal(dirham_centimes) / rate.dirhams).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return max(int(exact), 1) if dirham_centimes else 0


def sent_back(payment: Payment) -> int:
    """What went back of the escrow's money so far: the refunds, and what was too little for one."""
    kept = LedgerEntry.objects.filter(
        transaction__key__startswith=dust_of(payment), account__kind=LedgerAccount.Kind.EXCHANGE
    )
    refunded = payment.refunds.aggregate(n=Sum("escrow_centimes", default=0))["n"]
    return refunded + kept.aggregate(n=Sum("amount_centimes", default=0))["n"]


def dust_of(payment: Payment) -> str:
    """How the ledger's keys for it begin."""
    return f"refund-dust:{payment.pk}:"


def part_of_payment(payment: Payment, escrow_centimes: int, before_centimes: int = 0) -> int:
    """What of the amount charged belongs to a part of the escrow, when `before_centimes` went back before.

    Counted from the start each time, so that all the parts together are the whole charge, to the centime.
    """

    def share(centimes: int) -> int:
        exact = Decimal(payment.amount_centimes) * centimes / payment.escrow_centimes
        return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))

    return share(before_centimes + escrow_centimes) - share(before_centimes)


def currencies_of(gateway: str) -> list[str]:
    """What can be charged there, the house's own first."""
    own = settings.PAYMENT_GATEWAYS.get(gateway, {}).get("currencies")
    return list(own or settings.GATEWAY_CURRENCIES.get(gateway.split("-", maxsplit=1)[0], [HOUSE]))
