"""The tokens of the API: simplejwt's, with rotation and revocation done here under a row lock, so that two
refreshes at once cannot both win.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.utils import get_md5_hash_password

from accounts.errors import WrongToken
from accounts.models import User


@dataclass(frozen=True)
class Tokens:
    """A pair just issued, and whose it is."""

    access: str
    refresh: str
    user: User


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
