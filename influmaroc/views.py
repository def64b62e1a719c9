"""Pages that belong to no app: home, the doors of language and theme, errors, the state of the service."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request, override

from accounts.services import speak_language
from influmaroc import front_page
from influmaroc.health import parts_that_answer
from kit.requests import id_of

log = logging.getLogger(__name__)
LANGUAGES = dict(settings.LANGUAGES)
YEAR_S = 31_536_000
THEMES = {"light", "dark", "system"}


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


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault. It must not need the database, which may be what failed."""
    reference = id_of(request)
    log.error("fault %s on %s", reference, request.path)
    page = render_to_string("500.html", {"reference": reference, "here": request.get_full_path()})
    return HttpResponse(page, status=500)
