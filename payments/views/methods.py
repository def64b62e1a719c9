"""I8: the accounts a creator is paid on, and when money leaves by itself."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import insist_proof
from kit.dates import weekday
from kit.money import plain
from kit.pages import page
from payments.errors import PayoutKindNotOffered, WrongAddress
from payments.forms import PayPalForm, RibForm, ScheduleForm
from payments.models import PayoutMethod, PayoutSchedule, Wallet
from payments.selectors import payout_kinds, payout_method, payout_methods, schedule_of
from payments.services import (
    add_payout_method,
    add_provider_method,
    remove_payout_method,
    set_default_method,
    set_schedule,
)
from payments.views.earnings import creators_only

PAYPAL = PayoutMethod.Kind.PAYPAL


@creators_only
@require_GET
def accounts(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Every account that is kept, and the schedule."""
    return render(request, "payments/accounts.html", overview(wallet))


def overview(wallet: Wallet, form: ScheduleForm | None = None) -> dict[str, object]:
    row, kinds = schedule_of(wallet), payout_kinds(wallet)
    return {
        "methods": payout_methods(wallet),
        "has_stripe": PayoutMethod.Kind.STRIPE in kinds,
        "has_paypal": PAYPAL in kinds,
        "now": timezone.now(),
        "schedule": row,
        "form": form or ScheduleForm(initial=_chosen(row)),
        "minimum_shown": plain(settings.PAYOUT_MIN_CENTIMES),
    }


def _chosen(row: PayoutSchedule) -> dict[str, object]:
    at_least = row.at_least_centimes or None
    return {"every": row.every, "weekday": row.weekday, "month_day": row.month_day, "at_least": at_least}


@creators_only
@require_POST
def schedule(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Say when money leaves by itself."""
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return render(request, "payments/accounts.html", overview(wallet, form), status=422)
    row = set_schedule(wallet=wallet, wish=form.wish(), by=request.user)
    told = _("Automatic transfers are off.")
    if row.next_run_on:
        told = _("Saved. The next automatic transfer is looked at %(when)s.") % {
            "when": weekday(row.next_run_on)
        }
    messages.success(request, told)
    return redirect("payments:accounts")


@creators_only
@require_POST
def default(request: HttpRequest, wallet: Wallet, pk: UUID) -> HttpResponse:
    """Be paid here from now on."""
    method = set_default_method(method_id=_own(wallet, pk).pk, by=request.user)
    messages.success(request, _("You are paid on %(account)s from now on.") % {"account": method.masked})
    return redirect("payments:accounts")


@creators_only
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, wallet: Wallet, pk: UUID) -> HttpResponse:
    """GET says what it means and asks; POST does it."""
    insist_proof(by=request.user)
    method = _own(wallet, pk)
    if request.method == "POST":
        remove_payout_method(method_id=method.pk, by=request.user)
        messages.success(request, _("Account removed. Nothing is paid on it any more."))
        return redirect("payments:accounts")
    return render(request, "payments/account_remove.html", {"method": method})


@creators_only
@require_http_methods(["GET", "POST"])
def paypal(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Add a PayPal account, where PayPal pays people from here."""
    insist_proof(by=request.user)
    offered = payout_kinds(wallet)
    if PAYPAL not in offered:
        raise PayoutKindNotOffered
    form = PayPalForm(request.POST or None, currencies=offered[PAYPAL])
    if request.method == "POST" and form.is_valid():
        try:
            added = add_provider_method(wallet=wallet, kind=PAYPAL, by=request.user, **form.cleaned_data)
        except WrongAddress as wrong:
            form.add_error("address", str(wrong.detail))
        else:
            messages.success(request, note_of(added))
            return redirect("payments:accounts")
    return page(request, "payments/paypal.html", "form", {"form": form}, status=422 if form.is_bound else 200)


@creators_only
@require_http_methods(["GET", "POST"])
def rib(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Add a RIB. A wrong one comes back as it was typed, with what is off."""
    insist_proof(by=request.user)
    method = payout_method(wallet)
    form = RibForm(
        request.POST or None, initial={"holder_name": method.holder_name if method else wallet.name}
    )
    if request.method == "POST" and form.is_valid():
        added = add_payout_method(wallet=wallet, by=request.user, **form.cleaned_data)
        messages.success(request, note_of(added))
        return redirect("payments:accounts")
    context = {"form": form, "method": method}
    return page(request, "payments/rib.html", "form", context, status=422 if form.is_bound else 200)


def note_of(method: PayoutMethod) -> str:
    """What to say after an account was added."""
    if method.usable_at > timezone.now():
        return _("Account saved. For your protection, transfers to it open %(when)s.") % {
            "when": weekday(method.usable_at)
        }
    return _("Account saved. It can be used now.")


def _own(wallet: Wallet, pk: UUID) -> PayoutMethod:
    return get_object_or_404(PayoutMethod, pk=pk, wallet=wallet, removed_at=None)
