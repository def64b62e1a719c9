"""The approval of a brief by the staff."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.errors import BriefIncomplete, ReasonMissing
from campaigns.facts import CampaignApproved, CampaignRejected, CampaignSubmitted
from campaigns.models import Campaign
from campaigns.policies import may_approve, may_edit
from campaigns.selectors.briefs import missing_items
from campaigns.services.locks import lock_campaign
from campaigns.services.moves import advance, ids_of
from campaigns.services.texts import fitted
from kit.errors import WrongState, ensure
from plans.services import ensure_room

State = Campaign.State


@transaction.atomic
def submit_for_approval(*, campaign_id: Any, by: User) -> Campaign:
    """Hand a whole brief to the staff. Raises NotAllowed, WrongState, BriefIncomplete(missing), PlanLimit."""
    campaign = lock_campaign(campaign_id)
    ensure(may_edit(by, campaign))
    refuse_incomplete(campaign)
    _ensure_room(campaign)
    fact = CampaignSubmitted(**ids_of(campaign))
    advance(campaign, State.PENDING_APPROVAL, by=by, fact=fact)
    return campaign


def _ensure_room(campaign: Campaign) -> None:
    """The brand's plan says how many may be in review or open at a time."""
    if not campaign.can_move(State.PENDING_APPROVAL):
        return
    others = Campaign.objects.filter(brand=campaign.brand, state__in=[State.PENDING_APPROVAL, State.OPEN])
    ensure_room(wallet=campaign.brand.wallet, limit="open_campaigns", count=others.count)


def refuse_incomplete(campaign: Campaign) -> None:
    """Raises BriefIncomplete; a brief at the wrong moment is refused for that instead."""
    missing = missing_items(campaign)
    if missing and campaign.can_move(State.PENDING_APPROVAL):
        raise BriefIncomplete(missing=missing)


@transaction.atomic
def approve_campaign(*, campaign_id: Any, by: User) -> Campaign:
    """Make a brief public until its last day to apply. Raises NotAllowed, WrongState, and BriefIncomplete
    when its dates have passed while it waited.
    """
    campaign = lock_campaign(campaign_id)
    ensure(may_approve(by))
    if campaign.state != State.PENDING_APPROVAL:
        raise WrongState(state=campaign.state, wanted=State.OPEN)
    if missing := missing_items(campaign):
        raise BriefIncomplete(missing=missing)
    campaign.published_at, campaign.rejection_reason = timezone.now(), ""
    fields = ["published_at", "rejection_reason"]
    advance(campaign, State.OPEN, by=by, fields=fields, fact=CampaignApproved(**ids_of(campaign)))
    return campaign


@transaction.atomic
def reject_campaign(*, campaign_id: Any, reason: str, by: User) -> Campaign:
    """Ask the brand for a correction, in words it will read. Raises NotAllowed, WrongState, ReasonMissing."""
    campaign = lock_campaign(campaign_id)
    ensure(may_approve(by))
    reason = fitted(Campaign.rejection_reason, reason, key="reason")
    if not reason:
        raise ReasonMissing
    campaign.rejection_reason = reason
    fact = CampaignRejected(**ids_of(campaign), reason=reason)
    fields = ["rejection_reason"]
    advance(campaign, State.REJECTED, by=by, fields=fields, data={"reason": reason}, fact=fact)
    return campaign
