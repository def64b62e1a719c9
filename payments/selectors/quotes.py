"""What a price means for both sides. Whole centimes only; the rounding rule is written here and nowhere else.

Each fee is its rate of the price, rounded half up to the centime; each VAT is its rate of the rounded fee,
rounded half up. Totals and nets are then sums and differences of whole centimes, so nothing is left over to
share out: total = net + both fees + both VATs, to the centime, for every price and rate.
"""

from dataclasses import dataclass
from datetime import datetime

from payments.models import Escrow, FeeSchedule, Wallet

WHOLE = 10_000


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A price with what the brand pays on top and what is taken off for the influencer."""

    price_centimes: int
    brand_fee_centimes: int
    brand_vat_centimes: int
    influencer_fee_centimes: int
    influencer_vat_centimes: int
    brand_fee_bps: int
    influencer_fee_bps: int
    vat_bps: int

    @property
    def total_centimes(self) -> int:
        """What the brand pays."""
        return self.price_centimes + self.brand_fee_centimes + self.brand_vat_centimes

    @property
    def net_centimes(self) -> int:
        """What the influencer receives."""
        return self.price_centimes - self.influencer_fee_centimes - self.influencer_vat_centimes

    @property
    def fee_centimes(self) -> int:
        """Both fees, without VAT: what the house earns."""
        return self.brand_fee_centimes + self.influencer_fee_centimes

    @property
    def vat_centimes(self) -> int:
        return self.brand_vat_centimes + self.influencer_vat_centimes


def part_of(amount_centimes: int, bps: int) -> int:
    """`bps` of an amount, rounded half up."""
    return (amount_centimes * bps + WHOLE // 2) // WHOLE


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
    own = payer.brand_fee_bps if payer else None
    return price_up(
        price_centimes,
        brand_fee_bps=rates.brand_fee_bps if own is None else own,
        influencer_fee_bps=rates.influencer_fee_bps,
        vat_bps=rates.vat_bps,
    )


def share(escrow: Escrow, price_centimes: int) -> Quote:
    """Part of an escrow's price at the rates frozen in it; the rest of the hold goes back to the payer."""
    brand, influencer, vat = (escrow.fee_bps[name] for name in ("brand", "influencer", "vat"))
    return price_up(price_centimes, brand_fee_bps=brand, influencer_fee_bps=influencer, vat_bps=vat)
