"""The deal room and the list of contracts, for both sides."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Collaboration, Deliverable
from campaigns.selectors.consequences import accepted_centimes, paid_now, retained_of
from payments.models import EscrowPart, Refund
from payments.models.references import short
from payments.selectors import (
    Quote,
    add_up,
    given_if,
    given_so_far,
    held_parts,
    parts_of,
    share_part,
)

K, D, R = Collaboration.State, Deliverable.State, Refund.State
Name = EscrowPart.Name
DEAL_TABS: dict[str, list[str]] = {
    "running": [K.AGREED, K.SIGNED, K.FUNDED, K.ACTIVE, K.DISPUTED],
    "over": [K.COMPLETED, K.CANCELLED, K.LAPSED, K.DECIDED, K.REFUNDED],
}
HANDED_IN = {D.APPROVED, D.PUBLISHED, D.ACCEPTED}
PUBLIC = {D.PUBLISHED, D.ACCEPTED}


@dataclass(frozen=True)
class MoneyStep:
    """One point of the money's way: `state` is done, now or todo. `n` of `of` counts deliverables;
    `reference` is what people quote, the same as in their list of movements.
    """

    code: str
    state: str
    centimes: int | None = None
    reference: str = ""
    when: datetime | None = None
    day: date | None = None
    n: int = 0
    of: int = 0


def deals_of(user: Any) -> QuerySet[Collaboration]:
    """Both parties' contracts with what next_step() reads, so that a list costs the same for 1 and 50."""
    rows = Collaboration.objects.visible_to(user).for_cards().defer("terms", "terms_text")
    return rows.prefetch_related("deliverables", "signatures", "escrow__parts")


def money_steps(deal: Collaboration) -> list[MoneyStep]:
    """Offer, signatures, funds, then approvals and payment, each part of a price in steps on its own, and
    what went back. No query when its rows are prefetched.
    """
    rows = [row for row in deal.deliverables.all() if row.state != D.DROPPED]
    work = _work(rows, deal)
    parts = parts_of(deal.escrow)
    paid = [*work, _paid(deal)] if len(parts) < 2 else [_part(part, work) for part in parts]  # noqa: PLR2004
    steps = [_agreed(deal), _signed(deal), _secured(deal), *paid, *_back(deal)]
    reached = next((place for place, step in enumerate(steps) if step.state != "done"), None)
    if reached is None or deal.ended_at:
        return steps
    steps[reached] = replace(steps[reached], state="now")
    return steps


def _agreed(deal: Collaboration) -> MoneyStep:
    return MoneyStep("agreed", "done", deal.price_centimes, when=deal.agreed_at)


def _signed(deal: Collaboration) -> MoneyStep:
    if deal.state == K.AGREED:
        return MoneyStep("signed", "todo", when=deal.due_at)
    moments = [row.signed_at for row in deal.signatures.all()]
    return MoneyStep("signed", "done" if len(moments) > 1 else "todo", when=max(moments, default=None))


def _secured(deal: Collaboration) -> MoneyStep:
    escrow = deal.escrow
    when = escrow.held_at or (deal.due_at if deal.state == K.SIGNED else None)
    paid = [payment for payment in escrow.payments.all() if payment.is_credited]
    reference = short("P", paid[0].pk) if paid else ""
    return MoneyStep("secured", "done" if escrow.held_at else "todo", escrow.total_centimes, reference, when)


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
    net = given_so_far(deal.escrow).net_centimes
    reference = short("E", deal.escrow_id) if net else ""
    return MoneyStep("paid", "done" if net else "todo", net, reference, deal.ended_at)


def _part(part: EscrowPart, work: list[MoneyStep]) -> MoneyStep:
    """One part of a price in steps: what it waits for, or what became of it."""
    if part.given_centimes is None:
        waits = {Name.DRAFT: work[0], Name.PUBLISHED: work[1]}.get(Name(part.name))
        until = part.retained_until
        n, of = (waits.n, waits.of) if waits else (0, 0)
        return MoneyStep(f"wait_{part.name}", "todo", part.net_centimes, when=until, n=n, of=of)
    net = share_part(part.escrow, part, part.given_centimes).net_centimes
    code = f"{part.state}_{part.name}"
    centimes = net if part.given_centimes else part.total_centimes
    return MoneyStep(code, "done", centimes, short("E", part.pk), part.closed_at)


def _back(deal: Collaboration) -> list[MoneyStep]:
    """What goes back to the brand: ordered, and then taken by its bank."""
    paid = [payment for payment in deal.escrow.payments.all() if payment.is_credited]
    refunds = [refund for payment in paid for refund in payment.refunds.all()]
    return [
        MoneyStep(
            "refunded",
            "done" if refund.state == R.DONE else "todo",
            refund.escrow_centimes or refund.amount_centimes,
            short("R", refund.pk),
            refund.settled_at or refund.made_at,
        )
        for refund in sorted(refunds, key=lambda one: one.made_at)
    ]


def ending(deal: Collaboration) -> Quote:
    """How the money of an ended contract was shared: the creator's part at the contract's rates."""
    return given_so_far(deal.escrow)


def paid_by_accepting(deliverable: Deliverable) -> Quote | None:
    """What accepting this publication would pay out at once, or None while other deliverables are open."""
    deal = deliverable.collaboration
    others = [row for row in deal.deliverables.all() if row.pk != deliverable.pk]
    if any(row.state in Deliverable.MOVES for row in others):
        return None
    given = paid_now(deal, accepted_centimes(deal) + deliverable.share_centimes)
    return add_up(deal.escrow, [row.quote for row in given])


def retained_by_accepting(deliverable: Deliverable) -> int:
    """What of the net then waits for the end of the retention; nothing when nothing is retained."""
    deal = deliverable.collaboration
    kept = accepted_centimes(deal) + deliverable.share_centimes
    if not retained_of(deal, kept):
        return 0
    now = sum(row.quote.net_centimes for row in paid_now(deal, kept))
    return given_if(deal.escrow, kept).net_centimes - given_so_far(deal.escrow).net_centimes - now


def paid_by_approving(deliverable: Deliverable) -> Quote | None:
    """What approving this draft would pay out: the part for drafts, with the last of them."""
    deal = deliverable.collaboration
    others = [row for row in deal.deliverables.all() if row.pk != deliverable.pk]
    drafts = [part for part in held_parts(deal.escrow) if part.name == Name.DRAFT]
    if not drafts or any(row.state not in HANDED_IN for row in others):
        return None
    return share_part(deal.escrow, drafts[0], drafts[0].price_centimes)
