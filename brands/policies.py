"""What each member may do. Templates ask may_*; services insist with kit.errors.ensure()."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brands.models import Brand, BrandMember

Role = BrandMember.Role


class Duty(NamedTuple):
    """One thing that can be done for a brand, in words for the team page, and the roles that may do it."""

    words: Promise
    roles: frozenset[str]


def _duty(words: Promise, *roles: str) -> Duty:
    return Duty(words, frozenset(roles))


def party_key(brand_id: Any) -> str:
    """A brand's name among the sides of conversations."""
    return f"brand:{brand_id}"


# The one table of rights inside a brand: shown on the team page, asked by may_*, held to both by a test.
DUTIES: dict[str, Duty] = {
    "see": _duty(_("See campaigns, contracts, messages and money"), *Role.values),
    "manage": _duty(_("Write campaigns, answer applications, review content"), Role.OWNER, Role.MANAGER),
    "sign": _duty(_("Sign contracts"), Role.OWNER, Role.MANAGER),
    "connect": _duty(_("Connect other programs (webhooks)"), Role.OWNER, Role.MANAGER),
    "pay": _duty(_("Pay, and approve the payments of others"), Role.OWNER, Role.FINANCE),
    "administer": _duty(
        _("Change the company, its team and the limit of payments; hand the brand over"), Role.OWNER
    ),
    "leave": _duty(_("Leave the team"), Role.MANAGER, Role.FINANCE, Role.VIEWER),
}
MANAGES, PAYS, CONNECTS = DUTIES["manage"].roles, DUTIES["pay"].roles, DUTIES["connect"].roles


def rights() -> list[tuple[Promise | str, list[Promise]]]:
    """The table read by role: the name of each, and in words what it may do."""
    return [
        (role.label, [duty.words for duty in DUTIES.values() if role in duty.roles])
        for role in BrandMember.Role
    ]


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


def _may(user: Any, brand: Brand, duty: str) -> bool:
    return role_of(user, brand) in DUTIES[duty].roles


def may_manage(user: Any, brand: Brand) -> bool:
    """Write campaigns, answer applications, review content."""
    return _may(user, brand, "manage")


def may_sign(user: Any, brand: Brand) -> bool:
    return _may(user, brand, "sign")


def may_connect(user: Any, brand: Brand) -> bool:
    """Have other machines told what happens to the brand."""
    return _may(user, brand, "connect")


def may_pay(user: Any, brand: Brand) -> bool:
    return _may(user, brand, "pay")


def may_administer(user: Any, brand: Brand) -> bool:
    """Change the company's own data, its members and its limit; hand it over."""
    return _may(user, brand, "administer")


def may_leave(user: Any, brand: Brand) -> bool:
    return _may(user, brand, "leave")
