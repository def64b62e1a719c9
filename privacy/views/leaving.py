"""Deleting one's account, and changing one's mind."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kit.requests import caller_of
from privacy.errors import MayNotLeave
from privacy.selectors import reasons_to_stay
from privacy.services import ask_deletion, stop_deletion


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    """What deleting means, or why it is not possible yet; then it is asked for."""
    if request.method == "GET":
        return _page(request, 200)
    try:
        deletion = ask_deletion(by=request.user, caller=caller_of(request))
    except MayNotLeave as no:
        return _page(request, no.status)
    logout(request)
    return render(request, "privacy/left.html", {"deletion": deletion})


def _page(request: HttpRequest, status: int) -> HttpResponse:
    reasons = reasons_to_stay(request.user)
    return render(request, "privacy/leave.html", {"reasons": reasons}, status=status)


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Stop the deletion."""
    if stop_deletion(by=request.user, caller=caller_of(request)):
        messages.success(request, _("Your account stays. Nothing was lost."))
    return redirect("privacy:home")
