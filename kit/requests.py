"""What our middlewares add to a request, with types."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def htmx_of(request: HttpRequest) -> HtmxDetails:
    """What htmx said about this request; false when it did not ask."""
    return vars(request)["htmx"]


def id_of(request: HttpRequest) -> str:
    """The request's id, or "" outside the middlewares."""
    return vars(request).get("id", "")


def put(request: HttpRequest, name: str, value: Any) -> None:
    """Add one attribute."""
    setattr(request, name, value)
