"""Signing in through another site. allauth does the protocol; who comes in here, and how, is ours to say."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.services import (
    Arrival,
    Entered,
    connect_social,
    disconnect_social,
    insist_proof,
    person_behind,
    start_second_step,
)
from accounts.views.entering import enter, onward_of
from accounts.views.second_step import to_second_step
from kit.errors import WrongState
from kit.pockets import put_away
from kit.requests import browser_of, caller_of

POCKET = "social"
SECURITY = "accounts:security"


class SocialDoor(DefaultSocialAccountAdapter):
    """Takes over as soon as the other site has answered: allauth itself signs nobody in and opens nothing."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Always ends here, with our answer."""
        account = sociallogin.account
        told = account.extra_data.get("userinfo") or account.extra_data
        arrival = Arrival(
            provider=account.provider,
            uid=str(account.uid),
            email=sociallogin.user.email or "",
            name=str(told.get("name") or told.get("display_name") or "")[:120],
        )
        raise ImmediateHttpResponse(_arrive(request, arrival, sociallogin.state or {}))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_told: Any) -> None:
        """Cancelled there, a state that is not ours, a code that was used: back, without details."""
        messages.error(request, _("The other site did not confirm it. Nothing was changed; try again."))
        raise ImmediateHttpResponse(redirect(SECURITY if request.user.is_authenticated else "accounts:login"))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def _arrive(request: HttpRequest, arrival: Arrival, state: dict[str, Any]) -> HttpResponse:
    if request.user.is_authenticated:
        return _connect(request, arrival, state)
    user = person_behind(arrival=arrival)
    if user is not None:
        return _enter(request, user, onward_of(request, state.get("next")))
    pocket = {"provider": arrival.provider, "uid": arrival.uid, "email": arrival.email, "name": arrival.name}
    put_away(request.session, POCKET, pocket)
    messages.info(
        request, _("Not connected here yet. Open an account, or log in and connect it in the settings.")
    )
    return redirect("accounts:register")


def _connect(request: HttpRequest, arrival: Arrival, state: dict[str, Any]) -> HttpResponse:
    """Only where the person asked for it, in this session."""
    if state.get("process") == "connect":
        try:
            connect_social(by=request.user, arrival=arrival, caller=caller_of(request))
            messages.success(request, _("Connected. You can log in with it from now on."))
        except WrongState as no:
            messages.error(request, str(no.detail))
    return redirect(SECURITY)


def _enter(request: HttpRequest, user: User, onward: str) -> HttpResponse:
    """It stands in for the password; whatever else is asked of this person is asked. Never for staff."""
    if not user.is_active or user.is_staff:
        messages.error(request, _("This account cannot be used. Write to us to learn more."))
        return redirect("accounts:login")
    pending = start_second_step(user=user, caller=browser_of(request))
    return to_second_step(request, pending, onward) if pending else enter(request, Entered(user, ""), onward)


@require_POST
@never_cache
def go_to_site(request: HttpRequest, provider: str) -> HttpResponse:
    """On to the other site, with its question fixed by the settings and by nothing the request says."""
    if provider not in settings.SOCIAL_SIGN_IN:
        raise Http404
    if request.user.is_authenticated:
        insist_proof(by=request.user)
    process = "connect" if request.user.is_authenticated else "login"
    site = SocialDoor(request).get_provider(request, provider)
    return site.redirect(request, process=process, next_url=onward_of(request))


@require_POST
@login_required
def disconnect(request: HttpRequest, provider: str) -> HttpResponse:
    """No longer let an account of another site in."""
    if not disconnect_social(by=request.user, provider=provider, caller=caller_of(request)):
        raise Http404
    messages.success(request, _("No longer connected."))
    return redirect(SECURITY)
