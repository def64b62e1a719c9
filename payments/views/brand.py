"""B9, first part: what a brand paid, what came back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kit.pages import page
from payments.models import Wallet
from payments.views.lists import page_of_movements, with_wallet

brands_only = with_wallet(Wallet.Kind.BRAND, gettext_lazy("This page is for brands."))


@brands_only
@require_GET
def history(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    return page(request, "payments/history.html", "more", page_of_movements(request, wallet))
