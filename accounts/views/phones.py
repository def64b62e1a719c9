"""A phone for codes by SMS, in the settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import ChallengeGone, SmsUnavailable, WrongCode
from accounts.forms import CodeForm, PhoneForm
from accounts.gateways import confirm_phone, propose_phone, text_again
from accounts.models import SignIn
from accounts.services import Purpose, insist_sms, remove_phone
from accounts.views.factors import SECURITY, added
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany

POCKET = "phone"


@sensitive_post_parameters("number")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Which number; a code goes there."""
    insist_sms(by=request.user)
    form = PhoneForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _number_page(request, form, 200 if request.method == "GET" else 422)
    number = form.cleaned_data["number"]
    try:
        pending = propose_phone(by=request.user, number=number, caller=caller_of(request))
    except ValidationError as error:
        form.add_error("number", error.message_dict["number"])
        return _number_page(request, form, 422)
    except (SmsUnavailable, TooMany) as no:
        form.add_error(None, str(no.detail))
        return _number_page(request, form, no.status)
    put_away(request.session, POCKET, {"token": pending.token, "number": number})
    return redirect("accounts:phone-code")


def _number_page(request: HttpRequest, form: PhoneForm, status: int) -> HttpResponse:
    return render(request, "accounts/phone.html", {"form": form}, status=status)


@sensitive_post_parameters("code")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    """The code that arrived there."""
    kept = look_up(request.session, POCKET)
    if not kept:
        return redirect("accounts:phone")
    form = CodeForm(request.POST or None)
    if request.method == "GET":
        return _code_page(request, form, kept["number"], 200)
    try:
        code = request.POST.get("code", "")[:64]
        codes = confirm_phone(by=request.user, token=kept["token"], code=code, caller=caller_of(request))
    except (WrongCode, TooMany, ChallengeGone, SmsUnavailable) as no:
        form.add_error("code", str(no.detail))
        return _code_page(request, form, kept["number"], 422 if isinstance(no, WrongCode) else no.status)
    empty(request.session, POCKET)
    return added(request, codes, _("Codes by SMS are in use from now on."))


def _code_page(request: HttpRequest, form: CodeForm, number: str, status: int) -> HttpResponse:
    return render(request, "accounts/phone_code.html", {"form": form, "number": number}, status=status)


@require_POST
@never_cache
@login_required
def phone_again(request: HttpRequest) -> HttpResponse:
    """Another SMS."""
    token = look_up(request.session, POCKET).get("token", "")
    try:
        text_again(token=token, purpose=Purpose.PHONE, method=SignIn.Factor.SMS, caller=caller_of(request))
    except ChallengeGone:
        return redirect("accounts:phone")
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("accounts:phone")
    messages.success(request, _("Another SMS is on its way."))
    return redirect("accounts:phone-code")


@require_POST
@login_required
def drop_phone(request: HttpRequest) -> HttpResponse:
    """No codes by SMS any more."""
    remove_phone(by=request.user, caller=caller_of(request))
    messages.success(request, _("The phone is removed."))
    return redirect(SECURITY)
