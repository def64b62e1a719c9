"""S6: what reaches a person where, and when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from kit.pages import framed
from notifications import services
from notifications.forms import PreferencesForm
from notifications.models import Channel, Way
from notifications.selectors import preferences_of
from notifications.selectors.letters import sample_letter


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """The grid, the hours, and a sample of a letter."""
    if request.method == "GET":
        return _page(request, PreferencesForm(preferences_of(request.user)), 200)
    form = PreferencesForm(preferences_of(request.user), request.POST)
    if form.is_valid() and _kept(form, request.user):
        messages.success(request, _("Saved."))
        return redirect("notifications:preferences")
    return _page(request, form, 422)


def _kept(form: PreferencesForm, user: User) -> bool:
    try:
        services.choose(by=user, wishes=form.wishes, habits=form.habits)
    except ValidationError as error:
        for name, faults in error.message_dict.items():
            form.add_error(name, faults)
        return False
    return True


def _page(request: HttpRequest, form: PreferencesForm, status: int) -> HttpResponse:
    shown = preferences_of(request.user)
    context = {"form": form, "preferences": shown, "channels": Channel, "mail_ways": Way}
    return render(request, "notifications/preferences.html", context, status=status)


@require_GET
@login_required
def sample(request: HttpRequest) -> HttpResponse:
    """A letter as it would arrive, for the frame."""
    return framed(sample_letter(request.user))
