"""What the application believes about its front (Caddy), and what it says when a store is gone."""

import logging

from csp.context_processors import nonce
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kit import problems
from kit.middleware import Handler

log = logging.getLogger(__name__)
RETRY_AFTER_S = "5"
SMALL = 65_536  # bytes


class ClientAddress:
    """REMOTE_ADDR becomes what the front saw (X-Real-IP), if this server only listens to the front.

    The front overwrites X-Real-IP on every request, so a visitor cannot choose it. Without BEHIND_FRONT the
    header is ignored.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_FRONT and (address := request.headers.get("X-Real-IP")):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


class RightAddress:
    """Refuse a host name that is not ours (400), whatever is asked for, and the API without TLS (403).

    A page that is asked for without TLS is led on by Django; a caller of the API has sent its token in clear,
    and would go on doing so unnoticed if that worked.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return self._refuse(request, 400, "unknown_host", _("This server has no such address."))
        if settings.SECURE_SSL_REDIRECT and problems.is_api(request) and not request.is_secure():
            return self._refuse(request, 403, "tls_required", _("Use https for this address."))
        return self.get_response(request)

    def _refuse(self, request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
        """Without a page: its links would carry the name that was made up."""
        log.warning("%s refused: %s", request.path, code)
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdigit() and int(length) <= SMALL:
            request.read(SMALL)  # so early an answer may be cut while the front still sends
        if problems.is_api(request):
            return problems.answer(request, status, code, detail)
        return HttpResponse(f"{detail}\n", status=status, content_type="text/plain; charset=utf-8")


class StoreGone:
    """A request that meets a database in trouble is told to come back (503), instead of a bug's 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return come_back(request, error)


def come_back(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """503 if this is a database in trouble. A middleware that met it ends in `views.server_error`."""
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    headers = {"Retry-After": RETRY_AFTER_S, "Cache-Control": "no-store"}
    if problems.is_api(request):
        detail = _("The service is being restored. Please try again in a few seconds.")
        return problems.answer(request, 503, "unavailable", detail, headers)
    shell = {"here": request.get_full_path()}
    context = {
        "request": request,
        "shell": shell,
        "wait": RETRY_AFTER_S,
        "CSP_NONCE": nonce(request)["CSP_NONCE"],
    }
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)
