"""Writes of brands: the company's profile, and its members with the wallet they may look into."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands.facts import BrandCreated, MemberAdded, MemberChanged, MemberRemoved
from brands.models import Brand, BrandMember
from brands.policies import PAYS, forget_roles, may_administer
from events.services import emit
from kit.errors import Stale, ensure
from kit.morocco import digits_of, is_ice
from kit.pictures import replace_picture, store_picture
from kit.text import tidy, tidy_lines
from kit.throttle import take
from payments.services import open_wallet, remove_holder, set_holder

ICE_DIGITS = 15
EDITABLE = {"name", "legal_name", "ice", "sector", "city", "site", "about"}
LINES = {"name", "legal_name"}


@transaction.atomic
def create_brand(*, name: str, by: User) -> Brand:
    """Open a company profile with its wallet; `by` becomes the owner. Raises NotAllowed for other roles."""
    ensure(by.is_brand)
    name = tidy(name)
    wallet = open_wallet(kind="brand", name=name, holder=by)
    brand = Brand(wallet=wallet, slug=free_slug(name), name=name)
    brand.full_clean(exclude=["wallet"])
    brand.save()
    BrandMember.objects.create(brand=brand, user=by, role=BrandMember.Role.OWNER)
    forget_roles(by)
    emit(BrandCreated(brand_id=str(brand.pk), name=brand.name), by=by)
    return brand


def free_slug(name: str) -> str:
    """The address of a public page: the name in plain letters, with a random tail when it is taken."""
    base = slugify(name)[:50] or "marque"
    if not Brand.objects.filter(slug=base).exists():
        return base
    return f"{base}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}"


@transaction.atomic
def update_brand(*, brand_id: Any, fields: dict, by: User, version: int | None = None) -> Brand:
    """Change the company's own data. Unknown keys are ignored.

    Raises NotAllowed for members other than the owner, Stale when `version` is not the stored
    one, and ValidationError by field (a wrong or already used ICE among them).
    """
    brand = Brand.objects.lock(brand_id)
    ensure(may_administer(by, brand))
    if version is not None and version != brand.version:
        raise Stale(version=brand.version)
    changed = [name for name in sorted(EDITABLE & set(fields)) if _assign(brand, name, fields[name])]
    brand.full_clean(exclude=["wallet"], validate_constraints=False)
    brand.version += 1
    try:
        with transaction.atomic():
            brand.save(update_fields=[*changed, "version", "updated_at"])
    except IntegrityError as error:
        raise ValidationError({"ice": _("Another company already uses this ICE.")}) from error
    return brand


def set_logo(*, brand_id: Any, upload: Any, by: User) -> Brand:
    """Another logo, or none (`upload` is None). Raises NotAllowed and kit.pictures.PictureRefused.

    The picture is looked into and stored before the row is locked; the one before goes after commit.
    """
    ensure(may_administer(by, Brand.objects.get(pk=brand_id)))
    if upload is not None:
        take("picture", str(by.pk))
    return _show(brand_id, store_picture(upload, owner=brand_id) if upload else "")


@transaction.atomic
def _show(brand_id: Any, name: str) -> Brand:
    brand = Brand.objects.lock(brand_id)
    before, brand.logo = brand.logo, name
    brand.version += 1
    brand.save(update_fields=["logo", "version", "updated_at"])
    replace_picture(before, name)
    return brand


def _assign(brand: Brand, name: str, value: str) -> bool:
    clean = tidy(value) if name in LINES else tidy_lines(value)
    if name == "ice":
        clean = checked_ice(value)
    before = getattr(brand, name)
    setattr(brand, name, clean)
    return clean != before


def checked_ice(value: str) -> str:
    """The 15 digits of an ICE, or "" for none. Raises ValidationError that says what is wrong."""
    digits = digits_of(value)
    if not value.strip():
        return ""
    if not is_ice(digits):
        raise ValidationError({"ice": ValidationError(wrong_ice(digits), code="ice")})
    return digits


def wrong_ice(digits: str) -> Any:
    """Why this is not an ICE, in words for the person who typed it."""
    if len(digits) != ICE_DIGITS:
        return _("An ICE has 15 digits; this one has %(n)s.") % {"n": len(digits)}
    return _("The check digits do not fit: one digit is probably wrong.")


@transaction.atomic
def add_member(*, brand_id: Any, user: User, role: str, by: User) -> BrandMember:
    """Let a person act for the brand; who may pay also holds the wallet. Only the owner adds people."""
    brand = Brand.objects.lock(brand_id)
    ensure(may_administer(by, brand))
    _check_role(role)
    if not user.is_brand:
        raise ValidationError({"user": _("Only a brand account can join a brand.")})
    if BrandMember.objects.filter(brand=brand, user=user).exists():
        raise ValidationError({"user": _("This person is already a member.")})
    member = BrandMember.objects.create(brand=brand, user=user, role=role)
    _hold_wallet(brand, user, role)
    emit(MemberAdded(brand_id=str(brand.pk), user_id=str(user.pk), role=role), by=by)
    return member


@transaction.atomic
def change_member(*, brand_id: Any, user: User, role: str, by: User) -> BrandMember:
    """Give a member another role; the owner's own place cannot be changed here."""
    brand = Brand.objects.lock(brand_id)
    ensure(may_administer(by, brand))
    _check_role(role)
    member = _other_member(brand, user)
    member.role = role
    member.save(update_fields=["role"])
    _hold_wallet(brand, user, role)
    emit(MemberChanged(brand_id=str(brand.pk), user_id=str(user.pk), role=role), by=by)
    return member


@transaction.atomic
def remove_member(*, brand_id: Any, user: User, by: User) -> None:
    """End a person's place in the brand and in its wallet. The owner cannot be removed."""
    brand = Brand.objects.lock(brand_id)
    ensure(may_administer(by, brand))
    _other_member(brand, user).delete()
    remove_holder(wallet=brand.wallet, user=user)
    forget_roles(user)
    emit(MemberRemoved(brand_id=str(brand.pk), user_id=str(user.pk)), by=by)


def _check_role(role: str) -> None:
    if role not in set(BrandMember.Role.values) - {BrandMember.Role.OWNER}:
        raise ValidationError({"role": _("Choose manager, finance or viewer.")})


def _other_member(brand: Brand, user: User) -> BrandMember:
    member = BrandMember.objects.get(brand=brand, user=user)
    if member.role == BrandMember.Role.OWNER:
        raise ValidationError({"user": _("The owner's place cannot be changed.")})
    return member


def _hold_wallet(brand: Brand, user: User, role: str) -> None:
    set_holder(wallet=brand.wallet, user=user, may_pay=role in PAYS)
    forget_roles(user)
