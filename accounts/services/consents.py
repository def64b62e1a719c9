"""What people agree to, in which version, since when; and what they take back."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Consent, User

Purpose = Consent.Purpose
OWED = (Purpose.TERMS, Purpose.PRIVACY)  # an account needs these; they end with it


def present_agreement() -> str:
    """The versions that an account is asked to agree to, as User.agreed_to keeps them."""
    return " ".join(f"{purpose}={settings.CONSENT_VERSIONS[purpose]}" for purpose in OWED)


@transaction.atomic
def record_consents(*, user: User, purposes: Collection[str]) -> None:
    """Keep what a person agrees to now, in the present version; agreeing twice adds nothing.

    The person's row is locked, so that two tabs write one line.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    versions = dict(row.consents.in_force().values_list("purpose", "version"))
    for purpose in Purpose.values:
        if purpose in purposes and versions.get(purpose) != settings.CONSENT_VERSIONS[purpose]:
            versions[purpose] = _say(row, purpose, is_given=True)
    if all(versions.get(purpose) == settings.CONSENT_VERSIONS[purpose] for purpose in OWED):
        row.agreed_to = user.agreed_to = present_agreement()
        row.save(update_fields=["agreed_to"])


@transaction.atomic
def withdraw_news(*, user_id: Any) -> bool:
    """No more monthly letters; False when there was no consent. The only purpose that can be taken back."""
    row = User.objects.select_for_update().get(pk=user_id)
    if not row.consents.in_force().filter(purpose=Purpose.NEWS).exists():
        return False
    _say(row, Purpose.NEWS, is_given=False)
    return True


def _say(user: User, purpose: str, *, is_given: bool) -> str:
    version = settings.CONSENT_VERSIONS[purpose]
    Consent.objects.create(user=user, purpose=purpose, version=version, is_given=is_given)
    return version
