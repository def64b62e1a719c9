"""Pages that belong to no app: home, the doors of language and theme, errors, the state of the service."""

import logging
import sys
from datetime import UTC, timedelta

from csp.context_processors import nonce
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views import defaults

from accounts.services import speak_language
from influmaroc import front_page
from influmaroc.front import come_back
from influmaroc.health import parts_that_answer
from kit import problems
from kit.requests import id_of

log = logging.getLogger(__name__)
LANGUAGES = dict(settings.LANGUAGES)
YEAR_S = 31_536_000
THEMES = {"light", "dark", "system"}
TEXT = "text/plain; charset=utf-8"
FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /api/
Disallow: /i18n/
Disallow: /langue/
Disallow: /apparence/
Disallow: /*/connexion
Disallow: /*/inscription
Disallow: /*/mot-de-passe/
Disallow: /*/invitation/
Disallow: /*?
"""


def choose_language(request: HttpRequest) -> HttpResponse:
    """The bare address: the language chosen before, the account's, the browser's, else French."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    account = request.user.language if request.user.is_authenticated else None
    known = [code for code in (cookie, account) if code in LANGUAGES]
    with override(known[0] if known else get_language_from_request(request)):
        response = redirect("home")
    response["Vary"] = "Cookie, Accept-Language"
    return response


def set_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a language and go back to the same page in it."""
    code = code if code in LANGUAGES else settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        speak_language(user=request.user, language=code)
    with override(code):
        response = redirect(_back(request))
    _remember(response, settings.LANGUAGE_COOKIE_NAME, code, YEAR_S)
    return response


def set_theme(request: HttpRequest, choice: str) -> HttpResponse:
    """Remember light or dark; "system" forgets."""
    response = redirect(_back(request))
    if choice == "system" or choice not in THEMES:
        response.delete_cookie("theme", samesite="Lax")
    else:
        _remember(response, "theme", choice, YEAR_S)
    return response


def _remember(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=seconds, samesite="Lax", secure=secure)


def _back(request: HttpRequest) -> str:
    """Where the visitor came from, if it is on this site."""
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse("home")


def home(request: HttpRequest) -> HttpResponse:
    """Say in five seconds what this is, and send each role its way."""
    context = {
        "creators": front_page.creators(),
        "campaigns": front_page.campaigns(),
        "figures": front_page.figures(),
        "quote": front_page.example(),
        "spans": front_page.spans(),
    }
    return render(request, "influmaroc/home.html", context)


def for_brands(request: HttpRequest) -> HttpResponse:
    return render(request, "influmaroc/for_brands.html", _role_page())


def for_creators(request: HttpRequest) -> HttpResponse:
    return render(request, "influmaroc/for_creators.html", _role_page())


def _role_page() -> dict:
    return {"quote": front_page.example(), "sample": front_page.sample()}


def status(request: HttpRequest) -> HttpResponse:
    """Which parts of the house answer, in words."""
    return render(request, "influmaroc/status.html", {"parts": parts_that_answer(), "at": timezone.now()})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; `reason` is for the log, not for people."""
    log.warning("form refused: %s (%s)", reason, id_of(request))
    return render(request, "csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing has this address."""
    if problems.is_api(request):
        return problems.answer(request, 404, "not_found", _("Nothing was found here."))
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django could not read: too many fields, a broken upload, a forged cookie."""
    words = _("This request could not be read.")
    if problems.is_api(request):
        return problems.answer(request, 400, "unreadable", words)
    return HttpResponse(words, status=400, content_type=TEXT)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault. It must not need the database, which may be what failed."""
    if gone := come_back(request, sys.exc_info()[1]):
        return gone
    reference = id_of(request)
    log.error("fault %s on %s", reference, request.path)
    if problems.is_api(request):
        return problems.answer(request, 500, "fault", _("Something broke on our side. It has been recorded."))
    context = {
        "reference": reference,
        "here": request.get_full_path(),
        "CSP_NONCE": nonce(request)["CSP_NONCE"],
    }
    page = render_to_string("500.html", context)
    return HttpResponse(page, status=500)


def robots(request: HttpRequest) -> HttpResponse:
    """What searchers should leave alone. It protects nothing: whoever may not look is refused anyway."""
    return HttpResponse(ROBOTS, content_type=TEXT, headers=FOR_A_DAY)


def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116). It is good for half a year from today."""
    expires = (timezone.now() + timedelta(days=180)).astimezone(UTC).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS]
    lines += [f"Expires: {expires}", "Preferred-Languages: fr, ar, en"]
    lines += [f"Canonical: {settings.SITE_URL}{reverse('security-txt')}"]
    lines += [f"Policy: {settings.SECURITY_POLICY_URL}"] if settings.SECURITY_POLICY_URL else []
    text = "\n".join([*lines, ""])
    return HttpResponse(text, content_type=TEXT, headers=FOR_A_DAY)
