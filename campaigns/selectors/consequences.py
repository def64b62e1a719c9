"""What an end would do with the money, before it happens. The services pay exactly this."""

from dataclasses import dataclass, replace
from typing import Any

from campaigns.models import Campaign, Collaboration, Deliverable
from campaigns.policies import BRAND, INFLUENCER, side_of
from campaigns.selectors.budgets import LIVE
from payments.models import Escrow, EscrowPart
from payments.selectors import (
    Given,
    given_if,
    given_so_far,
    held_parts,
    parts_of,
    share,
    share_out,
)

WHOLE = 10_000
State = Deliverable.State
NOT_HANDED_IN = {State.DUE, State.CHANGES_REQUESTED}


@dataclass(frozen=True)
class Part:
    """One deliverable's share and how much of it the creator keeps."""

    position: int
    state: str
    share_centimes: int
    bps: int
    kept_centimes: int


@dataclass(frozen=True)
class Consequences:
    """Centimes. `influencer_centimes` is gross, `net_centimes` what reaches the creator; the brand gets
    `refund_centimes` back in all (price, fee and VAT), of which `refund_price_centimes` of the price.
    Of the creator's part `paid_centimes` (net: `paid_net_centimes`) was paid out before: only what is still
    held, `held_centimes`, can move.
    """

    side: str
    is_funded: bool
    is_late: bool
    influencer_centimes: int
    net_centimes: int
    refund_centimes: int
    refund_price_centimes: int
    parts: list[Part]
    held_centimes: int = 0
    paid_centimes: int = 0
    paid_net_centimes: int = 0

    @property
    def now_net_centimes(self) -> int:
        """What reaches the creator by this end."""
        return self.net_centimes - self.paid_net_centimes


def cancel_consequences(collaboration: Collaboration, user: Any) -> Consequences:
    """If this person cancelled now. Members without a vote and staff see the brand's side. Three queries."""
    return consequences_for(collaboration, side_of(user, collaboration) or BRAND)


def consequences_for(collaboration: Collaboration, side: str) -> Consequences:
    """If this side cancelled now."""
    is_funded = collaboration.escrow.state == Escrow.State.HELD
    rows = list(collaboration.deliverables.all())
    is_late = side == BRAND and any(row.is_overdue for row in rows)
    table = collaboration.terms["kill_fee_bps"]
    parts = [part_of(row, table, side, is_late=is_late) for row in rows]
    if side == INFLUENCER:
        parts = [without_retained(part, collaboration) for part in parts]
    kept = sum(part.kept_centimes for part in parts) if is_funded else 0
    return in_money(collaboration, side, kept, parts, is_late=is_late)


def in_money(
    collaboration: Collaboration, side: str, kept: int, parts: list[Part], *, is_late: bool
) -> Consequences:
    """A part of the price with the fees that go with it, as the bank will split it. What was paid out before
    is the least. One query, none when the escrow's parts are prefetched.
    """
    escrow = collaboration.escrow
    is_funded = escrow.state == Escrow.State.HELD
    before = given_so_far(escrow)
    held = sum(part.total_centimes for part in held_parts(escrow))
    paid = given_if(escrow, kept) if is_funded else share(escrow, kept)
    return Consequences(
        side=side,
        is_funded=is_funded,
        is_late=is_late,
        influencer_centimes=paid.price_centimes,
        net_centimes=paid.net_centimes,
        refund_centimes=held + before.total_centimes - paid.total_centimes if is_funded else 0,
        refund_price_centimes=escrow.price_centimes - paid.price_centimes if is_funded else 0,
        parts=parts,
        held_centimes=held,
        paid_centimes=before.price_centimes,
        paid_net_centimes=before.net_centimes,
    )


def part_of(row: Deliverable, table: dict[str, int], side: str, *, is_late: bool) -> Part:
    bps = kept_bps(row, table, side, is_late=is_late)
    kept = row.share_centimes * bps // WHOLE
    return Part(row.position, row.state, row.share_centimes, bps, kept)


def kept_bps(row: Deliverable, table: dict[str, int], side: str, *, is_late: bool) -> int:
    """What is accepted stays paid. A creator who leaves keeps no more; one who is late keeps nothing for
    what is not handed in, nor for what is itself overdue.
    """
    if row.state == State.ACCEPTED:
        return WHOLE
    if row.state == State.DROPPED or side == INFLUENCER or row.is_overdue:
        return 0
    return 0 if is_late and row.state in NOT_HANDED_IN else table[row.state]


def retained_of(collaboration: Collaboration, centimes: int) -> int:
    """What of some of the price is retained after the last acceptance, by the contract."""
    retained = [part for part in parts_of(collaboration.escrow) if part.name == EscrowPart.Name.RETAINED]
    return centimes * sum(part.price_centimes for part in retained) // collaboration.escrow.price_centimes


def paid_now(collaboration: Collaboration, kept: int) -> list[Given]:
    """What is given of each part when the work ends with `kept` of the price: all but what is retained."""
    escrow = collaboration.escrow
    parts = [part for part in held_parts(escrow) if part.name != EscrowPart.Name.RETAINED]
    more = kept - retained_of(collaboration, kept) - given_so_far(escrow).price_centimes
    worth = sum(part.price_centimes for part in parts)
    return share_out(escrow, parts, min(max(more, 0), worth))


def is_retaining(escrow: Escrow) -> bool:
    """The work is done, and a part of the price waits for its day."""
    return any(part.retained_until for part in held_parts(escrow))


def without_retained(part: Part, collaboration: Collaboration) -> Part:
    """Who leaves gives up what is retained."""
    kept = part.kept_centimes - retained_of(collaboration, part.kept_centimes)
    return replace(part, kept_centimes=kept, bps=kept * WHOLE // part.share_centimes if kept else 0)


def accepted_centimes(collaboration: Collaboration) -> int:
    """The shares nobody can take back."""
    return sum(row.share_centimes for row in collaboration.deliverables.all() if row.state == State.ACCEPTED)


def decision_consequences(collaboration: Collaboration, influencer_bps: int) -> Consequences:
    """If the staff gave the creator this share of the price now. What cannot be taken back stays."""
    kept = max(collaboration.price_centimes * influencer_bps // WHOLE, safe_centimes(collaboration))
    return in_money(collaboration, "staff", kept, [], is_late=False)


def lowest_bps(collaboration: Collaboration) -> int:
    """The smallest share, in basis points rounded up, that still covers what cannot be taken back."""
    return -(-safe_centimes(collaboration) * WHOLE // collaboration.price_centimes)


def safe_centimes(collaboration: Collaboration) -> int:
    """What no decision takes back: what was accepted, less what is retained of it, and what was paid out."""
    accepted = accepted_centimes(collaboration)
    kept = accepted - retained_of(collaboration, accepted)
    return max(kept, given_so_far(collaboration.escrow).price_centimes)


def campaign_consequences(campaign: Campaign) -> list[tuple[Collaboration, Consequences]]:
    """What cancelling a whole campaign would do, contract by contract; disputes go on. Four queries."""
    rows = campaign.collaborations.filter(state__in=LIVE).exclude(state="disputed").order_by("pk")
    rows = rows.select_related("escrow", "influencer").prefetch_related("deliverables", "escrow__parts")
    moving = [row for row in rows if not (row.escrow.is_frozen or is_retaining(row.escrow))]
    return [(row, consequences_for(row, BRAND)) for row in moving]
