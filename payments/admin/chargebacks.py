"""Parts of escrows, and payments that banks took back: what is owed, and how it was settled."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from payments.admin.base import ReadOnlyAdmin, amount, chip_of, confirm
from payments.models import Chargeback, EscrowPart
from payments.services import settle_chargeback


@admin.register(EscrowPart)
class EscrowPartAdmin(ReadOnlyAdmin):
    """Milestones of deals: what is held until when, what was given."""

    list_display = [
        "escrow",
        "name",
        "state_shown",
        "price_shown",
        "net_shown",
        "given_shown",
        "retained_until",
        "closed_at",
    ]
    list_filter = ["state", "name"]
    list_select_related = ["escrow"]
    search_fields = ["escrow__title", "=escrow__deal_id", "=id"]
    ordering = ["-escrow", "position"]
    state_shown = chip_of("escrow")

    @display(description=_("price"), ordering="price_centimes")
    def price_shown(self, row: EscrowPart) -> SafeString:
        return amount(row.price_centimes, row.escrow.currency)

    @display(description=_("net"))
    def net_shown(self, row: EscrowPart) -> SafeString:
        return amount(row.net_centimes, row.escrow.currency)

    @display(description=_("given to the influencer"), ordering="given_centimes")
    def given_shown(self, row: EscrowPart) -> SafeString:
        return amount(row.given_centimes, row.escrow.currency)


class SettlementForm(forms.Form):
    settlement = forms.ChoiceField(
        label=_("settlement"), choices=Chargeback.Settlement.choices, widget=UnfoldAdminSelectWidget
    )
    note = forms.CharField(
        label=_("note"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("The reference of the transfer, or why the house bears it."),
    )


class OwedFilter(admin.SimpleListFilter):
    """What payers still owe."""

    title = _("owed by the payer")
    parameter_name = "owed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.owed() if self.value() == "yes" else queryset


@admin.register(Chargeback)
class ChargebackAdmin(ReadOnlyAdmin):
    """Payments that the payer's bank disputes. What is owed after one was lost blocks the payer until it is
    settled here.
    """

    list_display = [
        "__str__",
        "state_shown",
        "shown_amount",
        "owed",
        "payment",
        "reason",
        "evidence_due_at",
        "opened_at",
        "ended_at",
        "settled_at",
    ]
    list_filter = ["state", OwedFilter, "gateway"]
    list_select_related = ["payment", "settled_by"]
    search_fields = ["provider_ref", "payment__reference", "payment__escrow__title"]
    actions = ["settle"]
    state_shown = chip_of("chargeback")

    @display(description=_("amount"), ordering="amount_centimes")
    def shown_amount(self, row: Chargeback) -> SafeString:
        return amount(row.amount_centimes, row.currency)

    @display(description=_("owed by the payer"))
    def owed(self, row: Chargeback) -> SafeString:
        return amount(row.owed_centimes or None, row.currency)

    @action(description=_("Settle what the payer owes"))
    def settle(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_settle, form=SettlementForm)


def _settle(pk: UUID, *, by: Any, settlement: str, note: str) -> None:
    settle_chargeback(chargeback_id=pk, settlement=settlement, note=note, by=by)
