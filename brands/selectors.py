"""Reads of brands."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from brands.errors import NoTeam
from brands.models import Brand, BrandMember, OwnershipOffer
from brands.policies import party_key
from kit.errors import NotAllowed
from kit.isolates import isolate
from kit.links import path
from messaging.models import Conversation
from messaging.selectors import Member, Side, Subject

# What the house writes into a team's conversation when somebody comes or goes, and its picture.
LINES = {
    "brands.MemberAdded": gettext_lazy("{who} joined the conversation."),
    "brands.MemberLeft": gettext_lazy("{who} left the conversation."),
    "brands.MemberRemoved": gettext_lazy("{who} left the conversation."),
}


def brand_of(user: Any) -> Brand | None:
    """The brand a person works for: the first one joined, or None. One query for the whole request, and
    role_of() then asks none; policies.forget_roles() drops both.
    """
    if not user.is_authenticated:
        return None
    if "_brand" not in user.__dict__:
        rows = user.memberships.select_related("brand__wallet").order_by("joined_at", "id")
        member = rows.first()
        user.__dict__["_brand"] = member.brand if member else None
        if member:
            user.__dict__.setdefault("_brand_roles", {})[member.brand_id] = member.role
    return user.__dict__["_brand"]


def own_brand(user: Any) -> Brand:
    """The same for pages that only members open. Raises NoTeam, or NotAllowed for other accounts."""
    brand = brand_of(user)
    if brand is None:
        raise NoTeam if user.is_brand else NotAllowed(gettext("This page is for brands."))
    return brand


def members_of(brand: Brand) -> list[BrandMember]:
    """Members with their person, the owner first."""
    roles = BrandMember.Role
    order: dict[str, int] = {roles.OWNER: 0, roles.MANAGER: 1, roles.FINANCE: 2, roles.VIEWER: 3}
    rows = brand.memberships.select_related("user").order_by("joined_at")
    return sorted(rows, key=lambda member: order[member.role])


def invitations_of(brand: Brand) -> QuerySet:
    """Those that wait for an answer, and those that expired without one, the newest first."""
    return brand.invitations.filter(ended_at=None).select_related("invited_by").order_by("-id")


def offer_of(brand: Brand) -> OwnershipOffer | None:
    """The open offer of ownership, with both people."""
    return brand.ownership_offers.open().select_related("to", "offered_by").first()


class Team:
    """The conversation of a brand's own people (settings.CONVERSATION_TOPICS): nobody else reads it."""

    def find(self, field: str, pk: UUID, by: Any) -> str | None:
        """Every member knows of it."""
        return str(pk) if BrandMember.objects.filter(brand=pk, user=by).exists() else None

    def sides(self, about: str) -> list[Side]:
        """All of them write: it is their own room."""
        brand = Brand.objects.get(pk=about)
        members = [Member(row.user_id) for row in brand.memberships.order_by("pk")]
        return [Side("brand", party_key(brand.pk), brand.name, members)]

    def shows_contacts(self, about: str) -> bool:
        """Nobody else reads along."""
        return True

    def subjects(self, abouts: Iterable[str], reader: Any) -> dict[str, Subject]:
        """One query."""
        brands = Brand.objects.in_bulk(list(abouts))
        return {
            str(brand.pk): Subject(
                title=gettext("Your team"),
                link=path("brands:team"),
                names={"brand": brand.name},
                faces={"brand": brand},
            )
            for brand in brands.values()
        }

    def words(self, label: str, data: dict[str, Any]) -> str:
        """Who came or went; "" for what is not known any more."""
        return str(LINES.get(label, "")).format(who=isolate(data.get("who", "")))

    def icon(self, label: str) -> str:
        """A person more, or one less."""
        return "user-plus" if label == "brands.MemberAdded" else "user-minus"


def talks_of_team(brand_id: str | UUID) -> QuerySet[Conversation]:
    """The conversation of its own people, or none before anybody has opened it."""
    return Conversation.objects.filter(kind=Conversation.Kind.TEAM, about=str(brand_id))
