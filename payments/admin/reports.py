"""T7, the ledger as a whole: trial balance, what has not cleared, the way of an amount."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSingleDateWidget

from kit.dates import moment_short
from kit.downloads import download
from kit.errors import ensure
from payments import policies
from payments.admin.asking import report
from payments.admin.base import amount
from payments.models import LedgerEntry
from payments.selectors import Open, Step, TrialBalance, ageing, trace, trial_balance, trial_sheet


class UntilForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("until the end of"), required=False, widget=UnfoldAdminSingleDateWidget
    )


def trial_page(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Per currency, at the end of a day; `?as=csv` is the file."""
    ensure(policies.may_audit(request.user))
    form = UntilForm(request.GET or None)
    until = form.cleaned_data["until"] if form.is_valid() else None
    if request.GET.get("as") == "csv":
        text = trial_sheet(until=until)
        return download(text.encode(), "text/csv; charset=utf-8", "trial-balance.csv")
    parts = [
        (one.currency, [_("account"), _("accounts"), _("credit"), _("debit"), _("balance")], _lines(one))
        for one in trial_balance(until=until)
    ]
    sheet = f"?as=csv&until={until.isoformat() if until else ''}"
    return report(desk, request, title=_("Trial balance"), parts=parts, fields=list(form), sheet=sheet)


def _lines(one: TrialBalance) -> list[list[Any]]:
    def row(name: Any, n_accounts: Any, credit: int, debit: int) -> list[Any]:
        return [name, n_accounts, *(amount(n, one.currency) for n in (credit, debit, credit - debit))]

    rows = [row(line.label, line.n_accounts, line.credit_centimes, line.debit_centimes) for line in one.lines]
    return [*rows, row(_("Total"), "", one.credit_centimes, one.debit_centimes)]


def ageing_page(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """What has not cleared, the oldest first."""
    ensure(policies.may_audit(request.user))
    headers = [
        *(_("account"), _("owner"), _("balance"), _("days")),
        *(_("0 to 2 days"), _("3 to 7 days"), _("8 to 30 days"), _("over 30 days")),
    ]
    rows = [_open_row(one) for one in ageing()]
    parts = [(_("The oldest first"), headers, rows)]
    return report(desk, request, title=_("Not cleared yet"), parts=parts)


def _open_row(one: Open) -> list[Any]:
    link = reverse("admin:payments_ledgerentry_changelist")
    owner = format_html('<bdi dir="ltr">{}</bdi>', one.owner or "-")
    name = format_html('<a href="{}?account__kind={}" class="underline">{}</a>', link, one.kind, one.label)
    return [
        *(name, owner, amount(one.balance_centimes, one.currency), one.days),
        *(amount(part, one.currency) for part in one.parts),
    ]


def trace_page(desk: ModelAdmin, request: HttpRequest, transaction_id: Any) -> HttpResponse:
    """From a transaction: everything that happened to its money, each step with its legs."""
    ensure(policies.may_audit(request.user))
    headers = [_("made"), _("ledger transaction"), _("of which"), _("legs")]
    parts = [(_("In the order it moved"), headers, [_step_row(one) for one in trace(transaction_id)])]
    return report(desk, request, title=_("The way of this money"), parts=parts)


def _step_row(one: Step) -> list[Any]:
    row = one.transaction
    link = reverse("admin:payments_ledgertransaction_change", args=[row.pk])
    name = format_html(
        '<a href="{}" class="underline">{} <bdi dir="ltr">{}</bdi></a>', link, row.kind, row.key
    )
    part = _("all") if one.part_centimes is None else amount(one.part_centimes, row.currency)
    legs = format_html_join("", "<div>{} {}</div>", (_leg(leg, row.currency) for leg in one.entries))
    return [moment_short(row.made_at), name, part, legs]


def _leg(leg: LedgerEntry, currency: str) -> tuple[Any, SafeString]:
    return leg.account.get_kind_display(), amount(leg.amount_centimes, currency)
