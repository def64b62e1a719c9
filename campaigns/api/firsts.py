"""The first page of the campaigns' list, as most requests ask for it, without DRF's ceremony."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.pagination import Cursor
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication

from campaigns.api.filters import CampaignPages
from campaigns.selectors.listing import Line, newest_lines
from kit.wire import JSONRenderer


def plain_reader(request: HttpRequest) -> Any:
    """Who asks, when a visitor or the owner of a token narrows, orders and turns nothing.

    None for everything else, a refused token among it: DRF's road authenticates again and says why.
    """
    is_plain = request.method == "GET" and not request.GET and takes_json(request)
    if not is_plain or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    if "Authorization" not in request.headers:
        return AnonymousUser()
    try:
        found = JWTAuthentication().authenticate(cast("Request", request))
    except AuthenticationFailed:
        return None
    return found and found[0]


def takes_json(request: HttpRequest) -> bool:
    """Whether the answer may be JSON without weighing what else is accepted."""
    accepted = request.headers.get("Accept", "*/*")
    return "*/*" in accepted or "application/json" in accepted


def first_page(user: Any, request: Any) -> dict[str, Any]:
    """The body of the first page in the usual order; its `next` is the cursor that CampaignPages reads."""
    size = CampaignPages.page_size
    found = newest_lines(user, limit=size + 1)
    return {
        "next": _next(request, found[size - 1]) if len(found) > size else None,
        "previous": None,
        "results": found[:size],
    }


def _next(request: Any, last: Line) -> str:
    pages = CampaignPages()
    pages.base_url = request.build_absolute_uri()
    # The stubs want a number here; DRF writes and reads the ordering value's text.
    return pages.encode_cursor(Cursor(offset=0, reverse=False, position=cast("Any", str(last["id"]))))


def rendered(body: dict[str, Any]) -> HttpResponse:
    """The same bytes that DRF would send."""
    return HttpResponse(JSONRenderer().render(body), content_type="application/json")
