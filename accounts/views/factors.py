"""Second factors in the settings: the app, passkeys, codes on paper. And signing in with a passkey alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import WrongCode
from accounts.forms import CodeForm
from accounts.models import SignIn
from accounts.services import (
    Entered,
    add_authenticator,
    add_passkey,
    enter_by_passkey,
    insist_proof,
    make_recovery_codes,
    open_proposal,
    propose_authenticator,
    propose_passkey,
    remove_authenticator,
    remove_passkey,
    start_passkey_login,
)
from accounts.views.entering import enter, onward_of
from accounts.views.second_step import CODES, answer_of
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany, take

POCKET = "passkey"
SECURITY = "accounts:security"


@sensitive_post_parameters("code", "token")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def authenticator(request: HttpRequest) -> HttpResponse:
    """Show a secret to an app, then take its first code."""
    insist_proof(by=request.user)
    if request.method == "GET":
        return _app_page(request, propose_authenticator(user=request.user), CodeForm(), 200)
    form, token = CodeForm(request.POST), request.POST.get("token", "")
    try:
        code = request.POST.get("code", "")[:64]
        codes = add_authenticator(by=request.user, token=token, code=code, caller=caller_of(request))
    except (WrongCode, TooMany) as no:
        form.add_error("code", str(no.detail))
        return _app_page(request, open_proposal(user=request.user, token=token), form, 422)
    return added(request, codes, _("The authenticator app is in use from now on."))


def _app_page(request: HttpRequest, proposal: Any, form: CodeForm, status: int) -> HttpResponse:
    return render(request, "accounts/authenticator.html", {"form": form, "proposal": proposal}, status=status)


def added(request: HttpRequest, codes: list[str], told: str) -> HttpResponse:
    """Say so, and show the codes on paper that came with the first factor."""
    messages.success(request, told)
    if not codes:
        return redirect(SECURITY)
    put_away(request.session, CODES, {"codes": codes, "onward": ""})
    return redirect("accounts:recovery-codes")


@require_POST
@login_required
def drop_authenticator(request: HttpRequest) -> HttpResponse:
    """Back to signing in without the app."""
    remove_authenticator(by=request.user, caller=caller_of(request))
    messages.success(request, _("The authenticator app is removed."))
    return redirect(SECURITY)


@never_cache
@login_required
@require_GET
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that were just made, until one leaves this page. They are never shown again."""
    kept = look_up(request.session, CODES)
    if not kept:
        return redirect(SECURITY)
    onward = onward_of(request, kept["onward"]) or reverse(SECURITY)
    return render(request, "accounts/recovery_codes.html", {"codes": kept["codes"], "onward": onward})


@require_POST
@login_required
def codes_kept(request: HttpRequest) -> HttpResponse:
    """The person has put them away: forget them here."""
    kept = look_up(request.session, CODES)
    empty(request.session, CODES)
    return redirect(onward_of(request, kept.get("onward")) or SECURITY)


@require_POST
@login_required
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes; the ones before are dead."""
    codes = make_recovery_codes(by=request.user, caller=caller_of(request))
    put_away(request.session, CODES, {"codes": codes, "onward": ""})
    return redirect("accounts:recovery-codes")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def passkeys(request: HttpRequest) -> HttpResponse:
    """Name a passkey and let the browser make it."""
    insist_proof(by=request.user)
    if request.method == "GET":
        return render(request, "accounts/passkey.html")
    try:
        codes = add_passkey(
            by=request.user,
            token=look_up(request.session, POCKET).get("token", ""),
            credential=answer_of(request, SignIn.Factor.PASSKEY),
            name=request.POST.get("name", ""),
            caller=caller_of(request),
        )
    except WrongCode:
        messages.error(request, _("This passkey could not be checked. Try once more."))
        return redirect("accounts:passkeys")
    return added(request, codes, _("The passkey is added."))


@require_POST
@never_cache
@login_required
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser makes a passkey for."""
    token, options = propose_passkey(by=request.user, caller=caller_of(request))
    put_away(request.session, POCKET, {"token": token})
    return JsonResponse(options)


@require_POST
@login_required
def drop_passkey(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not remove_passkey(by=request.user, passkey_id=pk, caller=caller_of(request)):
        raise Http404
    messages.success(request, _("The passkey is removed."))
    return redirect(SECURITY)


@require_POST
@never_cache
def passkey_login_options(request: HttpRequest) -> HttpResponse:
    """Signing in with a passkey alone: what it is asked to sign."""
    caller = caller_of(request)
    take("passkey-login", caller.ip or "")
    token, options = start_passkey_login(caller=caller)
    put_away(request.session, POCKET, {"token": token})
    return JsonResponse(options)


@require_POST
@never_cache
def passkey_login(request: HttpRequest) -> HttpResponse:
    """The passkey answered: in, without a password."""
    token = look_up(request.session, POCKET).get("token", "")
    try:
        user = enter_by_passkey(token=token, credential=answer_of(request, SignIn.Factor.PASSKEY))
    except WrongCode as no:
        messages.error(request, str(no.detail))
        return redirect("accounts:login")
    empty(request.session, POCKET)
    return enter(request, Entered(user, SignIn.Factor.PASSKEY), onward_of(request))
