"""What our middlewares add to a request, with types."""

from contextvars import ContextVar
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from kit.tokens import new_token

# The id of the request that this thread (or task) is answering, "" outside of one: for the log.
current_id: ContextVar[str] = ContextVar("request_id", default="")


def htmx_of(request: HttpRequest) -> HtmxDetails:
    """What htmx said about this request; false when it did not ask."""
    return vars(request)["htmx"]


def id_of(request: HttpRequest) -> str:
    """The request's id, or "" outside the middlewares."""
    return vars(request).get("id", "")


def put(request: HttpRequest, name: str, value: Any) -> None:
    """Add one attribute."""
    setattr(request, name, value)


@dataclass(frozen=True)
class Caller:
    """Where a request comes from. `device` is the random token of a browser or client seen before, or ""."""

    ip: str | None = None
    user_agent: str = ""
    device: str = ""


def caller_of(request: Any) -> Caller:
    """Of a page or an API request."""
    return Caller(
        ip=_address(request.META.get("REMOTE_ADDR", "")),
        user_agent=request.headers.get("User-Agent", "").replace("\x00", "")[:300],
        device=request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")[:200],
    )


def _address(text: str) -> str | None:
    """None for what is no IP address: behind a socket file there may be none."""
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def browser_of(request: Any) -> Caller:
    """The same, with a new device token for a browser that has none yet: see remember_browser."""
    caller = caller_of(request)
    return caller if caller.device else replace(caller, device=new_token())


def remember_browser(response: HttpResponse, caller: Caller) -> HttpResponse:
    """Leave the device token in a cookie, so that the next sign-in is not from a stranger's device."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        caller.device,
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
