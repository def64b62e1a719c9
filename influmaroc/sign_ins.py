"""Who comes in: a page by its session, a client by its token, a websocket by the session of its page.

All three look up the sign-in, so one that was ended lets nobody in any more.
"""

from typing import Any, cast

from channels.db import database_sync_to_async
from channels.middleware import BaseMiddleware
from channels.sessions import CookieMiddleware, SessionMiddleware
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme
from rest_framework.authentication import SessionAuthentication
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from accounts.models import SignIn, User
from accounts.services import SIGN_IN_CLAIM, SIGN_IN_KEY, password_mark, who_is_in
from influmaroc.leaving import refuse_leaver
from kit.requests import put


def person_of(session: Any) -> User | AnonymousUser:
    """Who is signed in with this session, while its sign-in is open and the password the same."""
    user = who_is_in(sign_in_id=session.get(SIGN_IN_KEY), kind=SignIn.Kind.PAGE)
    proof = session.get(HASH_SESSION_KEY, "")
    if user is None or not constant_time_compare(proof, user.get_session_auth_hash()):
        return AnonymousUser()
    return user


class SignIns(AuthenticationMiddleware):
    """Puts the person on the request, looked up when first asked for. Takes the place of Django's own."""

    def process_request(self, request: HttpRequest) -> None:
        put(request, "user", SimpleLazyObject(lambda: person_of(request.session)))


class Staying:
    """Whoever is on the way out finds only the doors that are open to them."""

    def authenticate(self, request: Any) -> Any:
        found = cast("Any", super()).authenticate(request)
        if found is not None:
            refuse_leaver(found[0], request)
        return found


class TokenAuthentication(Staying, JWTAuthentication):
    """An access token is good while the sign-in it names is. One query."""

    def get_user(self, validated_token: Token) -> Any:
        user = who_is_in(sign_in_id=validated_token.get(SIGN_IN_CLAIM), kind=SignIn.Kind.API)
        if user is None or str(user.pk) != validated_token.get(api_settings.USER_ID_CLAIM):
            raise AuthenticationFailed(code="signed_out")
        mark = str(validated_token.get(api_settings.REVOKE_TOKEN_CLAIM, ""))
        if not constant_time_compare(mark, password_mark(user)):
            raise AuthenticationFailed(code="password_changed")
        return user


class PageAuthentication(Staying, SessionAuthentication):
    """A page of ours asks the API: its session, and the page's token for writes."""


class PageScheme(SessionScheme):
    """The same cookie in the API's schema."""

    target_class = "influmaroc.sign_ins.PageAuthentication"


class TokenScheme(SimpleJWTScheme):
    """The same token in the API's schema."""

    target_class = "influmaroc.sign_ins.TokenAuthentication"


class SocketSignIns(BaseMiddleware):
    """Puts the person on a websocket's scope."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        scope = {**scope, "user": await database_sync_to_async(person_of)(scope["session"])}
        return await super().__call__(scope, receive, send)


def with_person(inner: Any) -> Any:
    """Cookies, then the session, then the person."""
    return CookieMiddleware(SessionMiddleware(SocketSignIns(inner)))
