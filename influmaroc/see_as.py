"""Looking at the site as somebody sees it. All of its limits are in this one place.

The member of staff stays signed in as themselves. While they look, pages outside the admin are drawn for the
person, in a database transaction that cannot write; whatever is no plain reading of a page is refused: other
methods, the API, money, the account's own settings. Websockets do not come this way and stay their own.
"""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.db import InternalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST
from psycopg.errors import ReadOnlySqlTransaction
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.models import User
from accounts.policies import may_see_as
from accounts.services import count_page, end_look, open_look, start_look
from kit import problems
from kit.errors import NotAllowed, ensure
from kit.middleware import Handler, Refusals
from kit.requests import caller_of, htmx_of, put
from kit.rows import read_only

LOOK_KEY = "look"  # in the session of the member of staff
SAFE = {"GET", "HEAD", "OPTIONS"}
# Where they are themselves: their desk, the way out, and what belongs to the browser alone.
OWN_APPS = {"admin"}
OWN_PAGES = {"see-as", "see-as-end", "picture", "set-language", "set-theme"}
# Never on show: money and banks, who somebody is and how they come in, their letters, their secrets.
SHUT_APPS = {
    *("payments", "treasury", "plans", "invoicing", "taxes"),
    *("accounts", "privacy", "mail", "webhooks", "messaging"),
}
SHUT_PAGES = {"campaigns:fund", "file"}


class OnlyLooking(NotAllowed):
    """Asked for while looking at the site as somebody."""

    code = "only_looking"
    detail = gettext_lazy("You are only looking: nothing can be changed, and this page stays theirs.")


class SeeAs:
    """Puts the person on the request in place of the member of staff who looks, and refuses the rest."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or LOOK_KEY not in request.session:
            return self.get_response(request)
        place = _place_of(request)
        look = open_look(look_id=request.session[LOOK_KEY], staff=request.user)
        if look is None:
            return self._over(request)
        put(request, "look", look)
        if place in OWN_PAGES or place.partition(":")[0] in OWN_APPS:
            return self.get_response(request)
        if _is_shut(request, place):
            return self._refuse(request)
        count_page(look=look)
        put(request, "user", look.person)
        with read_only():
            response = self.get_response(request)
        return self._refuse(request) if hasattr(request, "has_written") else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that writes while it is read, such as a notice that becomes read, is refused as well."""
        if isinstance(error, InternalError) and isinstance(error.__cause__, ReadOnlySqlTransaction):
            put(request, "has_written", error)
            return HttpResponse(status=OnlyLooking.status)  # drawn above, where the database answers again
        return None

    def _over(self, request: HttpRequest) -> HttpResponse:
        """The time is up, or the right is gone: the next page is their own desk, whatever they asked for."""
        del request.session[LOOK_KEY]
        if problems.is_api(request):
            return problems.answer(request, 403, OnlyLooking.code, str(OnlyLooking.detail))
        messages.info(request, _("You no longer look at the site as somebody else."))
        return redirect("admin:accounts_user_changelist")

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        if problems.is_api(request):
            return problems.answer(request, 403, OnlyLooking.code, str(OnlyLooking.detail))
        if htmx_of(request) and (
            toast := Refusals(self.get_response).process_exception(request, OnlyLooking())
        ):
            return toast
        return render(request, "403.html", {"refusal": OnlyLooking()}, status=OnlyLooking.status)


def _place_of(request: HttpRequest) -> str:
    """The name of the page that is asked for, "" when there is none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _is_shut(request: HttpRequest, place: str) -> bool:
    if request.method not in SAFE or problems.is_api(request):
        return True
    return place in SHUT_PAGES or place.partition(":")[0] in SHUT_APPS


class LookForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=500, widget=UnfoldAdminTextareaWidget)


@require_http_methods(["GET", "POST"])
@login_required
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why, then show the site as this person sees it."""
    person = get_object_or_404(User, pk=pk) if request.user.is_staff else None
    ensure(person is not None and may_see_as(request.user, person))
    form = LookForm(request.POST or None)
    if form.is_valid():
        look = start_look(person_id=pk, **form.cleaned_data, by=request.user, caller=caller_of(request))
        request.session[LOOK_KEY] = str(look.pk)
        with override(look.person.language):
            return redirect("home")
    context = {
        **admin.site.each_context(request),
        "title": _("See as this person"),
        "note": _("For 15 minutes, only to look. It is recorded, and the person finds it in their trail."),
        "row": person,
        "form": form,
        "back": reverse("admin:accounts_user_change", args=[pk]),
    }
    return render(request, "admin/accounts/reason.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Stop looking, and go back to the person's page in the admin."""
    look = open_look(look_id=request.session.pop(LOOK_KEY, ""), staff=request.user)
    if look is None:
        return redirect("home")
    end_look(look=look)
    return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[look.person_id]))


def badge(request: HttpRequest) -> tuple[str, str] | None:
    """What stands on every page of the admin meanwhile."""
    look = getattr(request, "look", None)
    return (_("Looking as %(name)s") % {"name": look.person.name}, "warning") if look else None
