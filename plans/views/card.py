"""To Stripe's pages and back. Coming back moves nothing: only Stripe's word does."""

from celery import current_app
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.services import insist_proof
from kit.background import Courier
from plans.models import CardPlan, Subscription
from plans.selectors import at_stripe, live_card, subscription_of
from plans.tasks import change_card, give_up_card_page, open_card_page
from plans.views.wallets import wallet_for, wallet_to_pay_from


def _ring(card_ids: list[str]) -> None:
    for card_id in dict.fromkeys(card_ids):
        current_app.send_task("plans.tasks.ask_card_page", [card_id])


doorbell = Courier(_ring)


def to_stripe(request: HttpRequest, card: CardPlan) -> HttpResponse:
    """On to the page where the card is typed."""
    back_here = request.build_absolute_uri(reverse("plans:card-back"))
    return redirect(open_card_page(card, back=back_here, locale=get_language() or "fr"))


@login_required
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """From Stripe's page: have it asked, and show what is known. htmx hears 204 while nothing is."""
    live = live_card(wallet_for(request))
    is_open = live is not None and live.state == CardPlan.State.OPEN
    if request.htmx:
        there = {"HX-Redirect": reverse("plans:plan")}
        return HttpResponse(status=204) if is_open else HttpResponse(headers=there)
    if live is not None and is_open:
        doorbell.send(str(live.pk))
    return redirect("plans:plan")


@login_required
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """To the page that is open already."""
    return to_stripe(request, _open_page(request))


@login_required
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """The page is closed at Stripe, and another way may be chosen; paid meanwhile, it counts."""
    card = _open_page(request)
    if give_up_card_page(card) == CardPlan.State.LAPSED:
        lives = subscription_of(card.wallet) is not None or bool(at_stripe(card.wallet))
        told = _("The card payment is given up.")
        messages.success(request, told if lives else _("The card payment is given up. Nothing was charged."))
    return redirect("plans:plan")


@login_required
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """To Stripe's page for another card."""
    insist_proof(by=request.user)
    wallet = wallet_to_pay_from(request)
    running = Subscription.objects.filter(card__state=CardPlan.State.RUNNING).select_related("wallet")
    held = get_object_or_404(running, wallet=wallet)
    return redirect(change_card(held, back=request.build_absolute_uri(reverse("plans:plan"))))


def _open_page(request: HttpRequest) -> CardPlan:
    wallet = wallet_to_pay_from(request)
    waiting = CardPlan.objects.filter(state=CardPlan.State.OPEN)
    return get_object_or_404(waiting.select_related("wallet", "plan", "made_by"), wallet=wallet)
