"""Tables of brands."""

from brands.models.companies import Brand
from brands.models.team import BrandMember, Invitation, OwnershipOffer

__all__ = ["Brand", "BrandMember", "Invitation", "OwnershipOffer"]
