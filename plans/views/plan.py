from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import insist_proof
from kit.morocco import group_rib
from kit.shares import part_of
from payments.models import Wallet
from payments.selectors import configured_gateways, mode_of
from plans import policies
from plans.forms import ChoiceForm
from plans.models import CardPlan, CardWish, Charge, Plan, Subscription
from plans.selectors import (
    GATEWAY,
    Change,
    at_stripe,
    card_offered,
    change_to,
    free_plan,
    live_card,
    offered,
    subscription_of,
    vat_bps,
)
from plans.services import change_plan, start_card_plan, start_subscription, wish_change
from plans.tasks import quote_by_card, send_wish
from plans.views.card import to_stripe
from plans.views.wallets import wallet_for, wallet_to_pay_from

N_CHARGES = 12
CARD = Subscription.PaidBy.CARD


@login_required
@never_cache
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """What the brand has, the other plans beside it, and its charges. Nine queries."""
    wallet = wallet_for(request)
    held, card = subscription_of(wallet), live_card(wallet)
    is_free = held is None and card is None
    charges = Charge.objects.filter(subscription__wallet=wallet)[:N_CHARGES]
    account = settings.PAYMENT_GATEWAYS["bank"] if "bank" in configured_gateways() else None
    context = {
        "held": held,
        "card": card,
        "wish": _last_wish(held, card),
        "is_at_stripe": is_free and bool(at_stripe(wallet)),
        "current": held.plan if held else free_plan(),
        "plans": offered(),
        "charges": charges,
        "owes_transfer": any(row.state == Charge.State.DUE and not row.stripe_invoice for row in charges),
        "may_subscribe": policies.may_subscribe(request.user, wallet),
        "account": account,
        "rib": group_rib(account["rib"]) if account else "",
    }
    return render(request, "plans/plan.html", context)


def _last_wish(held: Subscription | None, card: CardPlan | None) -> CardWish | None:
    """The newest change asked of Stripe, while it has no answer, or for the period it was refused in."""
    wish = card.wishes.first() if card else None
    if wish is None or held is None or wish.state == CardWish.State.ASKED:
        return wish
    is_told = wish.state == CardWish.State.REFUSED and wish.made_by_id is not None
    return wish if is_told and timezone.localdate(wish.made_at) >= held.starts_on else None


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """GET says what the change costs and when it counts; POST does it, or leads to Stripe's page."""
    wallet = wallet_to_pay_from(request)
    form = ChoiceForm(request.POST or request.GET)
    if not form.is_valid():
        return redirect("plans:plan")
    insist_proof(by=request.user)
    held, wish = subscription_of(wallet), form.cleaned_data
    if request.method == "POST":
        return _do(request, wallet, held, wish)
    row = Plan.objects.in_force().get(code=wish["plan"])
    if held is None and row.code == Plan.Code.FREE:
        return redirect("plans:plan")
    return render(request, "plans/choose.html", _confirming(held, row, wish))


def _confirming(held: Subscription | None, row: Plan, wish: dict[str, Any]) -> dict[str, Any]:
    change = _change(held, row, wish["interval"])
    by_card = held is not None and held.paid_by == CARD
    context = {"held": held, "change": change, "wish": wish, "by_card": by_card}
    if held is not None and by_card and change.is_now:
        at = timezone.now().replace(microsecond=0)
        total = quote_by_card(held, change, at)
        return {**context, "total": total, "at": int(at.timestamp())}
    vat = part_of(change.net_centimes, vat_bps())
    offers_card = held is None and card_offered()
    context |= {"offers_card": offers_card, "is_test": offers_card and mode_of(GATEWAY) == "sandbox"}
    return {**context, "vat": vat, "total": change.net_centimes + vat}


def _change(held: Subscription | None, row: Plan, interval: str) -> Change:
    today = timezone.localdate()
    if held is not None:
        return change_to(held, row, today)
    price = row.price_centimes(interval)
    return Change(plan=row, is_now=True, from_on=today, until_on=today, net_centimes=price)


def _do(
    request: HttpRequest, wallet: Wallet, held: Subscription | None, wish: dict[str, Any]
) -> HttpResponse:
    if held is None and wish["pay"] == CARD:
        asked = {"code": wish["plan"], "interval": wish["interval"], "by": request.user}
        return to_stripe(request, start_card_plan(wallet=wallet, **asked))
    if held is None:
        start_subscription(wallet=wallet, code=wish["plan"], interval=wish["interval"], by=request.user)
        messages.success(request, _("Your plan counts from now on. The charge and how to pay it are below."))
        return redirect("plans:plan")
    if held.paid_by == CARD:
        return _ask_stripe(request, held, wish)
    held = change_plan(subscription_id=held.pk, code=wish["plan"], by=request.user)
    return _told(request, held)


def _ask_stripe(request: HttpRequest, held: Subscription, wish: dict[str, Any]) -> HttpResponse:
    """The change is written down, asked of Stripe, and what Stripe did is shown."""
    at = datetime.fromtimestamp(wish["at"], UTC) if wish["at"] else None
    made = wish_change(subscription_id=held.pk, code=wish["plan"], by=request.user, quoted_at=at)
    if made is not None:
        send_wish(made)
        held.refresh_from_db()
    return _told(request, held)


def _told(request: HttpRequest, held: Subscription) -> HttpResponse:
    waits = held.next_plan is not None
    told = _("Noted: your plan changes at the end of the period.") if waits else _("Your plan is changed.")
    messages.success(request, told)
    return redirect("plans:plan")
