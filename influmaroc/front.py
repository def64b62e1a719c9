"""What the application believes about its front (Caddy), and what it says when a store is gone."""

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from kit.middleware import Handler

RETRY_AFTER_S = "5"


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


class StoreGone:
    """A request that meets a database in trouble is told to come back (503), instead of a bug's 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        headers = {"Retry-After": RETRY_AFTER_S, "Cache-Control": "no-store"}
        if request.path.startswith("/api/"):
            problem = {
                "type": "about:blank",
                "title": "Service Unavailable",
                "status": 503,
                "code": "unavailable",
                "detail": gettext("The service is being restored. Please try again in a few seconds."),
            }
            return JsonResponse(problem, status=503, headers=headers, content_type="application/problem+json")
        context = {"request": request, "shell": {"here": request.get_full_path()}, "wait": RETRY_AFTER_S}
        return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)
