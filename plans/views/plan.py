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
from kit.errors import NotAllowed, ensure
from kit.morocco import group_rib
from payments.models import Wallet
from payments.selectors import configured_gateways, wallet_of
from plans import policies
from plans.forms import ChoiceForm
from plans.models import Charge, Plan, Subscription
from plans.selectors import Change, change_to, free_plan, offered, subscription_of, vat_on
from plans.services import change_plan, start_subscription

N_CHARGES = 12


@login_required
@never_cache
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """What the brand has, the other plans beside it, and its charges. Six queries."""
    wallet = _wallet(request)
    held, rows = subscription_of(wallet), offered()
    charges = Charge.objects.filter(subscription__wallet=wallet)[:N_CHARGES]
    account = settings.PAYMENT_GATEWAYS["bank"] if "bank" in configured_gateways() else None
    context = {
        "held": held,
        "current": held.plan if held else free_plan(),
        "plans": rows,
        "charges": charges,
        "may_subscribe": policies.may_subscribe(request.user, wallet),
        "account": account,
        "rib": group_rib(account["rib"]) if account else "",
    }
    return render(request, "plans/plan.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """GET says what the change costs and when it counts; POST does it."""
    wallet = _wallet(request)
    ensure(policies.may_subscribe(request.user, wallet))
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
    change = _change(held, row, wish["interval"])
    vat = vat_on(change.net_centimes)
    context = {"held": held, "change": change, "wish": wish, "vat": vat, "total": change.net_centimes + vat}
    return render(request, "plans/choose.html", context)


def _change(held: Subscription | None, row: Plan, interval: str) -> Change:
    today = timezone.localdate()
    if held is not None:
        return change_to(held, row, today)
    price = row.price_centimes(interval)
    return Change(plan=row, is_now=True, from_on=today, until_on=today, net_centimes=price)


def _do(
    request: HttpRequest, wallet: Wallet, held: Subscription | None, wish: dict[str, Any]
) -> HttpResponse:
    if held is None:
        start_subscription(wallet=wallet, code=wish["plan"], interval=wish["interval"], by=request.user)
        messages.success(request, _("Your plan counts from now on. The charge and how to pay it are below."))
        return redirect("plans:plan")
    held = change_plan(subscription_id=held.pk, code=wish["plan"], by=request.user)
    waits = held.next_plan is not None
    told = _("Noted: your plan changes at the end of the period.") if waits else _("Your plan is changed.")
    messages.success(request, told)
    return redirect("plans:plan")


def _wallet(request: HttpRequest) -> Wallet:
    """The brand's wallet, for everybody in its team. Raises NotAllowed."""
    wallet = wallet_of(request.user, Wallet.Kind.BRAND)
    if wallet is None:
        raise NotAllowed(_("This page is for brands."))
    return wallet
