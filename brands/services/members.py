"""The members of a brand, with the wallet that they may look into."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands.errors import OwnerStays
from brands.facts import MemberAdded, MemberChanged, MemberLeft, MemberRemoved
from brands.models import Brand, BrandMember, OwnershipOffer
from brands.policies import MANAGES, PAYS, forget_roles, is_member, may_leave, party_key
from brands.services.locks import lock_as_owner, lock_for
from events.services import emit
from kit.errors import ensure
from mail.services import post_letter
from messaging.services import seat_member, unseat_member
from payments.services import remove_holder, set_holder


@transaction.atomic
def add_member(*, brand_id: Any, user: User, role: str, by: User) -> BrandMember:
    """Let a person act for the brand without asking them: for demo data. Doors invite (invite_member)."""
    brand = lock_as_owner(brand_id, by)
    check_role(role)
    if not user.is_brand:
        raise ValidationError({"user": _("Only a brand account can join a brand.")})
    if BrandMember.objects.filter(brand=brand, user=user).exists():
        raise ValidationError({"user": _("This person is already a member.")})
    return place(brand, user, role, by=by)


@transaction.atomic
def change_member(*, brand_id: Any, user: User, role: str, by: User) -> BrandMember:
    """Give a member another role; the owner's own place cannot be changed here."""
    brand = lock_as_owner(brand_id, by)
    check_role(role)
    member = other_member(brand, user)
    set_role(member, role)
    emit(MemberChanged(brand_id=str(brand.pk), user_id=str(user.pk), role=role), by=by)
    return member


@transaction.atomic
def remove_member(*, brand_id: Any, user: User, by: User) -> None:
    """End a person's place in the brand and in its wallet, and tell them. The owner cannot be removed."""
    brand = lock_as_owner(brand_id, by)
    take_away(other_member(brand, user))
    post_letter(
        kind="member_removed",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data={"brand": brand.name},
    )
    emit(MemberRemoved(brand_id=str(brand.pk), user_id=str(user.pk)), by=by)


@transaction.atomic
def leave_brand(*, brand_id: Any, by: User) -> None:
    """End one's own place. Raises NotAllowed for strangers, OwnerStays for the owner."""
    brand = lock_for(brand_id, by)
    ensure(is_member(by, brand))
    if not may_leave(by, brand):
        raise OwnerStays
    take_away(BrandMember.objects.select_related("user", "brand__wallet").get(brand=brand, user=by))
    forget_roles(by)
    emit(MemberLeft(brand_id=str(brand.pk), user_id=str(by.pk)), by=by)


def check_role(role: str) -> None:
    """Raises ValidationError for a role that cannot be given."""
    if role not in set(BrandMember.Role.values) - {BrandMember.Role.OWNER}:
        raise ValidationError({"role": _("Choose manager, finance or viewer.")})


def place(brand: Brand, user: User, role: str, *, by: User) -> BrandMember:
    """Write a new member of a locked brand."""
    member = BrandMember.objects.create(brand=brand, user=user, role=role)
    set_holder(wallet=brand.wallet, user=user, may_pay=role in PAYS)
    seat_member(key=party_key(brand.pk), user_id=user.pk, writes=role in MANAGES)
    forget_roles(user)
    emit(MemberAdded(brand_id=str(brand.pk), user_id=str(user.pk), role=role), by=by)
    return member


def set_role(member: BrandMember, role: str) -> None:
    """Write another role; who may pay also moves the wallet's money."""
    member.role = role
    member.save(update_fields=["role"])
    set_holder(wallet=member.brand.wallet, user=member.user, may_pay=role in PAYS)
    seat_member(key=party_key(member.brand_id), user_id=member.user_id, writes=role in MANAGES)
    forget_roles(member.user)


def take_away(member: BrandMember) -> None:
    """Drop a member, their view of the wallet, their places in conversations, and an offer of ownership
    that waits for them.
    """
    member.delete()
    remove_holder(wallet=member.brand.wallet, user=member.user)
    unseat_member(key=party_key(member.brand_id), user_id=member.user_id)
    OwnershipOffer.objects.filter(brand=member.brand, to=member.user).finish(OwnershipOffer.End.WITHDRAWN)
    forget_roles(member.user)


def other_member(brand: Brand, user: User) -> BrandMember:
    """A member other than the owner. Raises DoesNotExist and ValidationError."""
    member = BrandMember.objects.get(brand=brand, user=user)
    if member.role == BrandMember.Role.OWNER:
        raise ValidationError({"user": _("The owner's place cannot be changed.")})
    member.brand, member.user = brand, user
    return member
