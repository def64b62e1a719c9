"""The first page of the campaigns' list, as most requests ask for it, without DRF's ceremony."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.pagination import Cursor

from campaigns.api.filters import CampaignPages
from campaigns.selectors.listing import Line, newest_lines
from kit.wire import JSONRenderer


def is_plain(request: HttpRequest) -> bool:
    """A GET of a visitor who narrows, orders and turns nothing."""
    signed_in = "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES
    return request.method == "GET" and not request.GET and not signed_in


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
