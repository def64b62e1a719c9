"""What each member may do. Templates ask may_*; services insist with kit.errors.ensure()."""

from collections.abc import Iterable
from typing import Any

from brands.models import Brand, BrandMember

Role = BrandMember.Role
MANAGES = {Role.OWNER, Role.MANAGER}
PAYS = {Role.OWNER, Role.FINANCE}
SIGNS = {Role.OWNER, Role.MANAGER}


def role_of(user: Any, brand: Brand) -> str | None:
    """The member's role, or None for a stranger. One query, cached on the user for the request; none for
    creators and staff, who cannot be members.
    """
    if not user.is_brand:
        return None
    cache = user.__dict__.setdefault("_brand_roles", {})
    if brand.pk not in cache:
        roles = BrandMember.objects.filter(brand=brand, user=user).values_list("role", flat=True)
        cache[brand.pk] = roles.first()
    return cache[brand.pk]


def know_roles(user: Any, brands: Iterable[Brand]) -> None:
    """Ask once for many brands what role_of() would ask for each. At most one query."""
    if not user.is_brand:
        return
    cache = user.__dict__.setdefault("_brand_roles", {})
    unknown = {brand.pk for brand in brands} - cache.keys()
    if unknown:
        rows = BrandMember.objects.filter(brand__in=unknown, user=user).values_list("brand_id", "role")
        cache.update({**dict.fromkeys(unknown), **dict(rows)})


def forget_roles(user: Any) -> None:
    """Drop what role_of() and selectors.brand_of() remember, after a change of members."""
    user.__dict__.pop("_brand_roles", None)
    user.__dict__.pop("_brand", None)


def is_member(user: Any, brand: Brand) -> bool:
    return role_of(user, brand) is not None


def may_manage(user: Any, brand: Brand) -> bool:
    """Write campaigns, answer applications, review content."""
    return role_of(user, brand) in MANAGES


def may_sign(user: Any, brand: Brand) -> bool:
    return role_of(user, brand) in SIGNS


def may_pay(user: Any, brand: Brand) -> bool:
    return role_of(user, brand) in PAYS


def may_administer(user: Any, brand: Brand) -> bool:
    """Change the company's own data and its members."""
    return role_of(user, brand) == Role.OWNER
