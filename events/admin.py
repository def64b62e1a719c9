"""What staff see of the outbox: what is owed, what failed and why, and a button to try again."""

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from events.models import Delivery, Event
from events.services import replay

RED, WAITING, DONE = "red", "waiting", "done"
STATES = {RED: _("Given up"), WAITING: _("Waiting"), DONE: _("Done")}


def state_of(delivery: Delivery) -> str:
    if delivery.done_at:
        return DONE
    return RED if delivery.is_red else WAITING


class ReadOnly:
    """History is looked at, never typed."""

    def has_add_permission(self, request: HttpRequest, *args: object) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class StateFilter(admin.SimpleListFilter):
    """Owed deliveries unless asked for others: millions of ticks are of no interest."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("all", _("All")), *STATES.items()]

    def choices(self, changelist: Any) -> Any:
        every = list(super().choices(changelist))
        return [{**every[0], "display": _("Owed")}, *every[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        narrow = {
            None: queryset.owed,
            RED: queryset.red,
            WAITING: queryset.pending,
            DONE: queryset.done,
        }
        return narrow.get(self.value(), queryset.all)()


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, ModelAdmin):
    """The outbox: given up first, then what failed most."""

    list_display = ["state", "fact", "reaction", "attempts", "next_attempt_at", "error", "happened_at"]
    list_filter = [StateFilter, "event__label"]
    list_select_related = ["event"]
    search_fields = ["event__payload", "reaction", "last_error"]
    ordering = ["-attempts", "-id"]
    actions = ["replay_chosen"]
    show_full_result_count = False

    @display(description=_("state"), label={RED: "danger", WAITING: "warning", DONE: "success"})
    def state(self, row: Delivery) -> tuple[str, str]:
        state = state_of(row)
        return state, STATES[state]

    @display(description=_("fact"))
    def fact(self, row: Delivery) -> str:
        return row.event.label

    @display(description=_("happened"), ordering="event__happened_at")
    def happened_at(self, row: Delivery) -> object:
        return row.event.happened_at

    @display(description=_("last error"))
    def error(self, row: Delivery) -> str:
        return row.last_error[:120]

    @action(description=_("Replay: owe it again and ring"))
    def replay_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        n_rows = replay(delivery_ids=list(queryset.values_list("pk", flat=True)))
        told = ngettext("%(n)s delivery is owed again.", "%(n)s deliveries are owed again.", n_rows)
        self.message_user(request, told % {"n": n_rows}, messages.SUCCESS)


class DeliveryInline(ReadOnly, TabularInline):
    """Who had to react to this event, and how it went."""

    model = Delivery
    fields = ["reaction", "attempts", "next_attempt_at", "done_at", "last_error"]
    extra = 0


@admin.register(Event)
class EventAdmin(ReadOnly, ModelAdmin):
    """The log of what happened; read-only."""

    list_display = ["happened_at", "label", "summary", "owed"]
    list_filter = ["label"]
    search_fields = ["payload", "actor_id"]
    ordering = ["-id"]
    fields = ["label", "happened_at", "actor_id", "values"]
    readonly_fields = ["values"]
    inlines = [DeliveryInline]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        owed = Count("deliveries", filter=Q(deliveries__done_at=None))
        return super().get_queryset(request).annotate(n_owed=owed)

    @display(description=_("values"))
    def summary(self, row: Event) -> str:
        return ", ".join(f"{name}={value}" for name, value in row.payload.items())[:140]

    @display(description=_("owed"), ordering="n_owed")
    def owed(self, row: Event) -> int:
        return row.n_owed

    @display(description=_("values"))
    def values(self, row: Event) -> str:
        return format_html("<pre>{}</pre>", json.dumps(row.payload, indent=2, ensure_ascii=False))
