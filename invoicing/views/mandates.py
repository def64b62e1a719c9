"""The mandate: read, accepted, withdrawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from invoicing.selectors import hash_of, mandate_of, mandate_text
from invoicing.services import accept_mandate, revoke_mandate
from invoicing.views.documents import own_wallet
from payments.models import Wallet


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def mandate(request: HttpRequest) -> HttpResponse:
    """GET shows the text; POST accepts or withdraws it. Who is not asked twice sees what they agreed to."""
    wallet = own_wallet(request, Wallet.Kind.INFLUENCER)
    if request.method == "POST":
        return _decide(request, wallet)
    found = mandate_of(wallet)
    text = found.text if found else mandate_text((get_language() or "fr")[:2])
    context = {"mandate": found, "text": text, "hash": hash_of(text)}
    return render(request, "invoicing/mandate.html", context)


def _decide(request: HttpRequest, wallet: Wallet) -> HttpResponse:
    if "revoke" in request.POST:
        revoke_mandate(wallet=wallet, by=request.user)
        messages.success(request, _("Mandate withdrawn. From now on you write your own invoices."))
    else:
        accept_mandate(wallet=wallet, text_sha256=request.POST.get("text", ""), by=request.user)
        messages.success(request, _("Mandate accepted. From now on we write your invoices to brands."))
    return redirect("invoicing:creator_documents")
