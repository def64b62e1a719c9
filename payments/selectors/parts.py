"""The parts of a deal's price: cut so that they add up to the centime, given away in order.

A whole is cut by largest remainder: everybody's share rounded down, what is left over one by one to those
who lost most by it (the first at a tie).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from payments.models import Escrow, EscrowPart
from payments.models.escrow import Sums
from payments.selectors.quotes import Quote, rates_of, share

COLUMNS = (
    "brand_fee_centimes",
    "brand_vat_centimes",
    "influencer_fee_centimes",
    "influencer_vat_centimes",
)


class Given(NamedTuple):
    """What the influencer gets of one part; all the rest of the part goes back to the payer."""

    part: EscrowPart
    quote: Quote

    @property
    def back_centimes(self) -> int:
        return self.part.total_centimes - self.quote.total_centimes


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in proportion to weights, in whole numbers that add up to it; nothing for nobody."""
    whole = sum(weights)
    if not whole:
        return [0 for _weight in weights]
    shares = [total * weight // whole for weight in weights]
    lost = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in lost[: total - sum(shares)]:
        shares[place] += 1
    return shares


def cut(whole: Quote, prices: Sequence[int]) -> list[Quote]:
    """The parts of a priced whole. Every column adds up, and no part takes more off than its price.

    The nets are cut by the prices; what is taken off a part is then its price less its net, and of that the
    fee is cut by what is taken off, so that fee and VAT can never be more than the price of a part.
    """
    nets = apportion(whole.net_centimes, prices)
    taken = [price - net for price, net in zip(prices, nets, strict=True)]
    fees = apportion(whole.influencer_fee_centimes, taken)
    on_top = apportion(whole.brand_fee_centimes, prices)
    vat_on_top = apportion(whole.brand_vat_centimes, prices)
    rates = {name: getattr(whole, name) for name in ("brand_fee_bps", "influencer_fee_bps", "vat_bps")}
    return [
        Quote(
            price_centimes=price,
            brand_fee_centimes=on_top[place],
            brand_vat_centimes=vat_on_top[place],
            influencer_fee_centimes=fees[place],
            influencer_vat_centimes=taken[place] - fees[place],
            **rates,
        )
        for place, price in enumerate(prices)
    ]


def share_part(escrow: Escrow, part: Sums, price_centimes: int) -> Quote:
    """Some of a part's price. All of it has the part's own fees; less has the fees of the escrow's rates, at
    most those of the part: what goes back is never less than nothing.
    """
    quote = share(escrow, price_centimes)
    is_whole = price_centimes == part.price_centimes
    sums = {
        name: getattr(part, name) if is_whole else min(getattr(quote, name), getattr(part, name))
        for name in COLUMNS
    }
    return Quote(price_centimes=price_centimes, **sums, **rates_of(escrow))


def share_out(escrow: Escrow, parts: Iterable[EscrowPart], price_centimes: int) -> list[Given]:
    """Give this much of the price away, part after part in their order. Raises ValueError when they have
    less.
    """
    rows, left = [], price_centimes
    for part in parts:
        some = min(left, part.price_centimes)
        rows.append(Given(part, share_part(escrow, part, some)))
        left -= some
    if left or price_centimes < 0:
        raise ValueError("the influencer's part lies between nothing and what is held of the price")
    return rows


def add_up(escrow: Escrow, quotes: Iterable[Quote]) -> Quote:
    """Several parts as one."""
    rows = list(quotes)
    names = ("price_centimes", *COLUMNS)
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    return Quote(**sums, **rates_of(escrow))


def parts_of(escrow: Escrow) -> list[EscrowPart]:
    """In their order; no query when they are prefetched."""
    return list(escrow.parts.all())


def held_parts(escrow: Escrow) -> list[EscrowPart]:
    """What has not been given away yet."""
    return [part for part in parts_of(escrow) if part.state == EscrowPart.State.HELD]


def given_so_far(escrow: Escrow) -> Quote:
    """What the influencer got of the parts that are closed, with the fees that went with it."""
    closed = [part for part in parts_of(escrow) if part.given_centimes is not None]
    return add_up(escrow, [share_part(escrow, part, part.given_centimes or 0) for part in closed])


def given_if(escrow: Escrow, price_centimes: int) -> Quote:
    """What the influencer has in the end when so much of the whole price is theirs: closed parts stay as they
    are, the rest comes out of what is held. Less than was given already changes nothing of that.
    """
    before, held = given_so_far(escrow), held_parts(escrow)
    more = max(price_centimes - before.price_centimes, 0)
    return add_up(escrow, [before, *(row.quote for row in share_out(escrow, held, more))])
