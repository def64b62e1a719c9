"""I9: how one is taxed, the papers that prove it, and what a year came to. The same for both sides."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import insist_proof
from kit.errors import Refusal, ensure
from kit.pages import page
from kit.paging import natural
from payments.forms import ProofForm, TaxForm
from payments.models import Wallet
from payments.policies import may_move
from payments.selectors.tax_years import tax_year
from payments.services.tax import add_tax_proof, declare_tax
from payments.views.brand import brands_only
from payments.views.earnings import creators_only
from taxes.models import TaxProfile
from taxes.selectors import profile_of
from taxes.selectors.proofs import proofs_of
from taxes.selectors.words import rule_lines

N_CLIENTS, N_ROWS = 20, 10
FIRST_YEAR = 2024


@creators_only
@require_http_methods(["GET", "POST"])
def creator_tax(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Status, gauge per client, the year's sums."""
    return _answer(request, wallet, "payments:creator-tax", is_client=False)


@brands_only
@require_http_methods(["GET", "POST"])
def brand_tax(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """Identity on invoices and turnover: what the brand must withhold hangs on it."""
    return _answer(request, wallet, "payments:brand-tax", is_client=True)


@creators_only
@require_POST
def creator_proof(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """A paper for what the creator declared."""
    return _proved(request, wallet, "payments:creator-tax")


@brands_only
@require_POST
def brand_proof(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    """A paper for what the brand declared."""
    return _proved(request, wallet, "payments:brand-tax")


def _proved(request: HttpRequest, wallet: Wallet, back: str) -> HttpResponse:
    ensure(may_move(request.user, wallet))
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect(back)
    try:
        add_tax_proof(wallet=wallet, **form.cleaned_data, by=request.user)
        messages.success(request, _("Received. The team looks at it."))
    except Refusal as no:
        messages.error(request, str(no.detail))
    return redirect(back)


def _answer(request: HttpRequest, wallet: Wallet, here: str, *, is_client: bool) -> HttpResponse:
    may_change = may_move(request.user, wallet)
    ensure(may_change or request.method == "GET")
    is_open = request.method == "POST" or (may_change and "modifier" in request.GET)
    if is_open:
        insist_proof(by=request.user)
    row = profile_of(wallet.pk)
    form = TaxForm(request.POST or None, row=row, is_client=is_client)
    if request.method == "POST" and form.is_valid() and _saved(request, wallet, form):
        messages.success(request, _("Saved. Prices are calculated with it from now on."))
        return redirect(here)
    context = {
        "form": form,
        "profile": row,
        "is_client": is_client,
        "may_change": may_change,
        "is_open": is_open,
        "rows": TaxProfile.objects.filter(party_id=wallet.pk)[:N_ROWS],
        "proofs": list(proofs_of(wallet.pk)[:N_ROWS]),
        "proof_form": ProofForm(),
        "proof_url": reverse(f"{here}-proof"),
        "off": [line for line in rule_lines(timezone.localdate()) if not line.rule.is_on],
        **({} if is_client else _year(request, wallet)),
    }
    return page(request, "payments/tax.html", "form", context, status=422 if form.is_bound else 200)


def _saved(request: HttpRequest, wallet: Wallet, form: TaxForm) -> bool:
    try:
        declare_tax(wallet=wallet, fields=form.fields_told(), by=request.user)
    except ValidationError as error:
        for name, faults in error.message_dict.items():
            form.add_error(name if name in form.fields else None, faults)
        return False
    return True


def _year(request: HttpRequest, wallet: Wallet) -> dict[str, Any]:
    """The year asked for (this one), its clients twenty to a page."""
    this = timezone.localdate().year
    asked = natural(request.GET.get("annee"), date.max.year) or this
    year = asked if FIRST_YEAR <= asked <= this else this
    found = tax_year(wallet, year)
    return {
        "tax": found,
        "years": range(this, max(FIRST_YEAR, this - 4) - 1, -1),
        "clients": Paginator(found.gauges, N_CLIENTS).get_page(request.GET.get("page")),
        "ends_on": date(year, 12, 31),
    }
