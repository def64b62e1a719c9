"""Step-up: the password again and a second step, before what could hurt."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import ChallengeGone, SmsUnavailable, WrongCode
from accounts.forms import CodeForm, OwnPasswordForm
from accounts.gateways import answer_proof, text_again
from accounts.models import SignIn
from accounts.selectors import demo_code_of
from accounts.services import (
    Purpose,
    find_challenge,
    methods_of,
    start_proof,
    step_options,
)
from accounts.views.entering import onward_of
from accounts.views.second_step import answer_of, step_page, text_first
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany

POCKET = "proof"


@sensitive_post_parameters("password")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """First half: the password."""
    form = OwnPasswordForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _password_page(request, form, 200 if request.method == "GET" else 422)
    try:
        pending = start_proof(user=request.user, **form.cleaned_data, caller=caller_of(request))
    except ValidationError as error:
        form.add_error("password", error.message_dict["password"])
        return _password_page(request, form, 422)
    except TooMany as no:
        form.add_error(None, str(no.detail))
        return _password_page(request, form, no.status)
    put_away(request.session, POCKET, {"token": pending.token, "onward": onward_of(request)})
    text_first(request, pending)
    return redirect("accounts:prove-step")


def _password_page(request: HttpRequest, form: OwnPasswordForm, status: int) -> HttpResponse:
    context = {"form": form, "onward": onward_of(request)}
    return render(request, "accounts/prove.html", context, status=status)


@sensitive_post_parameters("code", "credential")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def prove_step(request: HttpRequest) -> HttpResponse:
    """Second half: a factor, or a code by e-mail."""
    kept = look_up(request.session, POCKET)
    try:
        if request.method == "POST":
            return _try(request, kept)
        return _step_page(request, kept, CodeForm(), 200)
    except ChallengeGone:
        empty(request.session, POCKET)
        return redirect("accounts:prove")


def _try(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    form, method = CodeForm(request.POST), request.POST.get("method", "")
    try:
        answer_proof(
            user=request.user,
            token=kept.get("token", ""),
            method=method,
            answer=answer_of(request, method),
            caller=caller_of(request),
        )
    except (WrongCode, TooMany, SmsUnavailable) as no:
        form.add_error("code", str(no.detail))
        return _step_page(request, kept, form, 422 if isinstance(no, WrongCode) else no.status)
    empty(request.session, POCKET)
    return redirect(onward_of(request, kept["onward"]) or "accounts:security")


def _step_page(request: HttpRequest, kept: dict[str, Any], form: CodeForm, status: int) -> HttpResponse:
    challenge = find_challenge(token=kept.get("token", ""), purpose=Purpose.PROOF)
    methods = methods_of(challenge)
    asked = request.POST.get("method") or request.GET.get("method", "")
    context = {
        "form": form,
        "methods": [(name, SignIn.Factor(name).label) for name in methods],
        "method": asked if asked in methods else methods[0],
        "is_proof": True,
        "challenge": challenge,
        "options_url": reverse("accounts:prove-options"),
        "demo_code": demo_code_of(request.user),
    }
    return render(request, "accounts/second_step.html", context, status=status)


@require_POST
@never_cache
@login_required
def prove_again(request: HttpRequest) -> HttpResponse:
    """A fresh code, by e-mail or by SMS."""
    token, method = look_up(request.session, POCKET).get("token", ""), request.POST.get("method", "")
    try:
        text_again(token=token, purpose=Purpose.PROOF, method=method, caller=caller_of(request))
    except (SmsUnavailable, TooMany) as no:
        messages.error(request, str(no.detail))
    return redirect(step_page("accounts:prove-step", method))


@require_POST
@never_cache
@login_required
def prove_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks a passkey to sign."""
    token = look_up(request.session, POCKET).get("token", "")
    return JsonResponse(step_options(token=token, purpose=Purpose.PROOF))
