"""The page behind the link of an invitation: who one is decides what it shows."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import EmailTaken
from accounts.models import SignIn, User
from accounts.selectors import sign_in_of
from accounts.services import end_sign_in
from brands.errors import InvitationGone
from brands.models import Invitation
from brands.services import accept_invitation, decline_invitation, find_invitation
from influmaroc.entering import let_in
from influmaroc.joining import Colleague, open_invited_account
from kit.personal_fields import LARGE, name_field, new_password_field, privacy_field, terms_field
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany

POCKET = "invitation"
CONSENTS = ("terms", "privacy")


class JoinForm(forms.Form):
    """What an invited person without an account fills in; the address is known."""

    name = name_field(**LARGE)
    password = new_password_field()
    terms = terms_field()
    privacy = privacy_field()


@never_cache
@require_GET
@sensitive_variables("token")
def take_token(request: HttpRequest, token: str) -> HttpResponse:
    """Move the token out of the address, sealed, so that no history, log or Referer shows it again."""
    put_away(request.session, POCKET, {"token": token[:200]})
    response = redirect("invitation")
    response["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_post_parameters("password")
@sensitive_variables("token")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """See the invitation; accept or decline it, with an account, or with one that is opened on the way."""
    try:
        token = look_up(request.session, POCKET).get("token", "")
        found = find_invitation(token=token)
        if request.method == "GET":
            return _show(request, found, JoinForm())
        return _answer(request, token, found)
    except InvitationGone:
        empty(request.session, POCKET)
        return render(request, "accounts/invitation_gone.html", status=InvitationGone.status)


def _answer(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    if request.POST.get("answer") == "no":
        return _decline(request, token)
    if request.user.is_authenticated:
        accept_invitation(token=token, by=request.user)
        return _welcome(request, found)
    form = JoinForm(request.POST)
    return _join(request, token, found, form) if form.is_valid() else _show(request, found, form, 422)


def _decline(request: HttpRequest, token: str) -> HttpResponse:
    decline_invitation(token=token)
    empty(request.session, POCKET)
    messages.success(request, _("You declined the invitation. Nothing else happens."))
    return redirect("home")


def _join(request: HttpRequest, token: str, found: Invitation, form: JoinForm) -> HttpResponse:
    values = form.cleaned_data
    colleague = Colleague(values["name"], values["password"], get_language() or "fr", CONSENTS)
    try:
        user = open_invited_account(token=token, colleague=colleague, ip=caller_of(request).ip or "")
    except ValidationError as error:
        for name, faults in error.message_dict.items():
            form.add_error(name if name in form.fields else None, faults)
        return _show(request, found, form, 422)
    except TooMany as no:
        form.add_error(None, str(no.detail))
        return _show(request, found, form, no.status)
    except EmailTaken:
        return redirect("invitation")  # opened meanwhile: the page asks to log in
    return let_in(request, user, _welcome(request, found))


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    empty(request.session, POCKET)
    messages.success(request, _("Welcome to the team of %(brand)s.") % {"brand": found.brand.name})
    return redirect("campaigns:brand_home")


def _show(request: HttpRequest, found: Invitation, form: JoinForm, status: int = 200) -> HttpResponse:
    here = {"next": reverse("invitation"), "email": found.email}
    context = {
        "invitation": found,
        "case": _case(request.user, found),
        "team": _team_of(request.user),
        "form": form,
        "login": f"{reverse('accounts:login')}?{urlencode(here)}",
    }
    return render(request, "accounts/invitation.html", context, status=status)


def _case(user: Any, found: Invitation) -> str:
    """new, known (log in first), other (somebody else is in), creator, taken (in a team already) or ready."""
    if not user.is_authenticated:
        return "known" if User.objects.filter(email=found.email).exists() else "new"
    if user.email != found.email:
        return "other"
    if not user.is_brand:
        return "creator"
    return "taken" if _team_of(user) else "ready"


def _team_of(user: Any) -> Any:
    return user.memberships.select_related("brand").first() if user.is_authenticated else None


@require_POST
@sensitive_variables("kept")
def change_person(request: HttpRequest) -> HttpResponse:
    """Sign out and come back to the invitation, which the new session keeps."""
    kept = look_up(request.session, POCKET)
    if sign_in := sign_in_of(request.user):
        caller = caller_of(request)
        end_sign_in(sign_in_id=sign_in.pk, user=request.user, why=SignIn.End.LOGOUT, caller=caller)
    logout(request)
    put_away(request.session, POCKET, kept)
    return redirect("invitation")
