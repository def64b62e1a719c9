"""I8: what a creator has, where it is, and how it gets to the bank."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import insist_proof
from events.services import answer_once
from kit.dates import weekday
from kit.ids import uuid7
from kit.money import parse_amount, plain
from kit.pages import page
from payments.forms import PayoutForm, RibForm
from payments.models import Payout, PayoutMethod, Wallet
from payments.selectors import Earnings, earnings, payout_method
from payments.services import add_payout_method, arrives_on, request_payout
from payments.views.lists import page_of_movements, with_wallet

creators_only = with_wallet(Wallet.Kind.INFLUENCER, gettext_lazy("This page is for creators."))


@creators_only
@require_GET
def earnings_page(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    context = {**overview(wallet), **page_of_movements(request, wallet)}
    return page(request, "payments/earnings.html", "more", context)


def overview(wallet: Wallet, form: PayoutForm | None = None) -> dict[str, Any]:
    """The figures, the bar, the RIB and the request form: what the page and its refusals share."""
    found, method = earnings(wallet), payout_method(wallet)
    return {
        "earnings": found,
        "bar": bar(found),
        "method": method,
        "is_on_hold": method is not None and method.usable_at > timezone.now(),
        "minimum_shown": plain(settings.PAYOUT_MIN_CENTIMES),
        "is_below": found.available_centimes < settings.PAYOUT_MIN_CENTIMES,
        "arrives_on": arrives_on(timezone.localdate()),
        "form": form or payout_form(found, initial={"amount": found.available_centimes}),
    }


def payout_form(found: Earnings, *args: Any, **kwargs: Any) -> PayoutForm:
    return PayoutForm(
        *args, minimum=settings.PAYOUT_MIN_CENTIMES, available=found.available_centimes, **kwargs
    )


def bar(found: Earnings) -> list[dict[str, str]]:
    """The four parts as shares of the whole, with a hair between them. Empty when there is nothing."""
    parts = [
        ("", found.available_centimes),
        ("c3", found.on_the_way_centimes),
        ("c2", found.protected_centimes),
        ("c4", found.paid_out_centimes),
    ]
    whole, left, drawn = sum(n for _name, n in parts), 0, []
    for name, n in parts:
        width = n * 1000 // whole if whole else 0
        if width:
            drawn.append({"name": name, "x": f"{left / 10:.1f}", "width": f"{max(width - 5, 5) / 10:.1f}"})
        left += width
    return drawn


@creators_only
@require_http_methods(["GET", "POST"])
def rib(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Add or change the RIB. A wrong one comes back as it was typed, with what is off."""
    insist_proof(by=request.user)
    method = payout_method(wallet)
    form = RibForm(
        request.POST or None, initial={"holder_name": method.holder_name if method else wallet.name}
    )
    if request.method == "POST" and form.is_valid():
        added = add_payout_method(wallet=wallet, by=request.user, **form.cleaned_data)
        messages.success(request, _rib_note(added))
        return redirect("payments:earnings")
    context = {"form": form, "method": method}
    return page(request, "payments/rib.html", "form", context, status=422 if form.is_bound else 200)


def _rib_note(method: PayoutMethod) -> str:
    if method.usable_at > timezone.now():
        return _("RIB saved. For your protection, transfers to it open %(when)s.") % {
            "when": weekday(method.usable_at)
        }
    return _("RIB saved. It can be used now.")


@creators_only
@require_http_methods(["GET", "POST"])
def payout(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """GET shows what will happen (amount, account, day) and asks; POST does it, once per form."""
    if request.method == "POST":
        return _request(request, wallet)
    insist_proof(by=request.user)
    form = payout_form(earnings(wallet), request.GET)
    context = overview(wallet, form)
    if context["method"] is None or context["is_on_hold"]:
        return redirect("payments:earnings")
    if not form.is_valid():
        context.update(page_of_movements(request, wallet))
        return render(request, "payments/earnings.html", context, status=422)
    context.update(amount=form.cleaned_data["amount"], key=uuid7().hex)
    return render(request, "payments/payout.html", context)


def _request(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """The key made with the confirmation page lets a second click find the first one's transfer.

    The limits are the service's to insist on: after the first click there is less available.
    """
    amount_centimes = parse_amount(request.POST.get("amount", "")) or 0

    def act() -> tuple[int, dict[str, str]]:
        made = request_payout(wallet=wallet, amount_centimes=amount_centimes, by=request.user)
        return 302, {"payout": str(made.pk)}

    key = request.POST.get("key", "")[:40]
    answer = answer_once(
        user=request.user, key=key and f"payout-{key}", fingerprint=str(amount_centimes), act=act
    )
    made = Payout.objects.get(pk=answer.body["payout"], wallet=wallet)
    messages.success(
        request,
        _("Transfer requested: %(amount)s to the account ending in %(last4)s, expected %(when)s.")
        % {
            "amount": plain(made.amount_centimes),
            "last4": made.method.masked,
            "when": weekday(made.expected_on),
        },
    )
    return redirect("payments:earnings")
