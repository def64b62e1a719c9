"""Safety of one's own account: password, and where one is signed in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from accounts.forms import PasswordForm
from accounts.models import SignIn
from accounts.selectors import device_name, factors_in_use, sign_in_of, sign_ins_of, trail_of
from accounts.services import change_password, end_sign_in, end_sign_ins
from kit.places import place_of
from kit.requests import caller_of
from kit.throttle import TooMany

N_DEVICES = 50  # the latest; "sign out all the others" reaches the rest, and the API lists them


@require_GET
@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """The present password, every device that is signed in, and what happened lately."""
    return _page(request, PasswordForm(), 200)


def _page(request: HttpRequest, form: PasswordForm, status: int) -> HttpResponse:
    here = sign_in_of(request.user)
    devices = [
        {
            "sign_in": one,
            "name": device_name(one.user_agent),
            "place": place_of(one.ip, get_language() or "fr"),
            "is_here": one == here,
        }
        for one in sign_ins_of(request.user)[:N_DEVICES]
    ]
    events = [{"event": one, "name": device_name(one.user_agent)} for one in trail_of(request.user)]
    context = {**factors_in_use(request.user), "form": form, "devices": devices, "events": events}
    return render(request, "accounts/security.html", context, status=status)


@sensitive_post_parameters("current", "password")
@require_POST
@never_cache
@login_required
def change_own_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; this device stays signed in, the others do not."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        change_password(
            user=request.user,
            **form.cleaned_data,
            here=sign_in_of(request.user),
            caller=caller_of(request),
        )
    except ValidationError as error:
        for name, faults in error.message_dict.items():
            form.add_error(name, faults)
        return _page(request, form, 422)
    except TooMany as no:
        form.add_error(None, str(no.detail))
        return _page(request, form, no.status)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("The password is changed. Your other devices are signed out."))
    return redirect("accounts:security")


@require_POST
@login_required
def end_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign one device out. The one in use is signed out by logging out."""
    if not end_sign_in(sign_in_id=pk, user=request.user, caller=caller_of(request)):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:security")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign every other device out."""
    n_ended = end_sign_ins(user=request.user, why=SignIn.End.REVOKED, but=sign_in_of(request.user))
    told = ngettext("%(n)s device is signed out.", "%(n)s devices are signed out.", n_ended) % {"n": n_ended}
    messages.success(request, told)
    return redirect("accounts:security")
