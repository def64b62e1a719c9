"""What a price means for both sides. Whole centimes only; the rounding rule is written here and nowhere else.

Each fee is its rate of the price, rounded half up to the centime; each VAT is its rate of the rounded fee,
rounded half up. Totals and nets are then sums and differences of whole centimes, so nothing is left over to
share out: total = net + both fees + both VATs, to the centime, for every price and rate.
"""

from dataclasses import dataclass
from datetime import datetime

from kit.shares import part_of
from payments.models import Escrow, FeeSchedule, Wallet
from payments.models.escrow import Sums


@dataclass(frozen=True, kw_only=True)
class Quote(Sums):
    """A price with what the brand pays on top and what is taken off for the influencer."""

    price_centimes: int
    brand_fee_centimes: int
    brand_vat_centimes: int
    influencer_fee_centimes: int
    influencer_vat_centimes: int
    brand_fee_bps: int
    influencer_fee_bps: int
    vat_bps: int

    def of(self, price_centimes: int, payer: Wallet | None = None) -> "Quote":
        """Another price at the same rates; a payer's plan may have a fee of its own. No query."""
        own = payer.brand_fee_bps if payer else None
        return price_up(
            price_centimes,
            brand_fee_bps=self.brand_fee_bps if own is None else own,
            influencer_fee_bps=self.influencer_fee_bps,
            vat_bps=self.vat_bps,
        )

    @property
    def fee_centimes(self) -> int:
        """Both fees, without VAT: what the house earns."""
        return self.brand_fee_centimes + self.influencer_fee_centimes

    @property
    def vat_centimes(self) -> int:
        return self.brand_vat_centimes + self.influencer_vat_centimes


def price_up(price_centimes: int, *, brand_fee_bps: int, influencer_fee_bps: int, vat_bps: int) -> Quote:
    """The arithmetic alone. A fee and its VAT never take more than the price (one centime, at steep
    rates)."""
    brand_fee = part_of(price_centimes, brand_fee_bps)
    influencer_fee = min(part_of(price_centimes, influencer_fee_bps), price_centimes)
    return Quote(
        price_centimes=price_centimes,
        brand_fee_centimes=brand_fee,
        brand_vat_centimes=part_of(brand_fee, vat_bps),
        influencer_fee_centimes=influencer_fee,
        influencer_vat_centimes=min(part_of(influencer_fee, vat_bps), price_centimes - influencer_fee),
        brand_fee_bps=brand_fee_bps,
        influencer_fee_bps=influencer_fee_bps,
        vat_bps=vat_bps,
    )


def quote(price_centimes: int, at: datetime | None = None, payer: Wallet | None = None) -> Quote:
    """A price at the rates of a moment (now by default). A payer's plan may have a fee of its own."""
    rates = FeeSchedule.objects.in_force(at) or FeeSchedule()
    general = price_up(
        0,
        brand_fee_bps=rates.brand_fee_bps,
        influencer_fee_bps=rates.influencer_fee_bps,
        vat_bps=rates.vat_bps,
    )
    return general.of(price_centimes, payer)


def rates_of(escrow: Escrow) -> dict[str, int]:
    """The rates frozen in an escrow, as a quote names them."""
    return {
        "brand_fee_bps": escrow.fee_bps["brand"],
        "influencer_fee_bps": escrow.fee_bps["influencer"],
        "vat_bps": escrow.fee_bps["vat"],
    }


def share(escrow: Escrow, price_centimes: int) -> Quote:
    """Part of an escrow's price at the rates frozen in it; the rest of the hold goes back to the payer."""
    return price_up(price_centimes, **rates_of(escrow))
