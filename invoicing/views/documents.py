"""B9 and I9, the documents: a list with filters, twenty to a page, and the PDF of each."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from invoicing.forms import DocumentFilterForm
from invoicing.selectors import documents_of, mandate_of
from invoicing.services import fetch_file
from kit.downloads import download
from kit.errors import NotAllowed
from kit.pages import page
from kit.paging import page_number
from payments.models import Wallet
from payments.selectors import wallet_of

ROWS = 20
REFUSALS = {
    Wallet.Kind.BRAND: gettext_lazy("This page is for brands."),
    Wallet.Kind.INFLUENCER: gettext_lazy("This page is for creators."),
}


def own_wallet(request: HttpRequest, kind: str) -> Wallet:
    """The caller's wallet of this kind. Raises NotAllowed for people without one."""
    wallet = wallet_of(request.user, kind)
    if wallet is None:
        raise NotAllowed(REFUSALS[Wallet.Kind(kind)])
    return wallet


@require_GET
@login_required
def brand_documents(request: HttpRequest) -> HttpResponse:
    """What a brand was billed, what creators billed it, its statements."""
    wallet = own_wallet(request, Wallet.Kind.BRAND)
    return page(request, "invoicing/brand.html", "more", page_of_documents(request, wallet))


@require_GET
@login_required
def creator_documents(request: HttpRequest) -> HttpResponse:
    """A creator's papers, and who writes their invoices."""
    wallet = own_wallet(request, Wallet.Kind.INFLUENCER)
    context = {**page_of_documents(request, wallet), "mandate": mandate_of(wallet)}
    return page(request, "invoicing/creator.html", "more", context)


def page_of_documents(request: HttpRequest, wallet: Wallet) -> dict[str, Any]:
    """`rows`, the filters, and the address of the next page when there is one; nothing is counted."""
    form = DocumentFilterForm(request.GET, wallet=wallet)
    chosen = form.chosen()
    rows = documents_of(wallet).select_related("recipient", "other")
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("year"):
        rows = rows.filter(issued_on__year=chosen["year"])
    number = page_number(request.GET.get("page"))
    start = (number - 1) * ROWS
    found = list(rows[start : start + ROWS + 1])
    following = urlencode({**chosen, "page": number + 1})
    return {
        "rows": found[:ROWS],
        "filters": form,
        "is_filtered": bool(chosen),
        "is_first": number == 1,
        "next_url": f"{request.path}?{following}" if len(found) > ROWS else "",
        "wallet": wallet,
        "pdf_languages": settings.LANGUAGES,
    }


@require_GET
@never_cache
@login_required
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF for its parties, in the page's language unless another is asked for. Strangers get 404."""
    language = request.GET.get("langue") or get_language() or ""
    file = fetch_file(document_id=pk, language=language, by=request.user)
    return download(bytes(file.content), "application/pdf", file.filename)
