"""Who may do what. Templates ask may_*; services insist with kit.errors.ensure().

The two sides of a row are the brand (its members, by role) and the influencer (the owner of the profile).
"""

from typing import Any

from brands.models import Brand
from brands.policies import is_member, may_manage, may_pay, may_sign
from campaigns.models import Application, Campaign, Collaboration
from influencers.models import Influencer

BRAND, INFLUENCER = "brand", "influencer"
# Whose word is awaited in each live state of an application.
TURN = {
    Application.State.PENDING: BRAND,
    Application.State.SHORTLISTED: BRAND,
    Application.State.COUNTERED: BRAND,
    Application.State.OFFERED: INFLUENCER,
}


def owns(user: Any, influencer: Influencer) -> bool:
    return influencer.user_id == user.pk


def influencer_of(user: Any) -> Influencer | None:
    """The creator's profile of a user, or None. One query, cached by Django on the user."""
    return getattr(user, "influencer", None)


def may_create(user: Any, brand: Brand) -> bool:
    return may_manage(user, brand)


def may_edit(user: Any, campaign: Campaign) -> bool:
    return may_manage(user, campaign.brand)


def may_cancel_campaign(user: Any, campaign: Campaign) -> bool:
    return may_manage(user, campaign.brand)


def may_approve(user: Any) -> bool:
    """Only staff with the right decide what becomes public."""
    return bool(user.is_active and user.is_staff and user.has_perm("campaigns.change_campaign"))


def may_apply(user: Any, campaign: Campaign) -> bool:
    """Creators apply; nobody applies to their own brand."""
    return influencer_of(user) is not None and not is_member(user, campaign.brand)


def side_of(user: Any, row: Application | Collaboration) -> str | None:
    """For which side this person may answer: "brand", "influencer" or None."""
    if owns(user, row.influencer):
        return INFLUENCER
    brand = row.campaign.brand if isinstance(row, Application) else row.brand
    return BRAND if may_manage(user, brand) else None


def may_answer(user: Any, application: Application) -> bool:
    """Shortlist, offer, decline: the brand's side."""
    return side_of(user, application) == BRAND


def may_withdraw(user: Any, application: Application) -> bool:
    return owns(user, application.influencer)


def may_sign_for(user: Any, collaboration: Collaboration) -> str | None:
    """The side this person may sign for, or None."""
    if owns(user, collaboration.influencer):
        return INFLUENCER
    return BRAND if may_sign(user, collaboration.brand) else None


def may_fund(user: Any, collaboration: Collaboration) -> bool:
    return may_pay(user, collaboration.brand)


def may_cancel(user: Any, collaboration: Collaboration) -> bool:
    return side_of(user, collaboration) is not None


def may_dispute(user: Any, collaboration: Collaboration) -> bool:
    return side_of(user, collaboration) is not None


def may_decide(user: Any) -> bool:
    """Only staff with the right decide disputes."""
    return bool(user.is_active and user.is_staff and user.has_perm("campaigns.change_dispute"))


def may_deliver(user: Any, collaboration: Collaboration) -> bool:
    return owns(user, collaboration.influencer)


def may_review(user: Any, collaboration: Collaboration) -> bool:
    """Review drafts and accept publications, which releases the money."""
    return may_manage(user, collaboration.brand)
