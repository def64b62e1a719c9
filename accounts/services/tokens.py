"""The tokens of the API: simplejwt's, each naming the sign-in it belongs to and nothing without it.

A refresh token is traded once. One that comes back later was stolen, by whoever holds it now or by whoever
traded it: the sign-in ends and its owner is told.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.errors import WrongToken
from accounts.models import SecurityEvent, SignIn, User
from accounts.selectors import device_name
from accounts.services.sign_ins import LIFE, end_sign_in, start_sign_in
from accounts.services.trail import NOWHERE, note
from kit.requests import Caller
from mail.services import post_letter

SIGN_IN_CLAIM = "sid"
GRACE = timedelta(seconds=10)  # two tabs, or an answer that got lost
LONGEST = timedelta(days=90)


@dataclass(frozen=True)
class Tokens:
    """A pair just issued, whose it is, and the token of the device when it was signed in just now."""

    access: str
    refresh: str
    user: User
    device: str = ""


@transaction.atomic
def issue_tokens(*, user: User, caller: Caller = NOWHERE, factor: str = "") -> Tokens:
    """Sign in a person who has just proved who they are; a fresh pair."""
    refresh = RefreshToken()
    sign_in = start_sign_in(
        user=user,
        kind=SignIn.Kind.API,
        caller=caller,
        refresh_jti=refresh[api_settings.JTI_CLAIM],
        factor=factor,
    )
    return replace(_pair(refresh, sign_in), device=caller.device)


def rotate_tokens(*, refresh: str, caller: Caller = NOWHERE) -> Tokens:
    """Trade a refresh token for a new pair; the old one is used up. Raises WrongToken.

    Within ten seconds the old one answers once more with the pair that replaced it; after that it ends the
    whole sign-in.
    """
    tokens = _rotate(_read(refresh), caller)
    if tokens is None:
        raise WrongToken
    return tokens


@transaction.atomic
def _rotate(token: RefreshToken, caller: Caller) -> Tokens | None:
    sign_in = _sign_in_of(token)
    jti, fresh = token[api_settings.JTI_CLAIM], RefreshToken()
    if jti == sign_in.refresh_jti:
        _renew(sign_in, fresh, caller)
    elif jti == sign_in.former_jti and sign_in.rotated_at and timezone.now() < sign_in.rotated_at + GRACE:
        fresh[api_settings.JTI_CLAIM] = sign_in.refresh_jti
    else:
        _end_stolen(sign_in, caller)
        return None
    return _pair(fresh, sign_in)


def _sign_in_of(token: RefreshToken) -> SignIn:
    """The open sign-in behind a token, locked. Raises WrongToken."""
    rows = SignIn.objects.open().filter(kind=SignIn.Kind.API).select_related("user")
    sign_in = rows.select_for_update(of=("self",)).filter(pk=token.get(SIGN_IN_CLAIM)).first()
    mark = str(token.get(api_settings.REVOKE_TOKEN_CLAIM, ""))
    if sign_in is None or not constant_time_compare(mark, password_mark(sign_in.user)):
        raise WrongToken
    return sign_in


def _renew(sign_in: SignIn, fresh: RefreshToken, caller: Caller) -> None:
    now = timezone.now()
    sign_in.former_jti, sign_in.refresh_jti = sign_in.refresh_jti, fresh[api_settings.JTI_CLAIM]
    sign_in.rotated_at = sign_in.seen_at = now
    sign_in.expires_at = min(now + LIFE, sign_in.started_at + LONGEST)
    sign_in.ip = caller.ip or sign_in.ip
    sign_in.save(
        update_fields=["former_jti", "refresh_jti", "rotated_at", "seen_at", "expires_at", "ip"],
    )


def _end_stolen(sign_in: SignIn, caller: Caller) -> None:
    user = sign_in.user
    end_sign_in(sign_in_id=sign_in.pk, user=user, why=SignIn.End.REUSED, caller=caller)
    note(user=user, kind=SecurityEvent.Kind.TOKEN_REUSED, caller=caller)
    post_letter(
        kind="refresh_reused",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data={"device": device_name(sign_in.user_agent), "at": timezone.now()},
    )


def _pair(refresh: RefreshToken, sign_in: SignIn) -> Tokens:
    user = sign_in.user
    refresh[api_settings.USER_ID_CLAIM] = str(user.pk)
    refresh[SIGN_IN_CLAIM] = str(sign_in.pk)
    refresh[api_settings.REVOKE_TOKEN_CLAIM] = password_mark(user)
    return Tokens(access=str(refresh.access_token), refresh=str(refresh), user=user)


@transaction.atomic
def revoke_token(*, refresh: str, caller: Caller = NOWHERE) -> None:
    """End the sign-in of a refresh token (logout), access tokens included. Raises WrongToken when over."""
    sign_in = _sign_in_of(_read(refresh))
    end_sign_in(sign_in_id=sign_in.pk, user=sign_in.user, why=SignIn.End.LOGOUT, caller=caller)


def password_mark(user: User) -> str:
    """What a token carries of the password, so that it dies with it: a keyed hash of the stored hash."""
    return salted_hmac("accounts.tokens", user.password, algorithm="sha256").hexdigest()[:32]


def _read(refresh: str) -> RefreshToken:
    try:
        return RefreshToken(cast("Any", refresh))
    except TokenError as error:
        raise WrongToken from error
