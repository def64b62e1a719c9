"""Small middlewares: a request id, refusals as pages."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found

from kit.errors import Invalid, Refusal
from kit.ids import uuid7
from kit.requests import current_id, htmx_of, id_of, put

REDIRECT = 302
_WORD = re.compile(r"[A-Za-z0-9._-]{1,64}")
Handler = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Give each request an id: in X-Request-ID, in every line of the log, in the body of an error.

    A caller's own id is kept when it is one word; anything else could be made to look like a line of the log.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        put(request, "id", given if _WORD.fullmatch(given) else uuid7().hex)
        mark = current_id.set(id_of(request))
        try:
            response = self.get_response(request)
        finally:
            current_id.reset(mark)
        response["X-Request-ID"] = id_of(request)
        return response


class Refusals:
    """Turn a kit.errors.Refusal from a page into an answer; an expired session under htmx into a login.

    htmx: the refusal's status with a toast, the page stays as it is. A form sent without htmx: a message and
    the way back. A page that was asked for: the error page of that status.
    """

    SHOWN_AS_PAGE = frozenset({404, 410, 429, 503})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not htmx_of(request) or response.status_code != REDIRECT:
            return response
        login = reverse(settings.LOGIN_URL)
        return self._login(request, login) if urlsplit(response["Location"]).path == login else response

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        """Django calls this with whatever a page raised. A service's complaint about a value that no form of
        the page shows is a refusal too; a row that is not there, or is somebody else's, is the page of 404,
        as in the API; anything else goes on its way.
        """
        if isinstance(refusal, ObjectDoesNotExist):
            return page_not_found(request, refusal)
        if isinstance(refusal, ValidationError):
            refusal = Invalid(" ".join(refusal.messages))
        return self._told(request, refusal) if isinstance(refusal, Refusal) else None

    def _told(self, request: HttpRequest, refusal: Refusal) -> HttpResponse:
        if refusal.remedy:
            return self._remedy(request, refusal)
        if htmx_of(request):
            return self._toast(request, refusal)
        if request.method in {"GET", "HEAD"} or refusal.status in self.SHOWN_AS_PAGE:
            return self._page(request, refusal)
        messages.error(request, str(refusal.detail))
        return HttpResponseRedirect(_way_back(request))

    def _remedy(self, request: HttpRequest, refusal: Refusal) -> HttpResponse:
        """To the page that puts it right; it leads back to the one the person was on."""
        page = reverse(refusal.remedy)
        if htmx_of(request):
            return _lead(page, htmx_of(request).current_url_abs_path or "/", status=refusal.status)
        here = request.get_full_path()
        if request.method != "GET":
            here = urlsplit(_way_back(request))._replace(scheme="", netloc="", fragment="").geturl()
        return HttpResponseRedirect(f"{page}?{urlencode({'next': here})}")

    def _toast(self, request: HttpRequest, refusal: Refusal) -> HttpResponse:
        note = {"text": str(refusal.detail), "tone": "danger"}
        response = render(
            request,
            "components/toast.html",
            note,
            status=refusal.status,
        )
        response["HX-Trigger"] = json.dumps({"toast": note})
        response["HX-Reswap"] = "none"
        return _paced(response, refusal)

    def _page(self, request: HttpRequest, refusal: Refusal) -> HttpResponse:
        known = {403, *self.SHOWN_AS_PAGE}
        template = f"{refusal.status if refusal.status in known else 409}.html"
        return _paced(render(request, template, {"refusal": refusal}, status=refusal.status), refusal)

    def _login(self, request: HttpRequest, login: str) -> HttpResponse:
        """A whole new page, which leads back to the one the person was on, not to a part of it."""
        return _lead(login, htmx_of(request).current_url_abs_path or "/", status=401)


def _paced(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """With the seconds to wait, when that is what was refused."""
    if "retry_after" in refusal.facts:
        response["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def _lead(page: str, here: str, *, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["HX-Redirect"] = f"{page}?{urlencode({'next': here})}"
    return response


def _way_back(request: HttpRequest) -> str:
    """The page the form was on, if it is one of ours, else the home page."""
    referrer = request.headers.get("Referer", "")
    host = request.get_host()
    if url_has_allowed_host_and_scheme(referrer, {host}, require_https=request.is_secure()):
        return referrer
    return reverse("home")
