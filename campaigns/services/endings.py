"""How a collaboration ends, and the one place that tells the bank what to do with its money."""

from typing import Any

from django.utils import timezone

from campaigns.facts import (
    CollaborationCompleted,
    CollaborationFact,
    CollaborationLapsed,
    CollaborationRefunded,
    DeliverableDropped,
)
from campaigns.models import Collaboration, Deliverable
from campaigns.selectors.consequences import Consequences, accepted_centimes, in_money
from campaigns.services.locks import lock_money
from campaigns.services.milestones import begin_retention, retained_part
from campaigns.services.moves import advance, ids_of
from campaigns.services.stages import settle_campaign
from payments.models import Escrow
from payments.selectors import given_so_far, held_parts
from payments.services import cancel_escrow, refund, release, split

State = Collaboration.State


def end(
    collaboration: Collaboration, to: str, *, kept: int, reason: str, by: Any = None, fact: CollaborationFact
) -> None:
    """End a locked collaboration: what is not accepted is dropped, the money goes where it belongs, and the
    campaign looks whether it is over. `kept` is the creator's gross part.
    """
    drop_rest(collaboration, by=by)
    collaboration.settled_centimes, collaboration.end_reason = kept, reason[:300]
    collaboration.ended_at = timezone.now()
    fields = ["settled_centimes", "end_reason", "ended_at"]
    data = {"reason": reason, "influencer_centimes": kept}
    advance(collaboration, to, by=by, fields=fields, data=data, fact=fact)
    settle_money(collaboration, kept, reason=reason, by=by)
    settle_campaign(collaboration.campaign, by=by)


def drop_rest(collaboration: Collaboration, *, by: Any = None) -> None:
    """End every deliverable that is still open, without a fact of its own."""
    for deliverable in collaboration.deliverables.live().select_for_update().order_by("position"):
        deliverable.collaboration = collaboration
        advance(deliverable, Deliverable.State.DROPPED, by=by)


def settle_money(collaboration: Collaboration, kept: int, *, reason: str, by: Any = None) -> None:
    """Release, refund, split or close the escrow so that the creator's part of the price is `kept`; what was
    paid out on the way is in it. Raises EscrowFrozen.
    """
    escrow = Escrow.objects.lock(collaboration.escrow_id)
    if escrow.state == Escrow.State.PENDING:
        cancel_escrow(escrow_id=escrow.pk)
        return
    if not kept and escrow.state == Escrow.State.REFUNDED:
        return  # a bank gave all of it to the payer while the contract was not signed
    parts = held_parts(escrow)
    more = kept - given_so_far(escrow).price_centimes
    if more <= 0:
        refund(escrow_id=escrow.pk, reason=reason[:120], by=by)
    elif more == sum(part.price_centimes for part in parts) and all(part.is_due for part in parts):
        release(escrow_id=escrow.pk, reason=reason[:200], by=by)
    else:
        split(escrow_id=escrow.pk, influencer_price_centimes=more, reason=reason[:120], by=by)


def money_of(consequences: Consequences) -> dict[str, Any]:
    """The two amounts a fact about an end carries."""
    return {
        "influencer_centimes": consequences.influencer_centimes,
        "refund_centimes": consequences.refund_centimes,
    }


def lapse_collaboration(collaboration: Collaboration) -> None:
    """Not signed or not funded in time: nothing was paid, nothing is owed."""
    fact = CollaborationLapsed(**ids_of(collaboration), state=collaboration.state)
    reason = "not_signed" if collaboration.state == State.AGREED else "not_funded"
    end(collaboration, State.LAPSED, kept=0, reason=reason, fact=fact)


def settle_collaboration(collaboration: Collaboration, *, by: Any = None) -> bool:
    """End a collaboration whose last deliverable was accepted or dropped, or begin to retain what its
    contract retains; False while one is open.

    Everything accepted: the whole price. A part: its shares, the rest goes back. Nothing: all that is held
    goes back.
    """
    lock_money(collaboration)
    rows = list(collaboration.deliverables.all())
    if not rows or any(row.state in Deliverable.MOVES for row in rows):
        return False
    kept = accepted_centimes(collaboration)
    retained = retained_part(collaboration.escrow) if kept else None
    if retained and not retained.is_due:
        if retained.retained_until is None:
            begin_retention(collaboration, kept, by=by)
        return True
    outcome = in_money(collaboration, "nobody", kept, [], is_late=False)
    if any(row.state == Deliverable.State.ACCEPTED for row in rows):
        kept = outcome.influencer_centimes
        is_partial = kept < collaboration.price_centimes
        fact = CollaborationCompleted(**ids_of(collaboration), **money_of(outcome), partial=is_partial)
        reason = "partly_delivered" if is_partial else "completed"
        end(collaboration, State.COMPLETED, kept=kept, reason=reason, by=by, fact=fact)
    else:
        refunded = CollaborationRefunded(**ids_of(collaboration), refund_centimes=outcome.refund_centimes)
        kept = outcome.influencer_centimes
        end(collaboration, State.REFUNDED, kept=kept, reason="not_delivered", by=by, fact=refunded)
    return True


def drop_deliverable(deliverable: Deliverable) -> None:
    """Never delivered, corrected or published, long after its day: its share goes back at the end."""
    fact = DeliverableDropped(**ids_of(deliverable))
    advance(deliverable, Deliverable.State.DROPPED, fact=fact)
    settle_collaboration(deliverable.collaboration)
