"""S8: endpoints, their events, their secret and their log."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import insist_proof
from kit.errors import Stale, WrongState
from kit.ids import is_uuid
from kit.pages import page
from kit.throttle import TooMany, take
from webhooks import services
from webhooks.errors import AddressRefused, OffByStaff, TooManyEndpoints
from webhooks.forms import EndpointForm
from webhooks.gateways import check_address
from webhooks.models import Call, Endpoint
from webhooks.selectors import endpoints_of, grouped, own_endpoint, own_holder

N_CALLS = 20
STEPS = {
    "activer": (services.enable_endpoint, gettext_lazy("The endpoint is switched on.")),
    "couper": (services.disable_endpoint, gettext_lazy("The endpoint is switched off.")),
}


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Every endpoint; how to begin when there is none."""
    context = {"endpoints": endpoints_of(own_holder(request.user))}
    return page(request, "webhooks/home.html", "main", context)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The proof is asked for before anything is typed."""
    holder = own_holder(request.user)
    insist_proof(by=request.user)
    form = EndpointForm.of(None, request.POST or None)
    if request.method == "POST":
        made = _saved(
            request, form, lambda wish: services.add_endpoint(holder=holder, **wish, by=request.user)
        )
        if made is not None:
            messages.success(request, _("The endpoint is there. Now give its secret to your program."))
            return redirect("webhooks:secret", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another address, other events."""
    endpoint = own_endpoint(request.user, pk)
    insist_proof(by=request.user)
    form = EndpointForm.of(endpoint, request.POST or None)
    if request.method == "POST":
        made = _saved(
            request,
            form,
            lambda wish: services.change_endpoint(endpoint_id=pk, **wish, by=request.user),
            before=endpoint.url,
        )
        if made is not None:
            messages.success(request, _("Saved."))
            return redirect("webhooks:one", pk)
    return _form(request, form, endpoint)


@require_GET
@never_cache
@login_required
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it is, and its log, twenty lines at a time."""
    endpoint, before = own_endpoint(request.user, pk), request.GET.get("avant", "")
    rows = endpoint.calls.filter(pk__lt=before) if is_uuid(before) else endpoint.calls.all()
    calls = list(rows[: N_CALLS + 1])
    more = f"{reverse('webhooks:one', args=[pk])}?avant={calls[N_CALLS - 1].pk}" if calls[N_CALLS:] else ""
    context = {
        "endpoint": endpoint,
        "calls": calls[:N_CALLS],
        "next_url": more,
        "is_waiting": endpoint.is_active and any(map(_is_young, calls[:N_CALLS])),
        "now": timezone.now(),
    }
    return page(request, "webhooks/one.html", "rows" if before else "log", context)


def _is_young(call: Call) -> bool:
    return call.state == Call.State.OWED and call.attempts <= 1


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def secret(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET shows it, after a proof; POST makes another."""
    endpoint = own_endpoint(request.user, pk)
    if request.method == "POST":
        services.rotate_secret(endpoint_id=pk, by=request.user)
        messages.success(request, _("A new secret signs from now on; the one before it for 24 hours more."))
        return redirect("webhooks:secret", pk)
    shown = services.reveal_secret(endpoint_id=pk, by=request.user)
    context = {"endpoint": endpoint, "secret": shown, "now": timezone.now()}
    return render(request, "webhooks/secret.html", context)


@require_POST
@login_required
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a test; its answer shows in the log."""
    services.ring_test(endpoint_id=own_endpoint(request.user, pk).pk, by=request.user)
    messages.success(request, _("A test is on its way. Its answer shows in the log."))
    return redirect("webhooks:one", pk)


@require_POST
@login_required
def step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """On or off."""
    act, words = STEPS[name]
    act(endpoint_id=own_endpoint(request.user, pk).pk, by=request.user)
    messages.success(request, str(words))
    return redirect("webhooks:one", pk)


@require_http_methods(["GET", "POST"])
@login_required
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first; then tell it nothing more."""
    endpoint = own_endpoint(request.user, pk)
    if request.method == "GET":
        return render(request, "webhooks/remove.html", {"endpoint": endpoint})
    services.remove_endpoint(endpoint_id=pk, by=request.user)
    messages.success(request, _("The endpoint is removed."))
    return redirect("webhooks:home")


def _saved(request: HttpRequest, form: EndpointForm, save: Any, before: str = "") -> Endpoint | None:
    """Look the address up, then save; what is refused goes to its field."""
    if not form.is_valid():
        return None
    wish = form.cleaned_data
    try:
        if wish["url"] != before:
            take("webhook-address", str(request.user.pk))
            check_address(wish["url"])
        return save(wish)
    except (AddressRefused, OffByStaff) as no:
        form.add_error("url", str(no.detail))
    except ValidationError as error:
        form.add_error("types", error.messages)
    except (TooManyEndpoints, TooMany, WrongState, Stale) as no:
        form.add_error(None, str(no.detail))
    return None


def _form(request: HttpRequest, form: EndpointForm, endpoint: Endpoint | None) -> HttpResponse:
    context = {"form": form, "endpoint": endpoint, "groups": grouped(), "chosen": form.chosen}
    return page(request, "webhooks/form.html", "main", context, status=422 if form.errors else 200)
