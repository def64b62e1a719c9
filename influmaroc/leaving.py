"""An account on its way out reaches nothing but the page that keeps it, and its copy."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kit.middleware import Handler
from kit.requests import htmx_of
from privacy.errors import Leaving

# What belongs to nobody in particular is open too: asking who looks at a picture would cost two queries each.
OPEN = {
    "accounts:logout",
    "privacy:home",
    "privacy:keep",
    "set-language",
    "set-theme",
    "set_language",
    "picture",
}


class Leavers:
    """Leads every page of somebody who asked to be deleted to the page where that is stopped."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Once the page is known. The API looks at who calls by itself: see refuse_leaver."""
        route = request.resolver_match
        is_open = route is None or route.view_name in OPEN or route.route.startswith("api/")
        if is_open or not is_leaving(request.user):
            return None
        if htmx_of(request):
            return HttpResponse(status=Leaving.status, headers={"HX-Redirect": reverse("privacy:home")})
        return redirect("privacy:home")


def is_leaving(user: Any) -> bool:
    return bool(user.is_authenticated and user.leaving_at)


def refuse_leaver(user: Any, request: Any) -> None:
    """Raise Leaving, except at a door of the API that says it is open to them."""
    view = (request.parser_context or {}).get("view")
    if is_leaving(user) and not getattr(view, "is_open_to_leavers", False):
        raise Leaving
