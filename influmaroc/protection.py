"""What every answer carries, whoever made it: headers that tell the browser what it may not do.

They stand outside of everything else, so that refusals, static files and faults carry them too.
"""

from functools import cached_property
from typing import Any

from csp.constants import NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import HEADER, CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from kit.middleware import Handler
from kit.problems import is_api
from kit.throttle import drawn

SAFE = {"GET", "HEAD", "OPTIONS"}
SECRET_PATHS = ("/api/auth/", "/auth/")
LOGOUTS = {"accounts:logout", "api-logout"}
# What is no page can load nothing and be framed by nobody, even when a browser is led to open it.
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
# The admin's theme is written with Alpine.js, which evaluates attributes, and has its colours in the page.
TOO_MANY = 429
ADMIN_POLICY = {
    "script-src": [SELF, NONCE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}


class Headers:
    """The headers of settings.PROTECTION_HEADERS, HSTS over TLS, and who may keep a copy of the answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.always = tuple(settings.PROTECTION_HEADERS.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        if is_api(request):
            headers["Referrer-Policy"] = "no-referrer"
        for name, value in self.always:
            headers.setdefault(name, value)
        if not response.streaming:  # also what is answered further out than Django's own rule
            headers.setdefault("Content-Length", str(len(response.content)))
        if self.transport and request.is_secure():
            headers["Strict-Transport-Security"] = self.transport
        if _is_private(request, response) and "public" not in headers.get("Cache-Control", ""):
            headers["Cache-Control"] = "no-store"
        if _ends_a_session(request, response):
            headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    @cached_property
    def transport(self) -> str:
        """The value of Strict-Transport-Security, "" where there is no TLS."""
        if not settings.SECURE_HSTS_SECONDS:
            return ""
        words = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
        words += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
        words += ["preload"] if settings.SECURE_HSTS_PRELOAD else []
        return "; ".join(words)


def _is_private(request: HttpRequest, response: HttpResponse) -> bool:
    """Could this answer be about one person? Everything but what an unknown visitor reads.

    Files that are the same for everybody say `public` themselves.
    """
    knows_somebody = "HTTP_AUTHORIZATION" in request.META or settings.SESSION_COOKIE_NAME in request.COOKIES
    return (
        knows_somebody
        or request.method not in SAFE
        or settings.SESSION_COOKIE_NAME in response.cookies
        or request.path.startswith(SECRET_PATHS)
    )


def _ends_a_session(request: HttpRequest, response: HttpResponse) -> bool:
    route = request.resolver_match
    went_well = request.method == "POST" and response.status_code < 400  # noqa: PLR2004 - where errors begin
    return went_well and route is not None and route.view_name in LOGOUTS


class Limits:
    """What a counted try has left: RateLimit-Limit, -Remaining and -Reset, on answers and on refusals.

    A page that shows its own form again with a 429 says when to come back, too.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        drawn.set(None)
        response = self.get_response(request)
        if allowance := drawn.get():
            for name, value in allowance.headers.items():
                response.headers[name] = value
            if response.status_code == TOO_MANY:
                response.headers.setdefault("Retry-After", str(allowance.reset_s))
        return response


class Policy(CSPMiddleware):
    """The Content-Security-Policy: settings' for pages, a wider one in the admin, the barest for the rest."""

    def process_response(self, request: Any, response: Any) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault(HEADER, BARE_POLICY)
            return response
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN_POLICY  # noqa: SLF001 - django-csp's documented hook
        return super().process_response(request, response)
