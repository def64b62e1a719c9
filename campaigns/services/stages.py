"""What a campaign does by itself: it closes applications, opens again when a place becomes free, and ends."""

from typing import Any

from campaigns.facts import (
    ApplicationLapsed,
    CampaignCancelled,
    CampaignCompleted,
    CampaignRejected,
    CampaignReopened,
    CampaignStarted,
)
from campaigns.models import Application, Campaign
from campaigns.selectors.budgets import places_of
from campaigns.selectors.calendar import today
from campaigns.services.locks import application_of
from campaigns.services.moves import advance, ids_of

State = Campaign.State


def lapse(application: Application, *, reason: str = "no_answer", by: Any = None) -> None:
    """End an application nobody has answered, or that has nothing left to apply for."""
    fact = ApplicationLapsed(**ids_of(application), reason=reason)
    advance(application, Application.State.LAPSED, by=by, data={"reason": reason}, fact=fact)


def return_to_draft(campaign: Campaign) -> None:
    """The staff did not answer in time: the brand may submit again at once."""
    fact = CampaignRejected(**ids_of(campaign), reason="", automatic=True)
    advance(campaign, State.DRAFT, fact=fact)


def end_unused(campaign: Campaign) -> None:
    """A brief nobody touched for its idle days."""
    advance(campaign, State.CANCELLED, fact=CampaignCancelled(**ids_of(campaign), automatic=True))


def start_campaign(campaign: Campaign, *, by: Any = None) -> None:
    """Close applications: every place is taken, or the last day to apply has passed."""
    advance(campaign, State.IN_PROGRESS, by=by, fact=CampaignStarted(**ids_of(campaign)))


def is_before_deadline(campaign: Campaign) -> bool:
    """Today may still bring an application."""
    day = campaign.application_deadline
    return day is not None and today() <= day


def takes_applications(campaign: Campaign) -> bool:
    """Open, and before the last day to apply is over."""
    return campaign.state == State.OPEN and is_before_deadline(campaign)


def lapse_applications(campaign: Campaign, reason: str, *, by: Any = None) -> None:
    """Answer everybody who still waits: there is nothing left to apply for."""
    for pk in campaign.applications.live().order_by("pk").values_list("pk", flat=True):
        lapse(application_of(campaign, pk), reason=reason, by=by)


def settle_campaign(campaign: Campaign, *, by: Any = None) -> None:
    """Look at a locked campaign after something in it has ended: go on, open again, or end.

    It ends when no collaboration runs and none can come: every place used up, or the last day to apply
    has passed with nobody waiting for an answer.
    """
    if campaign.state not in {State.OPEN, State.IN_PROGRESS}:
        return
    places = places_of(campaign)
    if places.free and is_before_deadline(campaign):
        reopen(campaign, by=by)
    elif not places.live and not (places.free and campaign.applications.live().exists()):
        end_campaign(campaign, is_completed=places.taken > 0, by=by)


def reopen(campaign: Campaign, *, by: Any = None) -> None:
    """A place is free again; an open campaign stays as it is."""
    if campaign.state == State.IN_PROGRESS:
        advance(campaign, State.OPEN, by=by, fact=CampaignReopened(**ids_of(campaign)))


def end_campaign(campaign: Campaign, *, is_completed: bool, by: Any = None) -> None:
    """Completed when a place brought content that was paid; else nothing came of it."""
    if campaign.state == State.OPEN:
        start_campaign(campaign, by=by)
    lapse_applications(campaign, "campaign_ended", by=by)
    if is_completed:
        advance(campaign, State.COMPLETED, by=by, fact=CampaignCompleted(**ids_of(campaign)))
    else:
        fact = CampaignCancelled(**ids_of(campaign), automatic=True)
        advance(campaign, State.CANCELLED, by=by, fact=fact)


def close_applications(campaign: Campaign) -> None:
    """The last day to apply has passed: the work goes on, or nobody came."""
    places = places_of(campaign)
    if places.live or campaign.applications.live().exists():
        start_campaign(campaign)
    else:
        end_campaign(campaign, is_completed=places.taken > 0)
