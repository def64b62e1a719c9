"""The pages of a lost password."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from accounts.errors import ResetGone
from accounts.forms import ForgottenForm, NewPasswordForm
from accounts.services import ask_reset, find_reset, reset_password
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany

POCKET = "reset"


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link; what follows is the same for every address."""
    form = ForgottenForm(request.POST or None, initial={"email": request.GET.get("email", "")[:254]})
    if request.method == "GET":
        return _forgotten_page(request, form, 200)
    if not form.is_valid():
        return _forgotten_page(request, form, 422)
    try:
        ask_reset(**form.cleaned_data, caller=caller_of(request), language=get_language() or "fr")
    except TooMany as no:
        form.add_error(None, str(no.detail))
        response = _forgotten_page(request, form, no.status)
        response["Retry-After"] = no.headers["Retry-After"]
        return response
    return redirect("accounts:look-in-mailbox")


def _forgotten_page(request: HttpRequest, form: ForgottenForm, status: int) -> HttpResponse:
    return render(request, "accounts/forgotten.html", {"form": form}, status=status)


@require_GET
def look_in_mailbox(request: HttpRequest) -> HttpResponse:
    """The same words whatever the address was."""
    return render(request, "accounts/look_in_mailbox.html")


@never_cache
@require_GET
@sensitive_variables("token")
def take_token(request: HttpRequest, token: str) -> HttpResponse:
    """Move the token out of the address, sealed, so that no history, log or Referer shows it again.

    The page itself keeps the site's usual Referrer-Policy: without an Origin its form would be refused.
    """
    put_away(request.session, POCKET, {"token": token[:200]})
    response = redirect("accounts:new-password")
    response["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Choose the new password; a dead link leads to a new one."""
    try:
        token = look_up(request.session, POCKET).get("token", "")
        if request.method == "POST":
            return _choose(request, token)
        find_reset(token=token, caller=caller_of(request))
    except ResetGone:
        empty(request.session, POCKET)
        return render(request, "accounts/reset_gone.html", status=ResetGone.status)
    return _choice_page(request, NewPasswordForm(), 200)


def _choose(request: HttpRequest, token: str) -> HttpResponse:
    form = NewPasswordForm(request.POST)
    if not form.is_valid():
        return _choice_page(request, form, 422)
    try:
        reset_password(**form.cleaned_data, token=token, caller=caller_of(request))
    except ValidationError as error:
        form.add_error("password", error.message_dict["password"])
        return _choice_page(request, form, 422)
    logout(request)
    messages.success(request, _("Your password is changed. Log in with the new one."))
    return redirect("accounts:login")


def _choice_page(request: HttpRequest, form: NewPasswordForm, status: int) -> HttpResponse:
    return render(request, "accounts/new_password.html", {"form": form}, status=status)
