"""Signing in somebody whose mailbox has just been proved, by a page that composes several apps."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse

from accounts.models import SignIn, User
from accounts.services import start_session
from kit.requests import browser_of, remember_browser


def let_in(request: HttpRequest, user: User, answer: HttpResponse) -> HttpResponse:
    """A fresh session, and the browser remembered with this answer."""
    caller = browser_of(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    start_session(session=request.session, user=user, caller=caller, factor=SignIn.Factor.EMAIL)
    return remember_browser(answer, caller)
