"""S6: what reaches a person where, and when."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.selectors import is_texting_ready, number_for_codes
from kit.assets import source_of
from kit.pages import framed
from notifications import services
from notifications.forms import PreferencesForm
from notifications.selectors import Preferences, preferences_of
from notifications.selectors.letters import sample_letter
from notifications.selectors.preferences import channels_here
from notifications.selectors.pushing import devices_of, push_public_key

WORKER_POLICY = (
    "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """The grid, the hours, and a sample of a letter."""
    shown = preferences_of(request.user)
    if request.method == "GET":
        return _page(request, shown, PreferencesForm(shown), 200)
    form = PreferencesForm(shown, request.POST)
    if form.is_valid() and _kept(form, request.user):
        messages.success(request, _("Saved."))
        return redirect("notifications:preferences")
    return _page(request, shown, form, 422)


def _kept(form: PreferencesForm, user: User) -> bool:
    try:
        services.choose(by=user, wishes=form.wishes, habits=form.habits)
    except ValidationError as error:
        for name, faults in error.message_dict.items():
            form.add_error(name, faults)
        return False
    return True


def _page(request: HttpRequest, shown: Preferences, form: PreferencesForm, status: int) -> HttpResponse:
    devices = devices_of(request.user)
    context = {
        "form": form,
        "preferences": shown,
        "channels": channels_here(),
        "has_sms": is_texting_ready(),
        "number": number_for_codes(request.user)[-2:],
        "push_key": push_public_key(),
        "devices": devices,
        "is_here": any(device.is_here for device in devices),
    }
    return render(request, "notifications/preferences.html", context, status=status)


@require_GET
@login_required
def sample(request: HttpRequest) -> HttpResponse:
    """A letter as it would arrive, for the frame."""
    return framed(sample_letter(request.user))


@require_POST
@login_required
def trial(request: HttpRequest) -> HttpResponse:
    """One notice to oneself; where it went is read in its log."""
    services.tell_trial(by=request.user)
    messages.success(request, _("A trial is on its way."))
    return redirect("notifications:preferences")


@require_POST
@login_required
def remove_device(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.remove_device(device_id=pk, by=request.user)
    messages.success(request, _("This device is not rung any more."))
    return redirect("notifications:preferences")


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The built script under an address that stays. Browsers ask again each day. Its own policy binds what it
    fetches: it asks our API only.
    """
    script = source_of("static/src/sw.js")
    if script is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=600", "Content-Security-Policy": WORKER_POLICY}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)
