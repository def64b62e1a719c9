"""The accountant's files: a period, a journal, a format."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from invoicing.forms import ExportForm
from invoicing.selectors import Journal, csv_pieces, xlsx_bytes
from invoicing.selectors.periods import Period
from invoicing.views.documents import own_wallet
from kit.downloads import download, stream
from kit.numbers import current_language
from payments.models import Wallet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@login_required
def brand_exports(request: HttpRequest) -> HttpResponse:
    """The form, for last month."""
    return _form(request, own_wallet(request, Wallet.Kind.BRAND), ExportForm(initial=last_month()))


@require_GET
@login_required
def creator_exports(request: HttpRequest) -> HttpResponse:
    return _form(request, own_wallet(request, Wallet.Kind.INFLUENCER), ExportForm(initial=last_month()))


@require_GET
@never_cache
@login_required
def brand_export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The file."""
    return _file(request, own_wallet(request, Wallet.Kind.BRAND))


@require_GET
@never_cache
@login_required
def creator_export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    return _file(request, own_wallet(request, Wallet.Kind.INFLUENCER))


def last_month() -> dict[str, Any]:
    end = timezone.localdate().replace(day=1) - timedelta(days=1)
    return {"start": end.replace(day=1), "end": end, "what": "documents", "format": "xlsx"}


def _form(request: HttpRequest, wallet: Wallet, form: ExportForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "wallet": wallet, "is_brand": wallet.kind == Wallet.Kind.BRAND}
    return render(request, "invoicing/exports.html", context, status=status)


def _file(request: HttpRequest, wallet: Wallet) -> HttpResponse | StreamingHttpResponse:
    form = ExportForm(request.GET)
    if not form.is_valid():
        return _form(request, wallet, form, status=422)
    asked = form.cleaned_data
    journal = Journal(
        what=asked["what"],
        wallet=wallet,
        period=Period(asked["start"], asked["end"]),
        language=current_language(),
    )
    name = f"influmaroc-{asked['what']}-{asked['start']}-{asked['end']}"
    if asked["format"] == "csv":
        return stream(csv_pieces(journal), "text/csv; charset=utf-8", f"{name}.csv")
    return download(xlsx_bytes(journal), XLSX, f"{name}.xlsx")
