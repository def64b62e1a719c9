"""Another e-mail address for an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import ChallengeGone, WrongCode
from accounts.forms import CodeForm, ForgottenForm
from accounts.services import ask_email_change, confirm_email_change, insist_proof
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany

POCKET = "email_change"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new_address(request: HttpRequest) -> HttpResponse:
    """Which one; a code goes there."""
    insist_proof(by=request.user)
    form = ForgottenForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _address_page(request, form, 200 if request.method == "GET" else 422)
    address = form.cleaned_data["email"].lower()
    try:
        pending = ask_email_change(by=request.user, email=address, caller=caller_of(request))
    except TooMany as no:
        form.add_error(None, str(no.detail))
        return _address_page(request, form, no.status)
    put_away(request.session, POCKET, {"token": pending.token, "email": address})
    return redirect("accounts:new-address-code")


def _address_page(request: HttpRequest, form: ForgottenForm, status: int) -> HttpResponse:
    return render(request, "accounts/new_address.html", {"form": form}, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new_address_code(request: HttpRequest) -> HttpResponse:
    """The code that arrived there."""
    kept = look_up(request.session, POCKET)
    if not kept:
        return redirect("accounts:new-address")
    form = CodeForm(request.POST or None)
    if request.method == "GET":
        return _code_page(request, form, kept["email"], 200)
    try:
        code = request.POST.get("code", "")[:64]
        confirm_email_change(by=request.user, token=kept["token"], code=code, caller=caller_of(request))
    except (WrongCode, TooMany, ChallengeGone) as no:
        form.add_error("code", str(no.detail))
        return _code_page(request, form, kept["email"], 422 if isinstance(no, WrongCode) else no.status)
    empty(request.session, POCKET)
    messages.success(request, _("Your account uses the new address from now on."))
    return redirect("accounts:security")


def _code_page(request: HttpRequest, form: CodeForm, email: str, status: int) -> HttpResponse:
    return render(request, "accounts/new_address_code.html", {"form": form, "email": email}, status=status)
