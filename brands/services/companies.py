"""The company's profile, and the wallet it opens with."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from brands.facts import BrandCreated
from brands.models import Brand, BrandMember
from brands.policies import forget_roles, may_administer
from events.services import emit
from kit.errors import Stale, ensure
from kit.morocco import digits_of, is_ice
from kit.pictures import replace_picture, store_picture
from kit.text import tidy, tidy_lines
from kit.throttle import take
from payments.services import open_wallet
from taxes.services import set_identity

ICE_DIGITS = 15
EDITABLE = {"name", "legal_name", "ice", "sector", "city", "site", "about"}
LINES = {"name", "legal_name"}
IDENTITY = {"name", "legal_name", "ice", "city"}  # what stands on papers


@transaction.atomic
def create_brand(*, name: str, by: User) -> Brand:
    """Open a company profile with its wallet; `by` becomes the owner. Raises NotAllowed for other roles."""
    ensure(by.is_brand)
    name = tidy(name)
    wallet = open_wallet(kind="brand", name=name, holder=by)
    brand = Brand(wallet=wallet, slug=free_slug(name), name=name)
    brand.full_clean(exclude=["wallet"], validate_unique=False, validate_constraints=False)
    _save_new(brand)
    BrandMember.objects.create(brand=brand, user=by, role=BrandMember.Role.OWNER)
    forget_roles(by)
    set_identity(party_id=wallet.pk, legal_name=name, ice="", city="", by=by)
    emit(BrandCreated(brand_id=str(brand.pk), name=brand.name), by=by)
    return brand


def _save_new(brand: Brand) -> None:
    """Two of one name may come at the same moment: whoever loses gets the next free address."""
    try:
        with transaction.atomic():
            brand.save(force_insert=True)
    except IntegrityError:
        brand.slug = free_slug(brand.name)
        brand.save(force_insert=True)


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
    if IDENTITY & set(changed):
        with override("fr"):  # one spelling on papers, whatever language the page was in
            legal_name, city = brand.legal_name or brand.name, str(brand.get_city_display())
        set_identity(party_id=brand.wallet_id, legal_name=legal_name, ice=brand.ice, city=city, by=by)
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
