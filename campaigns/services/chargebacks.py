"""When a bank takes a payment back: deadlines wait with the money, go on, or the contract is over."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.facts import CollaborationRefunded
from campaigns.models import Collaboration
from campaigns.services.clocks import arm, clock_fields, stop
from campaigns.services.disputes import freeze_clocks
from campaigns.services.endings import drop_rest
from campaigns.services.locks import lock_collaboration, lock_money
from campaigns.services.moves import advance, ids_of
from campaigns.services.stages import settle_campaign
from payments.models import Escrow
from payments.selectors import given_so_far

State = Collaboration.State
LIVE = {State.FUNDED, State.ACTIVE, State.DISPUTED}


@transaction.atomic
def follow_chargeback(*, collaboration_id: Any) -> str:
    """Look at the money under its lock and do what it asks for: paused, resumed, ended or nothing. Safe when
    the news comes twice or in another order.
    """
    collaboration = lock_collaboration(collaboration_id)
    lock_money(collaboration)
    if collaboration.state not in LIVE:
        return "nothing"
    if collaboration.escrow.charged_back_at:
        return pause(collaboration)
    if collaboration.escrow.state != Escrow.State.HELD:
        return end_unpaid(collaboration)
    return resume(collaboration)


def pause(collaboration: Collaboration) -> str:
    """No deadline decides anything while the bank does."""
    freeze_clocks(collaboration)
    stop(collaboration)
    collaboration.save(update_fields=clock_fields(collaboration))
    return "paused"


def resume(collaboration: Collaboration) -> str:
    """Every deadline starts again; those of a dispute between the parties stay with its decision."""
    if collaboration.due_at is not None:
        return "nothing"
    arm(collaboration)
    collaboration.save(update_fields=clock_fields(collaboration))
    if collaboration.state != State.DISPUTED:
        for deliverable in collaboration.deliverables.live().select_for_update().order_by("position"):
            deliverable.collaboration = collaboration
            arm(deliverable)
            deliverable.save(update_fields=clock_fields(deliverable))
    return "resumed"


def end_unpaid(collaboration: Collaboration) -> str:
    """The bank gave what was held to the payer. What was paid out on the way stays with the creator."""
    drop_rest(collaboration)
    kept = given_so_far(collaboration.escrow).price_centimes
    collaboration.settled_centimes, collaboration.end_reason = kept, "chargeback_lost"
    collaboration.ended_at = timezone.now()
    fact = CollaborationRefunded(**ids_of(collaboration), refund_centimes=0, reason="chargeback_lost")
    data = {"reason": "chargeback_lost", "influencer_centimes": kept}
    fields = ["settled_centimes", "end_reason", "ended_at"]
    advance(collaboration, State.REFUNDED, fields=fields, data=data, fact=fact)
    settle_campaign(collaboration.campaign)
    return "ended"
