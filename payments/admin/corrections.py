"""Corrections: proposed here with their effect, approved or refused here by somebody else."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from kit.errors import Refusal
from kit.money import parse_amount, plain
from kit.numbers import MINUS
from payments import policies, services
from payments.admin.base import ReadOnlyAdmin, amount, chip_of, confirm
from payments.models import LedgerAccount, LedgerCorrection
from payments.selectors import effects
from payments.services import Leg

N_LEGS = 4
FORBIDDEN = 403
CURRENCIES = [("MAD", "MAD"), ("EUR", "EUR"), ("USD", "USD")]


class CorrectionForm(forms.ModelForm):
    """Up to four legs: an account, whose, and an amount with its sign; they add up to zero."""

    by: Any = None

    class Meta:
        model = LedgerCorrection
        fields = ["reason", "currency"]
        widgets = {"currency": UnfoldAdminSelectWidget(choices=CURRENCIES)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", "-"), *LedgerAccount.Kind.choices]
        for n in range(1, N_LEGS + 1):
            choice = forms.ChoiceField(
                label=_("account"), choices=kinds, required=False, widget=UnfoldAdminSelectWidget
            )
            self.fields[f"kind_{n}"] = choice
            for name, label in (("owner", _("owner")), ("amount", _("amount, with a minus for out"))):
                self.fields[f"{name}_{n}"] = forms.CharField(
                    label=label, required=False, max_length=64, widget=UnfoldAdminTextInputWidget
                )

    def clean(self) -> dict[str, Any]:
        """Propose it here, so that a refusal stands in the form."""
        cleaned = super().clean() or self.cleaned_data
        legs = [leg for n in range(1, N_LEGS + 1) if (leg := self._leg(cleaned, n))]
        if not self.errors:
            try:
                self.instance = services.propose_correction(
                    legs=legs, reason=cleaned["reason"], currency=cleaned["currency"], by=self.by
                )
            except Refusal as refusal:
                if refusal.status == FORBIDDEN:
                    raise
                raise ValidationError(str(refusal.detail)) from refusal
        return cleaned

    def _leg(self, cleaned: dict[str, Any], n: int) -> Leg | None:
        kind, typed = cleaned.get(f"kind_{n}"), (cleaned.get(f"amount_{n}") or "").strip()
        if not kind:
            return None
        centimes = parse_amount(typed.lstrip(f"-+{MINUS}"))
        if centimes is None:
            self.add_error(f"amount_{n}", _("Type an amount, like 1 500,50."))
            return None
        return Leg(kind, cleaned.get(f"owner_{n}") or "", -centimes if typed[0] in f"-{MINUS}" else centimes)


LEGS = [(f"kind_{n}", f"owner_{n}", f"amount_{n}") for n in range(1, N_LEGS + 1)]


@admin.register(LedgerCorrection)
class LedgerCorrectionAdmin(ReadOnlyAdmin):
    """New transactions that put something right. The one who proposes never approves."""

    list_display = [
        *("proposed_at", "reason", "moved", "state_shown", "proposed_by", "decided_by"),
        "decided_at",
    ]
    list_filter = ["state"]
    list_select_related = ["proposed_by", "decided_by"]
    search_fields = ["reason"]
    form = CorrectionForm
    actions = ["approve", "refuse"]
    state_shown = chip_of("correction")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return policies.may_correct(request.user)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return policies.may_correct(request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["reason", "currency", *LEGS]})]
        shown = ["preview", "reason", "state_shown", "reverses", "transaction"]
        return [(None, {"fields": [*shown, *self.list_display[4:], "proposed_at"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else ["preview", "state_shown", "moved"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("OwnCorrectionForm", (CorrectionForm,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has proposed it already."""

    @display(description=_("amount"))
    def moved(self, row: LedgerCorrection) -> SafeString:
        return amount(row.moved_centimes, row.currency)

    @display(description=_("balances: before, change, after"))
    def preview(self, row: LedgerCorrection) -> SafeString:
        is_open = row.state == LedgerCorrection.State.PROPOSED
        rows = (
            (
                one.label,
                one.owner,
                plain(one.before_centimes, currency=row.currency) if is_open else "",
                plain(one.amount_centimes, currency=row.currency),
                plain(one.after_centimes, currency=row.currency) if is_open else "",
            )
            for one in effects(row)
        )
        form = (
            '<tr><td class="pe-4">{} <bdi>{}</bdi></td>' + '<td class="pe-4"><bdi dir="ltr">{}</bdi></td>' * 3
        )
        return format_html("<table>{}</table>", format_html_join("", form + "</tr>", rows))

    @action(description=_("Approve and post"), permissions=["decide"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_approve)

    @action(description=_("Refuse"), permissions=["decide"])
    def refuse(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_refuse)


def _approve(pk: Any, *, by: Any) -> None:
    services.approve_correction(correction_id=pk, by=by)


def _refuse(pk: Any, *, by: Any) -> None:
    services.refuse_correction(correction_id=pk, by=by)
