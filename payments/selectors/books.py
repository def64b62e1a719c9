"""The money of one deal: its books and its lines, read from the ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from payments.models import LedgerAccount, LedgerEntry

Kind = LedgerAccount.Kind
DEAL_KINDS = ["fund", "release", "split", "refund"]
# One line per leg that a person cares about: (transaction kind, account kind) -> word of the timeline.
LINES = {
    ("fund", Kind.ESCROW): "funded",
    ("release", Kind.INFLUENCER_AVAILABLE): "released",
    ("split", Kind.INFLUENCER_AVAILABLE): "released",
    ("release", Kind.PLATFORM_FEES): "fee",
    ("split", Kind.PLATFORM_FEES): "fee",
    ("release", Kind.VAT_DUE): "vat",
    ("split", Kind.VAT_DUE): "vat",
    ("refund", Kind.REFUNDS_IN_TRANSIT): "refunded",
    ("split", Kind.REFUNDS_IN_TRANSIT): "refunded",
    ("refund", Kind.CHARGEBACKS): "charged_back",
    ("refund_settled", Kind.PROVIDER_CLEARING): "refund_settled",
    ("chargeback", Kind.PROVIDER_CLEARING): "chargeback",
    ("chargeback_won", Kind.PROVIDER_CLEARING): "chargeback_won",
}


@dataclass(frozen=True, kw_only=True)
class Books:
    """paid = released + fee + vat + withheld + refunded + held, always."""

    paid_centimes: int
    released_centimes: int
    fee_centimes: int
    vat_centimes: int
    withheld_centimes: int
    refunded_centimes: int
    held_centimes: int
    currency: str = "MAD"

    @property
    def balances(self) -> bool:
        out = self.released_centimes + self.fee_centimes + self.vat_centimes + self.withheld_centimes
        return self.paid_centimes == out + self.refunded_centimes + self.held_centimes


@dataclass(frozen=True, kw_only=True)
class MoneyLine:
    """One thing that happened to a deal's money. `kind` is a word of LINES; amounts are positive."""

    at: datetime
    kind: str
    amount_centimes: int
    reference: str
    currency: str = "MAD"


def books(deal_id: UUID | str) -> Books:
    """One query over the deal's entries."""
    entries = LedgerEntry.objects.filter(transaction__deal_id=deal_id, transaction__kind__in=DEAL_KINDS)
    sums: dict[str, int] = dict(
        entries.values_list("account__kind")
        .annotate(n=Sum("amount_centimes"))
        .values_list("account__kind", "n")
    )
    return Books(
        paid_centimes=-sums.get(Kind.PROVIDER_CLEARING, 0) - sums.get(Kind.EXCHANGE, 0),
        released_centimes=sums.get(Kind.INFLUENCER_AVAILABLE, 0),
        fee_centimes=sums.get(Kind.PLATFORM_FEES, 0),
        vat_centimes=sums.get(Kind.VAT_DUE, 0),
        withheld_centimes=sums.get(Kind.TAX_WITHHELD, 0),
        refunded_centimes=sums.get(Kind.REFUNDS_IN_TRANSIT, 0) + sums.get(Kind.CHARGEBACKS, 0),
        held_centimes=sums.get(Kind.ESCROW, 0),
    )


def money_lines(deal_id: UUID | str) -> list[MoneyLine]:
    """The deal's money in the order it moved; one query."""
    rows: Any = (
        LedgerEntry.objects.filter(transaction__deal_id=deal_id)
        .order_by("id")
        .values_list(
            "transaction__made_at",
            "transaction__kind",
            "account__kind",
            "amount_centimes",
            "transaction__key",
            "transaction__currency",
        )
    )
    return [
        MoneyLine(
            at=at, kind=LINES[kind, account], amount_centimes=abs(amount), reference=key, currency=currency
        )
        for at, kind, account, amount, key, currency in rows
        if (kind, account) in LINES
    ]
