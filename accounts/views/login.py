"""Signing in and out on the website."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import WrongLogin
from accounts.forms import LoginForm
from accounts.models import SignIn, User
from accounts.selectors import sign_in_of
from accounts.services import end_sign_in, prove_identity, start_session
from kit.requests import browser_of, caller_of, remember_browser
from kit.throttle import TooMany

LANDING = {
    User.Role.BRAND: "campaigns:brand_home",
    User.Role.INFLUENCER: "campaigns:creator_home",
    User.Role.STAFF: "admin:index",
}
YEAR_S = 31_536_000


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Sign in and go on where one was. A signed-in person is sent on at once."""
    if request.method == "POST":
        return _try(request, LoginForm(request.POST))
    if request.user.is_authenticated:
        return redirect(_onward(request) or landing(request.user))
    return _page(request, LoginForm(initial={"email": request.GET.get("email", "")[:254]}), 200)


def _try(request: HttpRequest, form: LoginForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        user = prove_identity(**form.cleaned_data, ip=request.META.get("REMOTE_ADDR", ""))
    except (WrongLogin, TooMany) as no:
        form.add_error(None, str(no.detail))
        return _page(request, form, no.status if isinstance(no, TooMany) else 422, no.headers)
    caller = browser_of(request)
    login(request, user)
    start_session(session=request.session, user=user, caller=caller)
    return remember_browser(in_own_language(redirect(_onward(request) or landing(user)), user), caller)


def _page(
    request: HttpRequest, form: LoginForm, status: int, headers: dict[str, str] | None = None
) -> HttpResponse:
    context = {"form": form, "onward": _onward(request)}
    response = render(request, "accounts/login.html", context, status=status)
    if wait := (headers or {}).get("Retry-After"):
        response["Retry-After"] = wait
    return response


def _onward(request: HttpRequest) -> str:
    """Where to go afterwards, if it is on this site and not a door of this app."""
    asked = request.POST.get("next") or request.GET.get("next", "")
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


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in and the session; its key and its data go with it."""
    if sign_in := sign_in_of(request.user):
        end_sign_in(
            sign_in_id=sign_in.pk, user=request.user, why=SignIn.End.LOGOUT, caller=caller_of(request)
        )
    logout(request)
    return redirect("home")
