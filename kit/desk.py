"""What staff's pages about money share: read-only, amounts, chips, and steps with a confirmation page."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from kit.chips import CHIPS
from kit.errors import Refusal
from kit.money import CURRENCY, plain
from kit.staff import ReadOnly

DIGITS = 18  # of the largest place that is looked for: it fits a bigint


class ReadOnlyAdmin(ReadOnly, ModelAdmin):
    """Looked at, searched and filtered; never added, changed or deleted by hand."""

    show_full_result_count = False
    list_per_page = 50


def place_before(request: HttpRequest) -> int | None:
    """Which older stretch of a long list a page is asked for: `?before=`; None for the newest."""
    given = request.GET.get("before", "")
    return int(given) if given.isdecimal() and len(given) <= DIGITS else None


def amount(centimes: int | None, currency: str = CURRENCY) -> SafeString:
    """An isolated amount that lines up in a column."""
    shown = "" if centimes is None else plain(centimes, currency=currency)
    return format_html('<bdi dir="ltr">{}</bdi>', shown)


def chip_of(subject: str, *, is_stored: bool = True) -> Callable[..., Any]:
    """A list column with the state's word in the tone that the pages use for it. A state that is worked out
    cannot be sorted by."""
    tones = {state: chip.tone or "default" for state, chip in CHIPS[subject].items()}

    def column(self: ModelAdmin, row: Any) -> tuple[str, Any]:
        return row.state, CHIPS[subject][row.state].label

    ordering = "state" if is_stored else None
    return display(description=gettext_lazy("state"), ordering=ordering, label=tones)(column)


def confirm(
    model_admin: ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet,
    *,
    act: Callable[..., Any],
    form: type[forms.Form] = forms.Form,
) -> HttpResponse | None:
    """Show which rows and how much; when confirmed, do it row by row and say how it went."""
    asked = form(request.POST if "confirmed" in request.POST else None)
    if asked.is_valid():
        _run(model_admin, request, queryset, act, asked.cleaned_data)
        return None
    rows = list(queryset)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _actions(model_admin)[request.POST["action"]],
        "opts": model_admin.model._meta,
        "rows": rows,
        "total": _total(rows),
        "action": request.POST["action"],
        "form": asked,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/payments/confirm.html", context)


def _total(rows: list[Any]) -> str:
    """What the rows come to, dirhams first: "4 770,00 MAD + 441,43 EUR". Empty when none has an amount."""
    sums: Counter[str] = Counter()
    for row in rows:
        if getattr(row, "amount_centimes", None) is not None:
            sums[row.currency] += row.amount_centimes
    in_order = sorted(sums.items(), key=lambda one: (one[0] != CURRENCY, one[0]))
    return " + ".join(plain(centimes, currency=currency) for currency, centimes in in_order)


def _actions(model_admin: ModelAdmin) -> dict[str, str | Promise]:
    return {name: getattr(model_admin, name).short_description for name in model_admin.actions or []}


def _run(
    model_admin: ModelAdmin, request: HttpRequest, queryset: QuerySet, act: Callable[..., Any], values: dict
) -> None:
    n_done = 0
    for row in queryset:
        try:
            act(row.pk, by=request.user, **values)
            n_done += 1
        except Refusal as refusal:
            if refusal.remedy:
                raise  # a proof is asked for: the middleware leads to the page that does it
            model_admin.message_user(request, f"{row}: {refusal.detail}", messages.ERROR)
    told = ngettext("%(n)s row done.", "%(n)s rows done.", n_done) % {"n": n_done}
    model_admin.message_user(request, told, messages.SUCCESS if n_done else messages.WARNING)
