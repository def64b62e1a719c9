"""Writes of creators' profiles. Every one of them leaves the public card of the list fresh."""

from influencers.services.cards import refresh_cards, refresh_listing
from influencers.services.packages import add_package, remove_package, set_packages, update_package
from influencers.services.profiles import (
    checked_handle,
    create_influencer,
    save_profile,
    set_portrait,
    update_influencer,
)
from influencers.services.social import set_social_accounts

__all__ = [
    "add_package",
    "checked_handle",
    "create_influencer",
    "refresh_cards",
    "refresh_listing",
    "remove_package",
    "save_profile",
    "set_packages",
    "set_portrait",
    "set_social_accounts",
    "update_influencer",
    "update_package",
]
