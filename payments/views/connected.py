"""A creator's account at Stripe: begun here, filled in there. What counts is what Stripe says afterwards."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kit.errors import NotAllowed
from kit.pages import page
from payments.forms import CountryForm
from payments.gateways.stripe_connect import onboarding_url, read_account
from payments.models import PayoutMethod, Wallet
from payments.selectors import payout_kinds, payout_methods, stripe_account
from payments.services import be_paid_by_stripe, open_stripe_account
from payments.views.earnings import creators_only
from payments.views.methods import note_of


@creators_only
@never_cache
@require_GET
def stripe_page(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Where it stands. People come back to here from Stripe, finished or not."""
    return _show(request, wallet, CountryForm(language=get_language() or "fr"))


@creators_only
@require_POST
def stripe_start(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Begin, or go on, at Stripe."""
    account = stripe_account(wallet)
    form = CountryForm(request.POST, language=get_language() or "fr")
    if account is None and not form.is_valid():
        return _show(request, wallet, form)
    country = account.country if account else form.cleaned_data["country"]
    account = open_stripe_account(wallet=wallet, country=country, by=request.user)
    back = request.build_absolute_uri(reverse("payments:stripe"))
    return redirect(onboarding_url(account, back=back))


@creators_only
@require_POST
def stripe_check(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Ask Stripe now, instead of waiting for its message."""
    account = stripe_account(wallet)
    if account is None or not account.account_id:
        raise NotAllowed
    read_account(account.account_id)
    messages.info(request, _("This is what Stripe says now."))
    return redirect("payments:stripe")


@creators_only
@require_POST
def stripe_use(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Be paid there from now on."""
    messages.success(request, note_of(be_paid_by_stripe(wallet=wallet, by=request.user)))
    return redirect("payments:accounts")


def _show(request: HttpRequest, wallet: Wallet, form: CountryForm) -> HttpResponse:
    account = stripe_account(wallet)
    kept = [one for one in payout_methods(wallet) if one.kind == PayoutMethod.Kind.STRIPE]
    context = {
        "account": account,
        "is_used": bool(kept),
        "form": form,
        "is_offered": PayoutMethod.Kind.STRIPE in payout_kinds(),
        "has_countries": bool(settings.STRIPE_CONNECT_COUNTRIES),
    }
    return page(request, "payments/stripe.html", "form", context, status=422 if form.is_bound else 200)
