"""Signing in and out on the website."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import WrongLogin
from accounts.forms import LoginForm
from accounts.models import SignIn
from accounts.selectors import sign_in_of
from accounts.services import Entered, end_sign_in, prove_identity, start_second_step
from accounts.views.entering import enter, landing, onward_of
from accounts.views.second_step import to_second_step
from kit.requests import browser_of, caller_of
from kit.throttle import TooMany


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Sign in and go on where one was. A signed-in person is sent on at once."""
    if request.method == "POST":
        return _try(request, LoginForm(request.POST))
    if request.user.is_authenticated:
        return redirect(onward_of(request) or landing(request.user))
    return _page(request, LoginForm(initial={"email": request.GET.get("email", "")[:254]}), 200)


def _try(request: HttpRequest, form: LoginForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        user = prove_identity(**form.cleaned_data, caller=caller_of(request))
    except (WrongLogin, TooMany) as no:
        form.add_error(None, str(no.detail))
        return _page(request, form, no.status if isinstance(no, TooMany) else 422, no.headers)
    pending = start_second_step(user=user, caller=browser_of(request))
    if pending:
        return to_second_step(request, pending, onward_of(request))
    return enter(request, Entered(user, ""), onward_of(request))


def _page(
    request: HttpRequest, form: LoginForm, status: int, headers: dict[str, str] | None = None
) -> HttpResponse:
    context = {"form": form, "onward": onward_of(request)}
    response = render(request, "accounts/login.html", context, status=status)
    if wait := (headers or {}).get("Retry-After"):
        response["Retry-After"] = wait
    return response


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in and the session; its key and its data go with it."""
    if sign_in := sign_in_of(request.user):
        end_sign_in(
            sign_in_id=sign_in.pk, user=request.user, why=SignIn.End.LOGOUT, caller=caller_of(request)
        )
    logout(request)
    return redirect("home")
