"""The profile itself: who the creator is, where, in which niches and languages."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.services import emit
from influencers.facts import InfluencerCreated
from influencers.models import Influencer
from influencers.policies import may_edit
from influencers.services.cards import settle_profile
from influencers.services.packages import set_packages
from influencers.services.social import set_social_accounts
from kit.errors import Stale, ensure
from kit.pictures import replace_picture, store_picture
from kit.text import tidy, tidy_lines
from kit.throttle import take
from payments.services import open_wallet

EDITABLE = {"name", "handle", "bio", "niches", "languages", "city"}
HANDLE = re.compile(r"[a-z0-9][a-z0-9_-]{2,29}")
# Checked or kept by somebody else: the wallet's and the user's own code, the database.
KEPT_ELSEWHERE = ["wallet", "user", "folded", "price_band"]
RESERVED = {
    "admin",
    "api",
    "influmaroc",
    "staff",
    "support",
    "help",
    "aide",
    "moi",
    "me",
    "createur",
    "marque",
}


@transaction.atomic
def create_influencer(*, name: str, by: User, handle: str = "") -> Influencer:
    """Open a creator's profile with its wallet. Raises NotAllowed for other roles.

    A wanted `handle` is checked (ValidationError); without one, the name gives a free handle.
    """
    ensure(by.is_influencer)
    name = tidy(name)
    wanted = checked_handle(handle) if handle else free_handle(name)
    wallet = open_wallet(kind="influencer", name=name, holder=by)
    influencer = Influencer(user=by, wallet=wallet, name=name, handle=wanted)
    influencer.full_clean(exclude=KEPT_ELSEWHERE, validate_unique=False, validate_constraints=False)
    _save_new(influencer, name)
    emit(InfluencerCreated(influencer_id=str(influencer.pk), name=influencer.name), by=by)
    return settle_profile(influencer, by=by)


def _save_new(influencer: Influencer, name: str) -> None:
    """Two of one name may come at the same moment: whoever loses gets the next free handle."""
    try:
        with transaction.atomic():
            influencer.save(force_insert=True)
    except IntegrityError:
        influencer.handle = free_handle(name)
        influencer.save(force_insert=True)


def free_handle(name: str) -> str:
    """A handle made of the name, with a random tail when it is taken or too short."""
    base = slugify(name)[:20].strip("-_") or "createur"
    taken = base in RESERVED or Influencer.objects.filter(handle=base).exists()
    if HANDLE.fullmatch(base) and not taken:
        return base
    return f"{base}-{get_random_string(5, 'abcdefghjkmnpqrstuvwxyz23456789')}"


def checked_handle(value: str, *, owner: Influencer | None = None) -> str:
    """A handle in its stored form. Raises ValidationError when its shape is wrong or it is taken."""
    handle = value.strip().lstrip("@").lower()
    if not HANDLE.fullmatch(handle):
        raise ValidationError({"handle": _("Use 3 to 30 letters a-z, digits, hyphens or underscores.")})
    taken = Influencer.objects.filter(handle=handle).exclude(pk__in=[owner.pk] if owner else [])
    if handle in RESERVED or taken.exists():
        raise ValidationError({"handle": ValidationError(_("This handle is already taken."), code="taken")})
    return handle


@transaction.atomic
def update_influencer(
    *, influencer_id: Any, fields: dict, by: User, version: int | None = None
) -> Influencer:
    """Change a profile. Unknown keys are ignored; region, main niche and figures follow by themselves.

    Raises NotAllowed, Stale when `version` is not the stored one, and ValidationError by field.
    """
    influencer = Influencer.objects.lock(influencer_id)
    ensure(may_edit(by, influencer))
    if version is not None and version != influencer.version:
        raise Stale(version=influencer.version)
    names = sorted(EDITABLE & set(fields))
    for name in names:
        setattr(influencer, name, _clean(influencer, name, fields[name]))
    influencer.full_clean(exclude=KEPT_ELSEWHERE)
    try:
        with transaction.atomic():
            return settle_profile(influencer, by=by, changed=names)
    except IntegrityError as error:
        raise ValidationError({"handle": _("This handle is already taken.")}) from error


@transaction.atomic
def save_profile(*, influencer_id: Any, fields: dict, by: User, version: int | None = None) -> Influencer:
    """A whole profile at once: its fields, and "social_accounts" and "packages" when they are given.

    All of it or none of it; raises what update_influencer, set_social_accounts and set_packages raise.
    """
    influencer = update_influencer(influencer_id=influencer_id, fields=fields, by=by, version=version)
    if "social_accounts" in fields:
        set_social_accounts(influencer_id=influencer_id, accounts=fields["social_accounts"], by=by)
    if "packages" in fields:
        set_packages(influencer_id=influencer_id, packages=fields["packages"], by=by)
    return influencer


def set_portrait(*, influencer_id: Any, upload: Any, by: User) -> Influencer:
    """Another portrait, or none (`upload` is None). Raises NotAllowed and kit.pictures.PictureRefused.

    The photo is looked into and stored before the row is locked; the one before goes after commit.
    """
    ensure(may_edit(by, Influencer.objects.get(pk=influencer_id)))
    if upload is not None:
        take("picture", str(by.pk))
    return _show(influencer_id, store_picture(upload, owner=influencer_id) if upload else "", by)


@transaction.atomic
def _show(influencer_id: Any, name: str, by: User) -> Influencer:
    influencer = Influencer.objects.lock(influencer_id)
    before, influencer.portrait = influencer.portrait, name
    replace_picture(before, name)
    return settle_profile(influencer, by=by, changed=["portrait"])


def _clean(influencer: Influencer, name: str, value: Any) -> Any:
    if name == "handle":
        return checked_handle(value, owner=influencer)
    if name == "bio":
        return tidy_lines(value)
    if name == "name":
        return tidy(value)
    return list(dict.fromkeys(value)) if isinstance(value, list | tuple) else value
