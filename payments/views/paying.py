"""The way to the bank and back. Coming back moves nothing: only the provider's word does."""

from uuid import UUID

from celery import current_app
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from kit.background import Courier
from kit.errors import ensure
from kit.pages import page
from payments import gateways, policies
from payments.models import Payment

WAITING = {Payment.State.PENDING, Payment.State.UNKNOWN}


def _ring(payment_ids: list[str]) -> None:
    for payment_id in dict.fromkeys(payment_ids):
        current_app.send_task("payments.tasks.ask_payment", [payment_id])


doorbell = Courier(_ring)


@login_required
@never_cache
@require_GET
def pay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One step before the bank: what is paid to whom, and the button that goes there."""
    payment = _payment(request, pk)
    ensure(policies.may_move(request.user, payment.escrow.payer))
    if payment.state != Payment.State.PENDING:
        return redirect("payments:return", pk=payment.pk)
    back = request.build_absolute_uri(reverse("payments:return", args=[payment.pk]))
    action = gateways.start(payment, return_url=back, locale=get_language() or "fr")
    if action["kind"] == "redirect":
        return redirect(action["url"])
    if action["kind"] == "transfer":
        return render(request, "payments/transfer.html", {"payment": payment, "account": action["fields"]})
    return render(request, "payments/pay.html", {"payment": payment, "action": action})


@login_required
@never_cache
@require_GET
def came_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What we know by now. htmx asks again with the state it shows, and hears 204 while that is still so."""
    payment = _payment(request, pk)
    if request.htmx and request.GET.get("seen") == payment.state:
        return HttpResponse(status=204)
    if not request.htmx and payment.state in WAITING and gateways.asks_on_return(payment):
        doorbell.send(str(payment.pk))
    return page(request, "payments/return.html", "state", {"payment": payment})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def landing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a provider's page posts the browser back to, from another site and so without cookies. Nothing it
    brings is read: it only leads on to the page that tells what we know.
    """
    return redirect("payments:return", pk=pk, permanent=False, preserve_request=False)


def _payment(request: HttpRequest, pk: UUID) -> Payment:
    visible = Payment.objects.visible_to(request.user).select_related("escrow__payer", "escrow__payee")
    return get_object_or_404(visible, pk=pk)
