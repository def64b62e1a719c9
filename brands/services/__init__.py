"""Writes of brands: the company's profile, its team, who is asked to join it and who owns it."""

from brands.services.companies import create_brand, set_logo, update_brand
from brands.services.invitations import (
    accept_invitation,
    decline_invitation,
    find_invitation,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from brands.services.limits import set_spending_limit
from brands.services.members import add_member, change_member, leave_brand, remove_member
from brands.services.ownership import (
    accept_ownership,
    decline_ownership,
    offer_ownership,
    withdraw_ownership,
)

__all__ = [
    "accept_invitation",
    "accept_ownership",
    "add_member",
    "change_member",
    "create_brand",
    "decline_invitation",
    "decline_ownership",
    "find_invitation",
    "invite_member",
    "leave_brand",
    "offer_ownership",
    "remove_member",
    "resend_invitation",
    "set_logo",
    "set_spending_limit",
    "update_brand",
    "withdraw_invitation",
    "withdraw_ownership",
]
