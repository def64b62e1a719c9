"""T8: money on its way to influencers, step by step. What nobody knows the end of comes first."""

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from kit.errors import Refusal
from kit.morocco import group_rib
from payments import policies, services
from payments.admin.base import ReadOnlyAdmin, amount, chip_of, confirm
from payments.models import Payout
from payments.selectors import payout_address, unknown_first

log = logging.getLogger(__name__)
TO_PAY = {Payout.State.APPROVED, *Payout.OUTSIDE}


class SettleForm(forms.Form):
    bank_ref = forms.CharField(label=_("bank reference"), max_length=80, widget=UnfoldAdminTextInputWidget)


class FailForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("reason of failure"), choices=Payout.Reason.choices, widget=UnfoldAdminSelectWidget
    )
    note = forms.CharField(
        label=_("note for staff"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )


class DelayForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("reason of delay"), choices=Payout.Delay.choices, widget=UnfoldAdminSelectWidget
    )
    expected_on = forms.DateField(label=_("expected on"), widget=UnfoldAdminSingleDateWidget)


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    """Approve, send, settle or fail; above the limit the sender is not the approver."""

    list_display = [
        "requested_at",
        "state_shown",
        "shown_amount",
        "wallet",
        "method",
        "expected_on",
        "approved_by",
        "sent_by",
    ]
    list_filter = ["state", "method__kind", "delay", "reason", "expected_on"]
    list_select_related = ["wallet", "method", "approved_by", "sent_by"]
    search_fields = [
        "wallet__name",
        "wallet__holders__user__email",
        "bank_ref",
        "method__hint",
        "provider_ref",
    ]
    ordering: list[str] = []  # get_queryset's
    actions = ["approve", "build", "send", "settle", "delay", "fail"]
    state_shown = chip_of("payout")
    readonly_fields = ["shown_amount", "rib_to_pay", "shown_given"]
    FIELDS = [
        *("wallet", "shown_amount", "state", "method", "requested_by", "requested_at", "expected_on"),
        *("delay", "period", "shown_given", "rate", "approved_by", "approved_at", "sent_by", "sent_at"),
        *("attempts", "next_try_at", "provider_ref", "bank_ref", "reason", "note", "settled_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return unknown_first(super().get_queryset(request))

    def get_fields(self, request: HttpRequest, obj: Payout | None = None) -> list[str]:
        """The whole RIB is for those who make the transfer, while it is to be made."""
        if obj is None or obj.state not in TO_PAY or not policies.may_run_payouts(request.user, obj):
            return self.FIELDS
        log.info("the RIB of payout %s is shown to %s", obj.pk, request.user)
        return [*self.FIELDS[:4], "rib_to_pay", *self.FIELDS[4:]]

    @display(description=_("amount"))
    def shown_amount(self, row: Payout) -> SafeString:
        return amount(row.amount_centimes, row.currency)

    @display(description=_("amount received"))
    def shown_given(self, row: Payout) -> SafeString:
        return amount(*row.given)

    @display(description=_("address"))
    def rib_to_pay(self, row: Payout) -> SafeString:
        whole = payout_address(row.method)
        shown = group_rib(whole) if row.method.kind == "rib" else whole
        return format_html('<bdi dir="ltr">{}</bdi>', shown)

    @action(description=_("1. Approve"))
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_approve)

    @action(description=_("2. Build a batch for the bank"))
    def build(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """Of the ticked ones, all or none; its page is where somebody else checks it."""
        try:
            batch = services.build_batch(payout_ids=[row.pk for row in queryset], by=request.user)
        except Refusal as refusal:
            self.message_user(request, str(refusal.detail), messages.ERROR)
            return redirect("admin:payments_payout_changelist")
        return redirect("admin:payments_payoutbatch_change", batch.pk)

    @action(description=_("or 2. Send alone: the transfer is being made"))
    def send(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_send)

    @action(description=_("3. Settle: the bank made the transfer"))
    def settle(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_settle, form=SettleForm)

    @action(description=_("Say that it is late"))
    def delay(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_delay, form=DelayForm)

    @action(description=_("Fail: the amount is available again"))
    def fail(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_fail, form=FailForm)


def _approve(pk: UUID, *, by: Any) -> None:
    services.approve_payout(payout_id=pk, by=by)


def _send(pk: UUID, *, by: Any) -> None:
    services.send_payout(payout_id=pk, by=by)


def _settle(pk: UUID, *, by: Any, bank_ref: str) -> None:
    services.settle_payout(payout_id=pk, bank_ref=bank_ref, by=by)


def _fail(pk: UUID, *, by: Any, reason: str, note: str) -> None:
    services.fail_payout(payout_id=pk, reason=reason, note=note, by=by)


def _delay(pk: UUID, *, by: Any, reason: str, expected_on: date) -> None:
    services.delay_payout(payout_id=pk, reason=reason, expected_on=expected_on, by=by)
