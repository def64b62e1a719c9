"""What each deadline does when it passes: the automatic exit of every non-final state."""

from collections.abc import Callable
from typing import Any

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.models.clocks import Timed
from campaigns.services.chargebacks import LIVE
from campaigns.services.clocks import arm, clock_fields
from campaigns.services.deliverables import RUNNING, accept, approve
from campaigns.services.disputes import decide_by_table
from campaigns.services.endings import drop_deliverable, lapse_collaboration, settle_collaboration
from campaigns.services.locks import lock_money
from campaigns.services.signatures import fund_if_held, start_work
from campaigns.services.stages import (
    close_applications,
    end_unused,
    lapse,
    return_to_draft,
    settle_campaign,
)
from payments.models import Escrow

C, A, K, D = Campaign.State, Application.State, Collaboration.State, Deliverable.State


def give_up_application(application: Application) -> None:
    """Nobody answered; perhaps the campaign waited only for this."""
    lapse(application)
    settle_campaign(application.campaign)


def lapse_unless_held(collaboration: Collaboration) -> None:
    """The money may be here and its fact still on the way: then the deadline was kept."""
    if not fund_if_held(collaboration):
        lapse_collaboration(collaboration)


def look_again(row: Timed) -> None:
    """A row that waits for others (each with its own deadline) starts its clock again."""
    arm(row)
    row.save(update_fields=clock_fields(row))


def settle_or_wait(collaboration: Collaboration) -> None:
    """Every deliverable has a deadline of its own, so waiting ends."""
    if not settle_collaboration(collaboration):
        look_again(collaboration)


def settle_campaign_or_wait(campaign: Campaign) -> None:
    """Every contract has deadlines of its own, so waiting ends."""
    settle_campaign(campaign)
    if campaign.state == C.IN_PROGRESS:
        look_again(campaign)


EXITS: dict[type[Timed], dict[str, Callable[[Any], None]]] = {
    Campaign: {
        C.DRAFT: end_unused,
        C.PENDING_APPROVAL: return_to_draft,
        C.REJECTED: end_unused,
        C.OPEN: close_applications,
        C.IN_PROGRESS: settle_campaign_or_wait,
    },
    Application: dict.fromkeys([A.PENDING, A.SHORTLISTED, A.OFFERED, A.COUNTERED], give_up_application),
    Collaboration: {
        K.AGREED: lapse_collaboration,
        K.SIGNED: lapse_unless_held,
        K.FUNDED: start_work,
        K.ACTIVE: settle_or_wait,
        K.DISPUTED: decide_by_table,
    },
    Deliverable: {
        D.DUE: drop_deliverable,
        D.CHANGES_REQUESTED: drop_deliverable,
        D.SUBMITTED: approve,
        D.APPROVED: drop_deliverable,
        D.PUBLISHED: accept,
    },
}


def is_taken_back(row: Collaboration | Deliverable) -> bool:
    """By the payer's bank, which decides, or has decided and the news is still on the way. The escrow comes
    last in the order of locks, after the deliverables.
    """
    deal = row.collaboration if isinstance(row, Deliverable) else row
    lock_money(deal)
    is_lost = deal.state in LIVE and deal.escrow.state != Escrow.State.HELD
    return is_lost or deal.escrow.charged_back_at is not None


def leave(row: Timed) -> bool:
    """Run the exit of a locked row whose deadline has passed; False when nothing may move: a dispute, or a
    bank that takes the payment back, looked at again under the escrow's lock.
    """
    if isinstance(row, Deliverable) and row.collaboration.state not in RUNNING:
        return False
    if isinstance(row, Collaboration | Deliverable) and is_taken_back(row):
        return False
    EXITS[type(row)][row.state](row)
    return True
