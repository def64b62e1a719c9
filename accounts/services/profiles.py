"""What a person says about themselves: name, language, time zone, telephone, picture."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kit import crypt
from kit.errors import Stale
from kit.morocco import phone_of
from kit.pictures import replace_picture, store_picture
from kit.text import tidy
from kit.throttle import take

EDITABLE = {"name", "language", "time_zone", "phone"}
known_zones = cache(available_timezones)


@transaction.atomic
def update_profile(*, user: User, fields: dict[str, Any], version: int | None = None) -> User:
    """A person changes what they say about themselves. Unknown keys are ignored.

    Raises Stale when `version` is not the stored one, and ValidationError by field.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if version is not None and version != row.version:
        raise Stale(version=row.version)
    for name in sorted(EDITABLE & set(fields)):
        _assign(row, name, fields[name])
    row.full_clean(exclude=["password", "email"], validate_unique=False, validate_constraints=False)
    row.version += 1
    row.save(update_fields=["name", "language", "time_zone", "sealed_phone", "version"])
    return row


def _assign(user: User, name: str, value: str) -> None:
    if name == "phone":
        user.sealed_phone = _sealed(value)
    elif name == "time_zone" and value not in known_zones():
        raise ValidationError({"time_zone": _("This is not a time zone, such as Africa/Casablanca.")})
    else:
        setattr(user, name, tidy(value))


def _sealed(value: str) -> str:
    if not value.strip():
        return ""
    number = phone_of(value)
    if number is None:
        raise ValidationError({"phone": _("Write a Moroccan number, such as 06 12 34 56 78.")})
    return crypt.encrypt(number)


def set_picture(*, user: User, upload: Any) -> User:
    """A person shows another picture, or none (`upload` is None). Raises kit.pictures.PictureRefused."""
    if upload is not None:
        take("picture", str(user.pk))
    return _show(user, store_picture(upload, owner=user.pk) if upload else "")


@transaction.atomic
def _show(user: User, name: str) -> User:
    row = User.objects.select_for_update().get(pk=user.pk)
    before, row.picture = row.picture, name
    row.save(update_fields=["picture"])
    replace_picture(before, name)
    return row
