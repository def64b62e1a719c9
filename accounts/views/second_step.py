"""The second step of signing in, and the first factor of staff, who do not get in without one."""

import json
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import ChallengeGone, SmsUnavailable, WrongCode
from accounts.forms import CodeForm
from accounts.gateways import answer_login, send_sms, text_again
from accounts.models import Challenge, SignIn
from accounts.selectors import demo_code_of
from accounts.services import (
    Entered,
    Pending,
    Purpose,
    enrol,
    find_challenge,
    finish_login,
    methods_of,
    open_proposal,
    propose_authenticator,
    step_options,
)
from accounts.views.entering import enter, onward_of
from kit.errors import Refusal
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany

POCKET = "second_step"
CODES = "recovery_codes"
Factor = SignIn.Factor


def to_second_step(request: HttpRequest, pending: Pending, onward: str) -> HttpResponse:
    """On to the page that asks for it."""
    put_away(request.session, POCKET, {"token": pending.token, "onward": onward})
    text_first(request, pending)
    return redirect("accounts:second-step" if pending.methods else "accounts:first-factor")


def text_first(request: HttpRequest, pending: Pending) -> None:
    """Where an SMS is the best way, send it now. If that fails, the page has a button for it."""
    if pending.methods[:1] == (Factor.SMS,):
        with suppress(Refusal):
            send_sms(challenge=pending.challenge, caller=caller_of(request))


def _challenge(request: HttpRequest) -> tuple[Challenge, dict[str, Any]]:
    """The login that this browser is in the middle of. Raises ChallengeGone."""
    kept = look_up(request.session, POCKET)
    return find_challenge(token=kept.get("token", ""), purpose=Purpose.LOGIN), kept


@sensitive_post_parameters("code", "credential")
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """A code, or a passkey, after the right password."""
    try:
        challenge, kept = _challenge(request)
        if not methods_of(challenge):
            return redirect("accounts:first-factor")
        if request.method == "POST":
            return _try(request, challenge, kept)
    except ChallengeGone:
        return _over(request)
    return _page(request, challenge, CodeForm(), 200)


def _try(request: HttpRequest, challenge: Challenge, kept: dict[str, Any]) -> HttpResponse:
    form = CodeForm(request.POST)
    method = request.POST.get("method", "")
    try:
        done = answer_login(
            token=kept["token"], method=method, answer=answer_of(request, method), caller=caller_of(request)
        )
    except (WrongCode, TooMany, SmsUnavailable) as no:
        form.add_error("code", str(no.detail))
        return _page(request, challenge, form, 422 if isinstance(no, WrongCode) else no.status)
    empty(request.session, POCKET)
    onward = onward_of(request, kept["onward"])
    if isinstance(done, Pending):
        return to_second_step(request, done, onward)
    return enter(request, done, onward, trust="trust" in request.POST)


def answer_of(request: HttpRequest, method: str) -> Any:
    """What the form says: a passkey's answer as an object, anything else as text. Raises WrongCode."""
    if method != Factor.PASSKEY:
        return request.POST.get("code", "")[:64]
    try:
        return json.loads(request.POST.get("credential", "")[:20_000])
    except ValueError as error:
        raise WrongCode from error


def _page(request: HttpRequest, challenge: Challenge, form: CodeForm, status: int) -> HttpResponse:
    methods = methods_of(challenge)
    asked = request.POST.get("method") or request.GET.get("method", "")
    context = {
        "form": form,
        "methods": [(name, Factor(name).label) for name in methods],
        "method": asked if asked in methods else methods[0],
        "challenge": challenge,
        "may_trust": not challenge.person.is_staff and challenge.person.email_verified_at is not None,
        "options_url": reverse("accounts:step-options"),
        "demo_code": demo_code_of(challenge.person),
    }
    return render(request, "accounts/second_step.html", context, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    empty(request.session, POCKET)
    return render(request, "accounts/step_over.html", status=ChallengeGone.status)


@require_POST
@never_cache
def send_again(request: HttpRequest) -> HttpResponse:
    """A fresh code, by e-mail or by SMS."""
    kept, method = look_up(request.session, POCKET), request.POST.get("method", "")
    try:
        text_again(
            token=kept.get("token", ""), purpose=Purpose.LOGIN, method=method, caller=caller_of(request)
        )
    except ChallengeGone:
        return _over(request)
    except (SmsUnavailable, TooMany) as no:
        messages.error(request, str(no.detail))
    return redirect(step_page("accounts:second-step", method))


def step_page(name: str, method: str) -> str:
    """The page that asks, for this method when it is not the first."""
    return f"{reverse(name)}?method=sms" if method == Factor.SMS else reverse(name)


@require_POST
@never_cache
def passkey_step_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks a passkey to sign."""
    kept = look_up(request.session, POCKET)
    return JsonResponse(step_options(token=kept.get("token", ""), purpose=Purpose.LOGIN))


@sensitive_post_parameters("code", "token")
@never_cache
@require_http_methods(["GET", "POST"])
def first_factor(request: HttpRequest) -> HttpResponse:
    """Staff without a second factor add one now; the codes on paper come with it."""
    try:
        challenge, kept = _challenge(request)
        if methods_of(challenge):
            return redirect("accounts:second-step")
        if request.method == "POST":
            return _enrol(request, challenge, kept)
    except ChallengeGone:
        return _over(request)
    return _enrol_page(request, propose_authenticator(user=challenge.person), CodeForm(), 200)


def _enrol(request: HttpRequest, challenge: Challenge, kept: dict[str, Any]) -> HttpResponse:
    user, caller, form = challenge.person, caller_of(request), CodeForm(request.POST)
    token = request.POST.get("token", "")
    try:
        codes = enrol(user=user, token=token, code=request.POST.get("code", "")[:64], caller=caller)
    except (WrongCode, TooMany) as no:
        form.add_error("code", str(no.detail))
        return _enrol_page(request, open_proposal(user=user, token=token), form, 422)
    done = finish_login(challenge=challenge, method=Factor.TOTP, caller=caller)
    if not isinstance(done, Entered):
        return to_second_step(request, done, kept["onward"])
    response = enter(request, done, reverse("accounts:recovery-codes"))
    put_away(request.session, CODES, {"codes": codes, "onward": kept["onward"]})
    return response


def _enrol_page(request: HttpRequest, proposal: Any, form: CodeForm, status: int) -> HttpResponse:
    context = {"form": form, "proposal": proposal, "why": _why()}
    return render(request, "accounts/first_factor.html", context, status=status)


def _why() -> str:
    return _("Staff accounts can see and move other people's money. They do not open with a password alone.")
