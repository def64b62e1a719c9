"""The deal room and the list of contracts, for both sides."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Collaboration, Deliverable
from campaigns.selectors.consequences import accepted_centimes
from payments.models import Escrow
from payments.selectors import Quote, share

K, D, E = Collaboration.State, Deliverable.State, Escrow.State
DEAL_TABS: dict[str, list[str]] = {
    "running": [K.AGREED, K.SIGNED, K.FUNDED, K.ACTIVE, K.DISPUTED],
    "over": [K.COMPLETED, K.CANCELLED, K.LAPSED, K.DECIDED, K.REFUNDED],
}
HANDED_IN = {D.APPROVED, D.PUBLISHED, D.ACCEPTED}
PUBLIC = {D.PUBLISHED, D.ACCEPTED}


@dataclass(frozen=True)
class MoneyStep:
    """One point of the money's way: `state` is done, now or todo. `n` of `of` counts deliverables."""

    code: str
    state: str
    centimes: int | None = None
    when: datetime | None = None
    day: date | None = None
    n: int = 0
    of: int = 0


def deals_of(user: Any) -> QuerySet[Collaboration]:
    """Both parties' contracts with what next_step() reads, so that a list costs the same for 1 and 50."""
    rows = Collaboration.objects.visible_to(user).for_cards().defer("terms", "terms_text")
    return rows.prefetch_related("deliverables", "signatures")


def money_steps(deal: Collaboration) -> list[MoneyStep]:
    """Agreed, secured, approved, published, paid. No query when its rows are prefetched."""
    rows = [row for row in deal.deliverables.all() if row.state != D.DROPPED]
    steps = [_signed(deal), _secured(deal), *_work(rows, deal), _paid(deal)]
    reached = next((place for place, step in enumerate(steps) if step.state != "done"), None)
    if reached is None or deal.ended_at:
        return steps
    steps[reached] = replace(steps[reached], state="now")
    return steps


def _signed(deal: Collaboration) -> MoneyStep:
    if deal.state == K.AGREED:
        return MoneyStep("signed", "todo", when=deal.due_at)
    moments = [row.signed_at for row in deal.signatures.all()]
    return MoneyStep("signed", "done" if len(moments) > 1 else "todo", when=max(moments, default=None))


def _secured(deal: Collaboration) -> MoneyStep:
    escrow = deal.escrow
    when = escrow.held_at or (deal.due_at if deal.state == K.SIGNED else None)
    return MoneyStep("secured", "done" if escrow.held_at else "todo", escrow.total_centimes, when)


def _work(rows: list[Deliverable], deal: Collaboration) -> list[MoneyStep]:
    """How many deliverables are approved, and how many are public."""
    steps = []
    for code, states in [("approved", HANDED_IN), ("published", PUBLIC)]:
        left = [row for row in rows if row.state not in states]
        is_done = bool(rows) and not left and deal.escrow.held_at is not None
        day = min((row.due_on for row in left), default=None) if code == "approved" else None
        state = "done" if is_done else "todo"
        steps.append(MoneyStep(code, state, day=day, n=len(rows) - len(left), of=len(rows)))
    return steps


def _paid(deal: Collaboration) -> MoneyStep:
    """What reaches the creator: all of it until something else was decided."""
    if deal.ended_at is None:
        return MoneyStep("paid", "todo", deal.escrow.net_centimes)
    net = share(deal.escrow, deal.settled_centimes or 0).net_centimes
    return MoneyStep("paid", "done" if net else "todo", net, deal.ended_at)


def ending(deal: Collaboration) -> Quote:
    """How the money of an ended contract was shared: the creator's part at the contract's rates."""
    return share(deal.escrow, deal.settled_centimes or 0)


def paid_by_accepting(deliverable: Deliverable) -> Quote | None:
    """What accepting this publication would pay out, or None while other deliverables are still open."""
    deal = deliverable.collaboration
    others = [row for row in deal.deliverables.all() if row.pk != deliverable.pk]
    if any(row.state in Deliverable.MOVES for row in others):
        return None
    return share(deal.escrow, accepted_centimes(deal) + deliverable.share_centimes)
