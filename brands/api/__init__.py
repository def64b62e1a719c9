from brands.api.companies import BrandDetail, BrandList, BrandLogo, OwnBrand
from brands.api.invitations import (
    AcceptInvitation,
    DeclineInvitation,
    InvitationDetail,
    InvitationResend,
    Invitations,
)
from brands.api.team import Leaving, Member, Members, Ownership, OwnershipAnswer, SpendingLimit

__all__ = [
    "AcceptInvitation",
    "BrandDetail",
    "BrandList",
    "BrandLogo",
    "DeclineInvitation",
    "InvitationDetail",
    "InvitationResend",
    "Invitations",
    "Leaving",
    "Member",
    "Members",
    "OwnBrand",
    "Ownership",
    "OwnershipAnswer",
    "SpendingLimit",
]
