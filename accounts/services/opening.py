"""Writes of accounts: opening one, and the tokens of the API.

Passwords and sessions are Django's; tokens are simplejwt's, with rotation and revocation done here
under a row lock, so that two refreshes at once cannot both win.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.utils import get_md5_hash_password

from accounts.errors import EmailTaken, WrongLogin, WrongToken
from accounts.facts import AccountClosed, AccountReopened, UserRegistered
from accounts.models import Consent, User
from events.services import emit
from kit.errors import ensure
from kit.text import tidy
from kit.throttle import forgive, take

OPEN_ROLES = {User.Role.BRAND, User.Role.INFLUENCER}


@dataclass(frozen=True)
class Tokens:
    """A pair just issued, and whose it is."""

    access: str
    refresh: str
    user: User


@transaction.atomic
def register(*, email: str, password: str, name: str, role: str, language: str = "fr") -> User:
    """Open an account. Staff accounts are not opened here.

    Raises ValidationError by field (a weak password among them) and EmailTaken. The password is
    hashed in both cases, so the time of the answer does not tell whether the address is known.
    """
    user = User(email=email.strip().lower(), name=tidy(name), role=role, language=language)
    if role not in OPEN_ROLES:
        raise ValidationError({"role": _("Choose brand or influencer.")})
    check_password_strength(password, user)
    user.set_password(password)
    user.full_clean(validate_unique=False, validate_constraints=False)
    if User.objects.filter(email=user.email).exists():
        raise EmailTaken
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise EmailTaken from error
    emit(UserRegistered(user_id=str(user.pk), role=user.role, language=user.language), by=user)
    return user


def check_password_strength(password: str, user: User) -> None:
    """Raise ValidationError under "password" when the password is too weak for this person."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from error


@transaction.atomic
def record_consents(*, user: User, purposes: Collection[str]) -> None:
    """Keep what a person agreed to, with the time; agreeing twice keeps the first date."""
    rows = [Consent(user=user, purpose=purpose) for purpose in Consent.Purpose.values if purpose in purposes]
    Consent.objects.bulk_create(rows, ignore_conflicts=True)


def prove_identity(*, email: str, password: str, ip: str) -> User:
    """The person behind these credentials. Raises WrongLogin (always the same) and kit.throttle.TooMany.

    An unknown address costs one password hash too, so the time of the answer says nothing.
    """
    address = email.strip().lower()
    take("login", f"{address} {ip}")
    take("login-account", address)
    user = authenticate(username=address, password=password)
    if user is None:
        raise WrongLogin
    forgive("login", f"{address} {ip}")
    forgive("login-account", address)
    return user


@transaction.atomic
def issue_tokens(*, user: User) -> Tokens:
    """A fresh pair for a person who has just proved who they are."""
    refresh = RefreshToken.for_user(user)
    return Tokens(access=str(refresh.access_token), refresh=str(refresh), user=user)


@transaction.atomic
def rotate_tokens(*, refresh: str) -> Tokens:
    """Trade a refresh token for a new pair; the old one is used up. Raises WrongToken."""
    token = _claimed(refresh)
    user = User.objects.filter(pk=token[api_settings.USER_ID_CLAIM], is_active=True).first()
    if user is None or token.get(api_settings.REVOKE_TOKEN_CLAIM) != get_md5_hash_password(user.password):
        raise WrongToken
    return issue_tokens(user=user)


@transaction.atomic
def revoke_token(*, refresh: str) -> None:
    """End one refresh token (logout). Raises WrongToken when it is not usable any more."""
    _claimed(refresh)


def _claimed(refresh: str) -> RefreshToken:
    """Verify a refresh token and use it up, under a lock on its row."""
    try:
        token = RefreshToken(cast("Any", refresh))
    except TokenError as error:
        raise WrongToken from error
    rows = OutstandingToken.objects.select_for_update(of=("self",)).order_by("pk")
    row = rows.filter(jti=token[api_settings.JTI_CLAIM]).first()
    if row is None or BlacklistedToken.objects.filter(token=row).exists():
        raise WrongToken
    BlacklistedToken.objects.create(token=row)
    return token


@transaction.atomic
def revoke_tokens(*, user: User) -> int:
    """End every refresh token of a person; return how many were still open."""
    open_tokens = OutstandingToken.objects.filter(user=user, blacklistedtoken=None)
    return len(BlacklistedToken.objects.bulk_create(BlacklistedToken(token=row) for row in open_tokens))


@transaction.atomic
def speak_language(*, user: User, language: str) -> None:
    """Remember the language a person switched to."""
    if language in User.Language.values and user.language != language:
        user.language = language
        user.save(update_fields=["language"])


@transaction.atomic
def close_account(*, user_id: Any, by: User) -> User:
    """Staff: shut a person out at once. Tokens die; rows and money stay. Raises NotAllowed."""
    user = _locked(user_id, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    revoke_tokens(user=user)
    emit(AccountClosed(user_id=str(user.pk)), by=by)
    return user


@transaction.atomic
def reopen_account(*, user_id: Any, by: User) -> User:
    """Staff: let a person in again. Raises NotAllowed."""
    user = _locked(user_id, by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    emit(AccountReopened(user_id=str(user.pk)), by=by)
    return user


def _locked(user_id: Any, by: User) -> User:
    ensure(by.is_staff and by.pk != user_id)
    return User.objects.select_for_update().get(pk=user_id)
