"""I8: what a creator has, where it is, and how it gets to the bank."""

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import insist_proof
from events.services import answer_once
from kit.dates import weekday
from kit.ids import is_uuid, uuid7
from kit.money import parse_amount, plain
from kit.pages import page
from payments.forms import PayoutForm
from payments.models import Payout, PayoutMethod, Wallet
from payments.selectors import (
    Earnings,
    earnings,
    payout_methods,
    receives,
    schedule_of,
    shown_payouts,
)
from payments.services import arrives_on, cancel_payout, request_payout
from payments.views.lists import page_of_movements, with_wallet

creators_only = with_wallet(Wallet.Kind.INFLUENCER, gettext_lazy("This page is for creators."))


@creators_only
@require_GET
def earnings_page(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    context = {**overview(wallet), **page_of_movements(request, wallet)}
    return page(request, "payments/earnings.html", "more", context)


def overview(wallet: Wallet, asked: QueryDict | None = None) -> dict[str, Any]:
    """The figures, the bar, the accounts and the request form: what the page and its refusals share."""
    found, methods = earnings(wallet), payout_methods(wallet)
    under_way, failure = shown_payouts(wallet)
    form = payout_form(found, methods, asked, initial={"amount": found.available_centimes})
    return {
        "earnings": found,
        "bar": bar(found),
        "method": form.chosen or next(iter(methods), None),
        "is_on_hold": bool(methods) and form.chosen is None,
        "minimum_shown": plain(settings.PAYOUT_MIN_CENTIMES),
        "is_below": found.available_centimes < settings.PAYOUT_MIN_CENTIMES,
        "arrives_on": partial(arrives_on, timezone.localdate()),  # asked for where it is shown
        "under_way": under_way,
        "failure": failure,
        "schedule": schedule_of(wallet),
        "is_tax_missing": not getattr(wallet, "is_taxed", True),
        "form": form,
    }


def payout_form(found: Earnings, methods: list[PayoutMethod], *args: Any, **kwargs: Any) -> PayoutForm:
    limits = {"minimum": settings.PAYOUT_MIN_CENTIMES, "available": found.available_centimes}
    return PayoutForm(*args, methods=methods, **limits, **kwargs)


def bar(found: Earnings) -> list[dict[str, str]]:
    """The four parts of what is not paid out yet, with a hair between them. Empty when there is nothing."""
    parts = [
        ("", found.available_centimes),
        ("c3", found.on_the_way_centimes),
        ("c2", found.in_review_centimes),
        ("c4", found.protected_centimes),
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
def payout(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """GET shows what will happen (amount, account, day) and asks; POST does it, once per form."""
    if request.method == "POST":
        return _request(request, wallet)
    insist_proof(by=request.user)
    context = overview(wallet, request.GET)
    form = context["form"]
    if form.chosen is None:
        return redirect("payments:earnings")
    if not form.is_valid():
        context.update(page_of_movements(request, wallet))
        return render(request, "payments/earnings.html", context, status=422)
    amount_centimes = form.cleaned_data["amount"]
    given, currency, rate = receives(form.chosen, amount_centimes)
    context.update(amount=amount_centimes, given=given, given_currency=currency, rate=rate, key=uuid7().hex)
    return render(request, "payments/payout.html", context)


def _request(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """The key made with the confirmation page lets a second click find the first one's transfer.

    The limits are the service's to insist on: after the first click there is less available.
    """
    amount_centimes = parse_amount(request.POST.get("amount", "")) or 0
    named = request.POST.get("method", "")
    method_id = UUID(named) if is_uuid(named) else None

    def act() -> tuple[int, dict[str, str]]:
        made = request_payout(
            wallet=wallet, amount_centimes=amount_centimes, method_id=method_id, by=request.user
        )
        return 302, {"payout": str(made.pk)}

    key = request.POST.get("key", "")[:40]
    answer = answer_once(
        user=request.user, key=key and f"payout-{key}", fingerprint=f"{amount_centimes} {named}", act=act
    )
    made = Payout.objects.get(pk=answer.body["payout"], wallet=wallet)
    messages.success(
        request,
        _("Transfer requested: %(amount)s to %(account)s, expected %(when)s.")
        % {
            "amount": plain(made.amount_centimes),
            "account": made.method.masked,
            "when": weekday(made.expected_on),
        },
    )
    return redirect("payments:earnings")


@creators_only
@require_POST
def cancel(request: HttpRequest, wallet: Wallet, pk: UUID) -> HttpResponse:
    """Take a request back while nobody has approved it."""
    made = get_object_or_404(Payout, pk=pk, wallet=wallet)
    cancel_payout(payout_id=made.pk, by=request.user)
    messages.success(request, _("Transfer cancelled. The money is available again."))
    return redirect("payments:earnings")
