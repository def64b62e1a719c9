"""The page that proves a mailbox (accounts:verify): by the code of a letter, or by its link."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import ChallengeGone, WrongCode
from accounts.models import Challenge, User
from accounts.services import Purpose, change_email, data_of, look_at_link
from influmaroc.entering import let_in
from influmaroc.onboarding import ask_account_again, confirm_account, open_account
from kit.personal_fields import code_field
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany

POCKET, LINK = "verify", "verify_link"


class CodeForm(forms.Form):
    code = code_field()


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The six digits that went to the mailbox open the account."""
    kept = look_up(request.session, POCKET)
    if not kept:
        return redirect("welcome" if request.user.is_authenticated else "accounts:register")
    form = CodeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, 200 if request.method == "GET" else 422)
    try:
        user = confirm_account(token=kept["token"], **form.cleaned_data, caller=caller_of(request))
    except (WrongCode, ChallengeGone, TooMany) as no:
        form.add_error("code", str(no.detail))
        return _page(request, form, 422 if isinstance(no, WrongCode) else no.status)
    return _enter(request, user)


def _page(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    email = look_up(request.session, POCKET)["email"]
    return render(request, "accounts/verify.html", {"form": form, "email": email}, status=status)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    empty(request.session, POCKET)
    return let_in(request, user, redirect("welcome"))


@require_POST
@never_cache
def verify_again(request: HttpRequest) -> HttpResponse:
    """Send another code. One that is too old to be sent again starts the form anew."""
    kept = look_up(request.session, POCKET)
    try:
        ask_account_again(token=kept.get("token", ""))
    except ChallengeGone:
        messages.info(request, _("That took too long. Fill the form in once more, please."))
        return redirect("accounts:register")
    messages.success(request, _("A new code is on its way. The one before no longer works."))
    return redirect("accounts:verify")


@never_cache
@require_GET
@sensitive_variables("link")
def take_link(request: HttpRequest, link: str) -> HttpResponse:
    """Move the secret out of the address, as with the link to a new password."""
    put_away(request.session, LINK, {"link": link[:200]})
    response = redirect("accounts:verify-link")
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def verify_link(request: HttpRequest) -> HttpResponse:
    """Looking at the link changes nothing, for mail programs follow links by themselves; the button does."""
    try:
        challenge = look_at_link(
            link=look_up(request.session, LINK).get("link", ""), caller=caller_of(request)
        )
        if request.method == "POST":
            return _use_link(request, challenge)
    except ChallengeGone:
        empty(request.session, LINK)
        return render(request, "accounts/step_over.html", status=ChallengeGone.status)
    context = {"challenge": challenge, "name": data_of(challenge).get("name", "")}
    return render(request, "accounts/verify_link.html", context)


def _use_link(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    if challenge.purpose == Purpose.REGISTER:
        user = open_account(challenge=challenge)
        empty(request.session, LINK)
        return _enter(request, user)
    change_email(challenge=challenge, caller=caller_of(request))
    empty(request.session, LINK)
    messages.success(request, _("Your account uses the new address from now on."))
    return redirect("accounts:security" if request.user.is_authenticated else "accounts:login")
