"""Ending early on purpose: the fee by stage that both sides signed."""

from typing import Any

from django.db import transaction

from accounts.models import User
from campaigns.errors import InDispute, ReasonMissing, WorkIsDone
from campaigns.facts import CampaignCancelled, CollaborationCancelled
from campaigns.models import Campaign, Collaboration
from campaigns.policies import BRAND, may_cancel, may_cancel_campaign, side_of
from campaigns.selectors.budgets import LIVE
from campaigns.selectors.consequences import consequences_for, is_retaining
from campaigns.services.endings import end, money_of
from campaigns.services.locks import collaboration_of, lock_campaign, lock_collaboration, lock_money
from campaigns.services.moves import advance, ids_of
from campaigns.services.stages import lapse_applications
from campaigns.services.texts import fitted
from kit.errors import WrongState, ensure
from payments.errors import EscrowFrozen

State = Collaboration.State


@transaction.atomic
def cancel_collaboration(*, collaboration_id: Any, reason: str, by: User) -> Collaboration:
    """End a contract for one's side; the money goes as selectors.cancel_consequences shows it.

    Raises NotAllowed, ReasonMissing, InDispute, WrongState, WorkIsDone, EscrowFrozen.
    """
    collaboration = lock_collaboration(collaboration_id)
    ensure(may_cancel(by, collaboration))
    reason = fitted(Collaboration.end_reason, reason, key="reason")
    if not reason:
        raise ReasonMissing
    cancel(collaboration, str(side_of(by, collaboration)), reason, by=by)
    return collaboration


def cancel(collaboration: Collaboration, side: str, reason: str, *, by: Any) -> None:
    """End a locked contract for one side at its fee by stage. Raises InDispute, WrongState, WorkIsDone,
    EscrowFrozen.
    """
    if collaboration.state == State.DISPUTED:
        raise InDispute
    if not collaboration.can_move(State.CANCELLED):
        raise WrongState(state=collaboration.state, wanted=State.CANCELLED)
    lock_money(collaboration)
    if is_retaining(collaboration.escrow):
        raise WorkIsDone
    if collaboration.escrow.is_frozen:
        raise EscrowFrozen(reason=collaboration.escrow.frozen_reason)
    outcome = consequences_for(collaboration, side)
    fact = CollaborationCancelled(**ids_of(collaboration), **money_of(outcome), side=side, reason=reason)
    kept = outcome.influencer_centimes
    end(collaboration, State.CANCELLED, kept=kept, reason=reason, by=by, fact=fact)


@transaction.atomic
def cancel_campaign(*, campaign_id: Any, by: User) -> Campaign:
    """End a campaign whatever its state: applicants are told, each running contract is cancelled at its
    fee by stage; a contract in dispute goes on to its decision, one
    whose work is done to the end of its retention. Raises NotAllowed, WrongState.
    """
    campaign = lock_campaign(campaign_id)
    ensure(may_cancel_campaign(by, campaign))
    advance(campaign, Campaign.State.CANCELLED, by=by, fact=CampaignCancelled(**ids_of(campaign)))
    lapse_applications(campaign, "campaign_cancelled", by=by)
    running = campaign.collaborations.filter(state__in=LIVE).exclude(state=State.DISPUTED)
    for pk in running.order_by("pk").values_list("pk", flat=True):
        collaboration = collaboration_of(campaign, pk)
        if not is_untouchable(collaboration):
            cancel(collaboration, BRAND, "campaign_cancelled", by=by)
    return campaign


def is_untouchable(collaboration: Collaboration) -> bool:
    """It ends by itself: a bank decides, or the work is done and the rest of the price is retained."""
    lock_money(collaboration)
    return collaboration.escrow.is_frozen or is_retaining(collaboration.escrow)
