"""Handing a brand over: the owner offers, a member accepts, and both roles change in one go."""

from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import insist_proof
from brands.errors import OfferGone
from brands.facts import OwnershipMoved, OwnershipOffered
from brands.models import Brand, BrandMember, OwnershipOffer
from brands.policies import is_member
from brands.services.locks import lock_as_owner, lock_for
from brands.services.members import other_member, set_role
from events.services import emit
from kit.errors import ensure
from mail.services import post_letter

End, Role = OwnershipOffer.End, BrandMember.Role


@transaction.atomic
def offer_ownership(*, brand_id: Any, user: User, by: User) -> OwnershipOffer:
    """Propose a member to become the owner; an offer that was open is withdrawn. Raises NotAllowed,
    ProofNeeded, DoesNotExist for a stranger, ValidationError for the owner.
    """
    insist_proof(by=by)
    brand = lock_as_owner(brand_id, by)
    other_member(brand, user)
    brand.ownership_offers.finish(End.WITHDRAWN)
    offer = OwnershipOffer.objects.create(brand=brand, to=user, offered_by=by)
    post_letter(
        kind="ownership_offered",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data={"brand": brand.name, "inviter": by.name},
    )
    emit(OwnershipOffered(brand_id=str(brand.pk), user_id=str(user.pk)), by=by)
    return offer


@transaction.atomic
def withdraw_ownership(*, brand_id: Any, by: User) -> None:
    """Take the offer back. Raises NotAllowed, and OfferGone when there is none."""
    brand = lock_as_owner(brand_id, by)
    if not brand.ownership_offers.finish(End.WITHDRAWN):
        raise OfferGone


@transaction.atomic
def decline_ownership(*, brand_id: Any, by: User) -> None:
    """Say no to the offer made to oneself. Raises NotAllowed, OfferGone."""
    _lock_offer(brand_id, by)[1].finish(End.DECLINED)


@transaction.atomic
def accept_ownership(*, brand_id: Any, by: User) -> BrandMember:
    """Become the owner; the one before becomes a manager. Raises NotAllowed, OfferGone."""
    brand, offers = _lock_offer(brand_id, by)
    before = brand.memberships.select_related("user").get(role=Role.OWNER)
    mine = brand.memberships.get(user=by)
    before.brand = mine.brand = brand
    mine.user = by
    set_role(before, Role.MANAGER)  # first: a brand has one owner at a time
    set_role(mine, Role.OWNER)
    offers.finish(End.ACCEPTED)
    fact = OwnershipMoved(brand_id=str(brand.pk), from_id=str(before.user_id), to_id=str(by.pk))
    emit(fact, by=by)
    return mine


def _lock_offer(brand_id: Any, by: User) -> tuple[Brand, Any]:
    """The locked brand, and the open offer to this person as a queryset of one."""
    brand = lock_for(brand_id, by)
    ensure(is_member(by, brand))
    offers = brand.ownership_offers.open().filter(to=by)
    if not offers.exists():
        raise OfferGone
    return brand, offers
