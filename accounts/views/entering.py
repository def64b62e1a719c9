"""What every way in ends with: a fresh session, the browser remembered, and on to where one was."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import override

from accounts.models import User
from accounts.services import Entered, start_session, trust_device
from kit.requests import browser_of, remember_browser

LANDING = {
    User.Role.BRAND: "campaigns:brand_home",
    User.Role.INFLUENCER: "campaigns:creator_home",
    User.Role.STAFF: "admin:index",
}
YEAR_S = 31_536_000


def enter(request: HttpRequest, entered: Entered, onward: str, *, trust: bool = False) -> HttpResponse:
    """Sign in somebody who has shown everything, and send them on."""
    user, caller = entered.user, browser_of(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    start_session(session=request.session, user=user, caller=caller, factor=entered.factor)
    if trust:
        trust_device(user=user, caller=caller)
    return remember_browser(in_own_language(redirect(onward or landing(user)), user), caller)


def onward_of(request: HttpRequest, asked: Any = None) -> str:
    """Where to go afterwards, if it is on this site."""
    asked = asked or request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe and asked.startswith("/") else ""


def landing(user: User) -> str:
    """The first page of a role."""
    with override(user.language):
        return reverse(LANDING[User.Role(user.role)])


def in_own_language(response: HttpResponse, user: User) -> HttpResponse:
    """Send a person on in the language of the account, and remember it for the bare address."""
    response["Location"] = translate_url(response["Location"], user.language)
    secure = settings.SESSION_COOKIE_SECURE
    name = settings.LANGUAGE_COOKIE_NAME
    response.set_cookie(name, user.language, max_age=YEAR_S, samesite="Lax", secure=secure)
    return response
