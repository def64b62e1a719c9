from brands.api.companies import BrandDetail, BrandList, OwnBrand
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
