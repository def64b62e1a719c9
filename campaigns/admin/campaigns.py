"""Campaigns: what waits for approval comes first, the longest wait on top."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Count, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from campaigns import services
from campaigns.admin.base import DeskAdmin, ReadOnlyInline, age, amount, ask, chip_of
from campaigns.forms.staff import AskForm, ReasonForm
from campaigns.models import Campaign, Move, Requirement
from campaigns.selectors import campaign_money

State = Campaign.State
QUEUE_FIRST = Case(When(state=State.PENDING_APPROVAL, then=0), default=1, output_field=IntegerField())


class QueueFilter(admin.SimpleListFilter):
    """The approval queue unless asked for something else."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("All")), *State.choices]

    def choices(self, changelist: Any) -> Any:
        every = list(super().choices(changelist))
        return [{**every[0], "display": _("To approve")}, *every[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = self.value() or State.PENDING_APPROVAL
        return queryset if wanted == "all" else queryset.filter(state=wanted)


class RequirementInline(ReadOnlyInline):
    model = Requirement
    fields = ["platform", "format", "quantity", "notes"]


class MoveInline(ReadOnlyInline):
    """The history, newest last."""

    model = Move
    fields = ["made_at", "subject", "from_state", "to_state", "by"]
    ordering = ["id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by").filter(collaboration=None)


@admin.register(Campaign)
class CampaignAdmin(DeskAdmin):
    """Approve or send back; nothing is typed here."""

    list_display = [
        "title",
        "brand",
        "state_shown",
        "waiting",
        "due_at",
        "budget",
        "places",
        "n_applications",
    ]
    list_filter = [QueueFilter, "brand__sector"]
    list_select_related = ["brand"]
    search_fields = ["title", "brand__name", "slug"]
    ordering = [QUEUE_FIRST, "state_since"]
    state_shown = chip_of("campaign")
    actions_detail = ["approve", "reject"]
    open_in = {"approve": {State.PENDING_APPROVAL}, "reject": {State.PENDING_APPROVAL}}
    inlines = [RequirementInline, MoveInline]
    fieldsets = [
        (
            None,
            {"fields": ["title", "brand", "state", "state_since", "due_at", "version", "rejection_reason"]},
        ),
        (_("Brief"), {"fields": ["objective", "description", "do", "dont"]}),
        (_("Creators"), {"fields": ["niches", "platforms", "cities", "languages", "min_followers"]}),
        (
            _("Money"),
            {"fields": ["budget", "places", "pay_schedule", "committed", "secured", "paid", "left"]},
        ),
        (_("Days"), {"fields": ["application_deadline", "starts_on", "ends_on"]}),
        (
            _("Rights"),
            {"fields": ["usage_channels", "usage_months", "usage_paid_ads", "revisions"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(n_sent=Count("applications"))

    @display(description=_("waiting since"), ordering="state_since")
    def waiting(self, row: Campaign) -> str:
        return age(row)

    @display(description=_("budget"), ordering="budget_centimes")
    def budget(self, row: Campaign) -> SafeString | str:
        return amount(row.budget_centimes)

    @display(description=_("applications"), ordering="n_sent")
    def n_applications(self, row: Any) -> int:
        return row.n_sent

    @display(description=_("promised"))
    def committed(self, row: Campaign) -> SafeString | str:
        return amount(campaign_money(row).committed)

    @display(description=_("secured"))
    def secured(self, row: Campaign) -> SafeString | str:
        return amount(campaign_money(row).secured)

    @display(description=_("paid"))
    def paid(self, row: Campaign) -> SafeString | str:
        return amount(campaign_money(row).paid)

    @display(description=_("left"))
    def left(self, row: Campaign) -> SafeString | str:
        return amount(campaign_money(row).left)

    @action(description=_("Approve"), permissions=["decide"], icon="check", variant=ActionVariant.PRIMARY)
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row, form = self.get_object(request, object_id), AskForm(request.POST)

        def act(_values: dict) -> None:
            services.approve_campaign(campaign_id=object_id, by=request.user)

        return ask(self, request, row, form, title=_("Approve"), act=act)

    @action(description=_("Send back"), permissions=["decide"], icon="undo", variant=ActionVariant.WARNING)
    def reject(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row, form = self.get_object(request, object_id), ReasonForm(request.POST or None)

        def act(values: dict) -> None:
            services.reject_campaign(campaign_id=object_id, reason=values["reason"], by=request.user)

        return ask(self, request, row, form, title=_("Send back"), act=act)
