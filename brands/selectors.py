"""Reads of brands."""

from typing import Any

from brands.models import Brand, BrandMember


def brand_of(user: Any) -> Brand | None:
    """The brand a person works for: the first one joined, or None. One query."""
    if not user.is_authenticated:
        return None
    return Brand.objects.of(user).select_related("wallet").order_by("memberships__joined_at").first()


def members_of(brand: Brand) -> list[BrandMember]:
    """Members with their person, the owner first."""
    roles = BrandMember.Role
    order: dict[str, int] = {roles.OWNER: 0, roles.MANAGER: 1, roles.FINANCE: 2, roles.VIEWER: 3}
    rows = brand.memberships.select_related("user").order_by("joined_at")
    return sorted(rows, key=lambda member: order[member.role])
