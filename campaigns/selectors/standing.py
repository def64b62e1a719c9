"""Whether the person who reads a campaign may apply, and when not, why."""

from dataclasses import dataclass, field
from typing import Any

from campaigns.models import Application, Campaign
from campaigns.policies import influencer_of
from campaigns.selectors.briefs import fit
from campaigns.selectors.budgets import Places, places_of
from campaigns.selectors.calendar import today
from influencers.models import Influencer


@dataclass(frozen=True)
class Standing:
    """`code`: visitor, own_brand, not_creator, applied, full, deadline, ended, not_public, missing or open.

    `fits` holds (criterion, met) for a creator; "listed" and "min_followers" decide, the others inform.
    """

    code: str
    places: Places
    influencer: Influencer | None = None
    application: Application | None = None
    fits: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        return [code for code, is_met in self.fits if not is_met and code in {"listed", "min_followers"}]


def standing(campaign: Campaign, user: Any) -> Standing:
    """At most four queries."""
    places = places_of(campaign)
    influencer = influencer_of(user) if user.is_authenticated else None
    if influencer is None:
        return Standing(_for_others(campaign, user) or _closed(campaign, places) or "visitor", places)
    mine = Application.objects.filter(campaign=campaign, influencer=influencer).first()
    if mine is not None:
        return Standing("applied", places, influencer, mine)
    fits = fit(campaign, influencer)
    found = Standing("open", places, influencer, None, fits)
    code = _closed(campaign, places) or ("missing" if found.missing else "open")
    return Standing(code, places, influencer, None, fits)


def _for_others(campaign: Campaign, user: Any) -> str | None:
    if not user.is_authenticated:
        return None
    works_here = campaign.brand.memberships.filter(user=user).exists()
    return "own_brand" if works_here else "not_creator"


def _closed(campaign: Campaign, places: Places) -> str | None:
    """Why nobody can apply any more, or None."""
    state = Campaign.State
    if campaign.state in {state.COMPLETED, state.CANCELLED}:
        return "ended"
    if campaign.state in {state.DRAFT, state.PENDING_APPROVAL, state.REJECTED}:
        return "not_public"
    if not places.free:
        return "full"
    is_late = campaign.application_deadline is not None and campaign.application_deadline < today()
    return "deadline" if is_late or campaign.state == state.IN_PROGRESS else None
