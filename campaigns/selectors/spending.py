"""A brand's money as its first screen shows it: from the bank's own rows, never added up on the side."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from campaigns.models import Collaboration
from campaigns.selectors.calendar import ZONE, today
from payments.models import Escrow, EscrowPart, LedgerAccount, LedgerEntry, Wallet

Kind = LedgerAccount.Kind
N_MONTHS = 12
RECENT = timedelta(days=30)
# What leaves protection for good when a contract is paid: the creator's net, the house's fees, the VAT.
SPENT = [Kind.INFLUENCER_AVAILABLE, Kind.PLATFORM_FEES, Kind.VAT_DUE, Kind.TAX_WITHHELD]

RETURNED = [Kind.REFUNDS_IN_TRANSIT, Kind.CHARGEBACKS]


@dataclass(frozen=True)
class Spending:
    """Centimes, fees and VAT included. `to_secure` is signed and waits for the brand's payment."""

    secured: int
    n_secured: int
    to_secure: int
    n_to_secure: int
    due_at: datetime | None


@dataclass(frozen=True)
class Month:
    """One month of a brand's ledger, in centimes; amounts are positive. `paid_recently` is the part of `paid`
    that lies in the last thirty days.
    """

    day: date
    secured: int = 0
    paid: int = 0
    paid_recently: int = 0
    refunded: int = 0


def spending(wallet: Wallet) -> Spending:
    """One query."""
    total = F("price_centimes") + F("brand_fee_centimes") + F("brand_vat_centimes")
    held = Q(state=Escrow.State.HELD)
    owed = Q(state=Escrow.State.PENDING, escrow__collaboration__state=Collaboration.State.SIGNED)
    sums = EscrowPart.objects.filter(escrow__payer=wallet).aggregate(
        secured=Sum(total, filter=held, default=0),
        n_secured=Count("escrow", distinct=True, filter=held),
        to_secure=Sum(total, filter=owed, default=0),
        n_to_secure=Count("escrow", distinct=True, filter=owed),
        due_at=Min("escrow__collaboration__due_at", filter=owed),
    )
    return Spending(**sums)


def months(wallet: Wallet) -> list[Month]:
    """The last twelve months, oldest first, with nothing left out between them. One query."""
    first = today().replace(day=1)
    deals = Escrow.objects.filter(payer=wallet).values("deal_id")
    rows = LedgerEntry.objects.filter(
        transaction__deal_id__in=deals,
        transaction__made_at__gte=_midnight(_months_before(first, N_MONTHS - 1)),
    )
    by_month: Any = rows.annotate(month=TruncMonth("transaction__made_at", tzinfo=ZONE)).values("month")
    sums = {row.pop("month").date(): row for row in by_month.annotate(**_sums()).order_by("month")}
    days = [_months_before(first, n) for n in reversed(range(N_MONTHS))]
    return [Month(day, **sums.get(day, {})) for day in days]


def _sums() -> dict[str, Sum]:
    paid = Q(transaction__kind__in=["release", "split"], account__kind__in=SPENT)
    conditions = {
        "secured": Q(transaction__kind="fund", account__kind=Kind.ESCROW),
        "paid": paid,
        "paid_recently": paid & Q(transaction__made_at__gte=timezone.now() - RECENT),
        "refunded": Q(transaction__kind__in=["refund", "split"], account__kind__in=RETURNED),
    }
    return {
        name: Sum("amount_centimes", filter=condition, default=0) for name, condition in conditions.items()
    }


def _months_before(day: date, n: int) -> date:
    """The first day of the month n months earlier."""
    index = day.year * 12 + day.month - 1 - n
    return date(index // 12, index % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)
