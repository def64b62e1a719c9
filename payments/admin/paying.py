"""Escrows, payments, what gateways said, refunds."""

import json
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action, display

from kit.chips import CHIPS
from kit.errors import ensure
from payments import policies
from payments.admin.base import ReadOnlyAdmin, amount, chip_of, confirm
from payments.models import Escrow, EscrowPart, Payment, ProviderEvent, Refund
from payments.services import replay_provider_event, retry_refund, return_parked

FROZEN = admin.EmptyFieldListFilter


class PartInline(TabularInline):
    """The parts of an escrow: read only, as everywhere."""

    model = EscrowPart
    fields = [
        "name",
        "price_shown",
        "total_shown",
        "state",
        "retained_until",
        "given",
        "closed_at",
    ]
    readonly_fields = fields
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("price"))
    def price_shown(self, row: EscrowPart) -> SafeString:
        return amount(row.price_centimes, row.escrow.currency)

    @display(description=_("total"))
    def total_shown(self, row: EscrowPart) -> SafeString:
        return amount(row.total_centimes, row.escrow.currency)

    @display(description=_("given to the influencer"))
    def given(self, row: EscrowPart) -> SafeString:
        return amount(row.given_centimes, row.escrow.currency)


@admin.register(Escrow)
class EscrowAdmin(ReadOnlyAdmin):
    """Funds set aside, deal by deal."""

    list_display = [
        "title",
        "state_shown",
        "total",
        "net",
        "payer",
        "payee",
        "opened_at",
        "held_at",
        "closed_at",
    ]
    list_filter = ["state", ("disputed_at", FROZEN), ("charged_back_at", FROZEN)]
    list_select_related = ["payer", "payee"]
    inlines = [PartInline]
    search_fields = ["title", "=deal_id", "payer__name", "payee__name"]
    state_shown = chip_of("escrow")

    @display(description=_("total"))
    def total(self, row: Escrow) -> SafeString:
        return amount(row.total_centimes, row.currency)

    @display(description=_("net"))
    def net(self, row: Escrow) -> SafeString:
        return amount(row.net_centimes, row.currency)


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    """Attempts to pay. Money that came with a wrong amount can be sent back."""

    list_display = [
        "reference",
        "state_shown",
        "shown_amount",
        "escrow",
        "gateway",
        "failure",
        "made_at",
        "settled_at",
    ]
    list_filter = ["state", "gateway", "failure"]
    list_select_related = ["escrow", "made_by"]
    search_fields = ["reference", "provider_ref", "escrow__title"]
    actions = ["send_parked_back"]
    state_shown = chip_of("payment")

    @display(description=_("amount"))
    def shown_amount(self, row: Payment) -> SafeString:
        return amount(row.amount_centimes, row.currency)

    @action(description=_("Send money parked for a wrong amount back"))
    def send_parked_back(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_send_back)


def _send_back(pk: UUID, *, by: Any) -> None:
    return_parked(payment_id=pk, by=by)


class EventState(admin.SimpleListFilter):
    """What waits, what was parked, what staff have to look at."""

    title = _("state")
    parameter_name = "state"
    waiting = Q(handled_at=None)
    parked = Q(outcome__in=ProviderEvent.PARKED)
    strange = Q(outcome__in=ProviderEvent.STRANGE)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state, chip.label) for state, chip in CHIPS["providerevent"].items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        by_state = {
            "waiting": self.waiting & ~self.parked,
            "parked": self.parked,
            "strange": self.strange & ~self.waiting,
            "done": ~(self.waiting | self.parked | self.strange),
        }
        return queryset.filter(by_state.get(self.value() or "", Q()))


@admin.register(ProviderEvent)
class ProviderEventAdmin(ReadOnlyAdmin):
    """Callbacks as they came, unhandled ones first. What is parked, or strange, comes to light here."""

    list_display = [
        "received_at",
        "state_shown",
        "gateway",
        "external_id",
        "payment",
        "outcome",
        "handled_at",
    ]
    list_filter = [EventState, "gateway", "outcome"]
    list_select_related = ["payment"]
    search_fields = ["external_id", "payment__reference"]
    fields = [
        "gateway",
        "external_id",
        "payment",
        "received_at",
        "handled_at",
        "outcome",
        "read_as",
        "headers",
        "raw",
    ]
    readonly_fields = ["read_as"]
    ordering = [F("handled_at").desc(nulls_first=True), "-received_at", "-id"]
    actions = ["replay"]
    state_shown = chip_of("providerevent", is_stored=False)

    @display(description=_("body"))
    def read_as(self, row: ProviderEvent) -> SafeString:
        return format_html("<pre dir='ltr'>{}</pre>", json.dumps(row.body, indent=2, ensure_ascii=False))

    @action(description=_("Handle again: money that moved does not move twice"))
    def replay(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        said: list[str] = []

        def act(pk: int, *, by: Any) -> None:
            ensure(policies.may_retry_refunds(by))
            event = queryset.get(pk=pk)
            said.append(f"{event}: {event.outcome or '…'} → {replay_provider_event(event_id=pk)}")

        answer = confirm(self, request, queryset, act=act)
        for line in said:
            self.message_user(request, line)
        return answer


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    """Money on its way back. A refused refund can be tried again."""

    list_display = [
        "made_at",
        "state_shown",
        "shown_amount",
        "payment",
        "reason",
        "failure",
        "attempts",
        "settled_at",
    ]
    list_filter = ["state"]
    list_select_related = ["payment"]
    search_fields = ["payment__reference", "provider_ref"]
    actions = ["retry"]
    state_shown = chip_of("refund")

    @display(description=_("amount"))
    def shown_amount(self, row: Refund) -> SafeString:
        return amount(row.amount_centimes, row.currency)

    @action(description=_("Try a refused refund again"))
    def retry(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_retry)


def _retry(pk: UUID, *, by: Any) -> None:
    retry_refund(refund_id=pk, by=by)
