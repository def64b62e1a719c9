"""Bank transfers to influencers, step by step, and the RIBs they go to."""

import logging
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from kit.morocco import group_rib
from payments import policies, services
from payments.admin.base import ReadOnlyAdmin, amount, chip_of, confirm
from payments.models import Payout, PayoutMethod
from payments.selectors import payout_address

log = logging.getLogger(__name__)
TO_PAY = {Payout.State.APPROVED, Payout.State.SENDING}


class SettleForm(forms.Form):
    bank_ref = forms.CharField(label=_("bank reference"), max_length=80, widget=UnfoldAdminTextInputWidget)


class FailForm(forms.Form):
    reason = forms.CharField(label=_("reason of failure"), max_length=200, widget=UnfoldAdminTextInputWidget)


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
    list_filter = ["state", "expected_on"]
    list_select_related = ["wallet", "method", "approved_by", "sent_by"]
    search_fields = ["wallet__name", "wallet__holders__user__email", "bank_ref", "method__hint"]
    ordering = ["-requested_at", "-id"]
    actions = ["approve", "send", "settle", "fail"]
    state_shown = chip_of("payout")
    readonly_fields = ["shown_amount", "rib_to_pay"]
    FIELDS = [
        *("wallet", "shown_amount", "state", "method", "requested_by", "requested_at", "expected_on"),
        *("approved_by", "sent_by", "sent_at", "bank_ref", "failure", "settled_at"),
    ]

    def get_fields(self, request: HttpRequest, obj: Payout | None = None) -> list[str]:
        """The whole RIB is for those who make the transfer, while it is to be made."""
        if obj is None or obj.state not in TO_PAY or not policies.may_run_payouts(request.user, obj):
            return self.FIELDS
        log.info("the RIB of payout %s is shown to %s", obj.pk, request.user)
        return [*self.FIELDS[:4], "rib_to_pay", *self.FIELDS[4:]]

    @display(description=_("amount"))
    def shown_amount(self, row: Payout) -> SafeString:
        return amount(row.amount_centimes)

    @display(description=_("RIB"))
    def rib_to_pay(self, row: Payout) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', group_rib(payout_address(row.method)))

    @action(description=_("1. Approve"))
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_approve)

    @action(description=_("2. Send: the transfer is being made"))
    def send(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_send)

    @action(description=_("3. Settle: the bank made the transfer"))
    def settle(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_settle, form=SettleForm)

    @action(description=_("Fail: the amount is available again"))
    def fail(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_fail, form=FailForm)


def _approve(pk: UUID, *, by: Any) -> None:
    services.approve_payout(payout_id=pk, by=by)


def _send(pk: UUID, *, by: Any) -> None:
    services.send_payout(payout_id=pk, by=by)


def _settle(pk: UUID, *, by: Any, bank_ref: str) -> None:
    services.settle_payout(payout_id=pk, bank_ref=bank_ref, by=by)


def _fail(pk: UUID, *, by: Any, reason: str) -> None:
    services.fail_payout(payout_id=pk, reason=reason, by=by)


@admin.register(PayoutMethod)
class PayoutMethodAdmin(ReadOnlyAdmin):
    """RIBs, by their last digits only."""

    list_display = ["wallet", "holder_name", "masked", "added_at", "usable_at", "removed_at"]
    list_filter = [("removed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["wallet"]
    search_fields = ["wallet__name", "holder_name", "hint"]
    fields = ["wallet", "holder_name", "masked", "added_at", "usable_at", "removed_at"]

    @display(description=_("RIB"))
    def masked(self, row: PayoutMethod) -> SafeString:
        return format_html('<bdi dir="ltr">•••• {}</bdi>', row.hint)
