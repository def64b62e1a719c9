"""What one closed part of a deal came to, as the ledger booked it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from invoicing.errors import LedgerDiffers
from payments.models import Escrow, EscrowPart, LedgerAccount, LedgerEntry, Payment, Wallet
from payments.selectors import Quote, share_part
from taxes.models import Withholding

Account = LedgerAccount.Kind
Sums = dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Closing:
    """A part that gave the influencer something: whose, how much, at which fees, how it had been paid."""

    part: EscrowPart
    quote: Quote
    withheld_centimes: int
    tax: Withholding | None

    @property
    def escrow(self) -> Escrow:
        return self.part.escrow

    @property
    def received_centimes(self) -> int:
        """What the influencer's wallet got."""
        return self.quote.net_centimes - self.withheld_centimes

    @property
    def payment(self) -> Payment | None:
        """How the brand had paid; loaded with the escrow or by one query."""
        return next((one for one in self.escrow.payments.all() if one.is_credited), None)


def closing_of(part_id: UUID | str) -> Closing:
    """One closing. Raises LedgerDiffers when its sums are not those that were booked."""
    parts = EscrowPart.objects.filter(pk=part_id).select_related("escrow__payer", "escrow__payee")
    return closings(parts.prefetch_related("escrow__payments"))[0]


def closings(parts: Iterable[EscrowPart]) -> list[Closing]:
    """Several, with one query of the ledger and one of the tax that was held back. Raises LedgerDiffers."""
    rows = list(parts)
    keys = {row.pk: f"close:{row.pk}" for row in rows}
    booked = _booked(list(keys.values()))
    taxes = {row.key: row for row in Withholding.objects.filter(key__in=keys.values())}
    return [_closing(row, booked[keys[row.pk]], taxes.get(keys[row.pk])) for row in rows]


def _booked(keys: list[str]) -> dict[str, Sums]:
    """The legs of each closing, by account kind."""
    entries = LedgerEntry.objects.filter(transaction__key__in=keys)
    sums: dict[str, Sums] = defaultdict(dict)
    rows: Any = entries.values_list("transaction__key", "account__kind").annotate(n=Sum("amount_centimes"))
    for key, kind, n in rows:
        sums[key][kind] = n
    return sums


def _closing(part: EscrowPart, booked: Sums, tax: Withholding | None) -> Closing:
    quote = share_part(part.escrow, part, part.given_centimes or 0)
    withheld = booked.get(Account.TAX_WITHHELD, 0)
    said = {
        Account.PLATFORM_FEES: quote.fee_centimes,
        Account.VAT_DUE: quote.vat_centimes,
        Account.INFLUENCER_AVAILABLE: quote.net_centimes - withheld,
    }
    for kind, centimes in said.items():
        if booked.get(kind, 0) != centimes:
            raise LedgerDiffers(part=str(part.pk), account=str(kind))
    return Closing(part=part, quote=quote, withheld_centimes=withheld, tax=tax)


def closed_parts(wallet: Wallet, start: datetime, end: datetime) -> list[Closing]:
    """What closed for one side between two moments, in its order."""
    side = "payer" if wallet.kind == Wallet.Kind.BRAND else "payee"
    rows = EscrowPart.objects.filter(
        **{f"escrow__{side}": wallet}, given_centimes__gt=0, closed_at__gte=start, closed_at__lt=end
    )
    rows = rows.select_related("escrow__payer", "escrow__payee").order_by("closed_at", "id")
    return closings(rows.prefetch_related("escrow__payments"))
