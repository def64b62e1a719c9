"""What staff see of webhooks: endpoints without their secrets, calls with each try."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action

from kit.desk import ReadOnlyAdmin, chip_of, confirm
from kit.staff import ReadOnly
from webhooks.models import Attempt, Call, Endpoint
from webhooks.policies import may_look_after
from webhooks.services import disable_endpoint, enable_endpoint, replay_call


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    """Whose, where, and how it fares. Staff may switch one off; then only staff switch it on again."""

    list_display = ["host", "holder", "shown_state", "reason", "failing_since", "made_at"]
    list_filter = ["state", "reason", ("failing_since", admin.EmptyFieldListFilter)]
    list_select_related = ["brand", "influencer"]
    search_fields = ["url", "brand__name", "influencer__name"]
    fields = [
        *("id", "brand", "influencer", "url", "description", "types", "api_version"),
        *("state", "reason", "disabled_at", "failing_since", "old_until", "made_at"),
    ]
    actions = ["switch_off", "switch_on"]
    shown_state = chip_of("endpoint")

    @admin.display(description=_("holder"))
    def holder(self, row: Endpoint) -> str:
        return str(row.brand or row.influencer)

    @action(description=_("Switch off"), permissions=["look_after"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_off)

    @action(description=_("Switch on"), permissions=["look_after"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_on)

    def has_look_after_permission(self, request: HttpRequest) -> bool:
        return may_look_after(request.user)


class AttemptInline(ReadOnly, TabularInline):
    """Each try, the last one first."""

    model = Attempt
    fields = ["at", "status", "error", "words", "took_ms", "answer"]
    extra = 0


@admin.register(Call)
class CallAdmin(ReadOnlyAdmin):
    """What was sent or is owed; given up first comes to light by the filter."""

    list_display = ["owed_at", "type", "endpoint", "shown_state", "attempts", "next_attempt_at"]
    list_filter = ["state", "type"]
    list_select_related = ["endpoint"]
    search_fields = ["id", "body", "endpoint__url"]
    ordering = ["-id"]
    fields = [
        "id",
        "endpoint",
        "event_id",
        "type",
        "body",
        "state",
        "attempts",
        "next_attempt_at",
        "settled_at",
    ]
    inlines = [AttemptInline]
    actions = ["again"]
    shown_state = chip_of("call")

    @action(description=_("Send again"), permissions=["look_after"])
    def again(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_again)

    def has_look_after_permission(self, request: HttpRequest) -> bool:
        return may_look_after(request.user)


def _off(pk: UUID, *, by: Any) -> Any:
    return disable_endpoint(endpoint_id=pk, by=by)


def _on(pk: UUID, *, by: Any) -> Any:
    return enable_endpoint(endpoint_id=pk, by=by)


def _again(pk: UUID, *, by: Any) -> Any:
    return replay_call(call_id=pk, by=by)
