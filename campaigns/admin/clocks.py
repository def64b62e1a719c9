"""What staff correct: how long clocks run from a day on, and days off that the moon decides."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from campaigns.forms.staff import CLOCK_NAMES, ClockForm
from campaigns.models import ClockSetting, Holiday, ScheduleSetting


@admin.register(ClockSetting)
class ClockSettingAdmin(ModelAdmin):
    """Rows are added, never edited: what was in force on a day stays readable."""

    form = ClockForm
    list_display = ["name", "amount", "unit", "starts_on", "made_by"]
    list_filter = ["clock"]
    list_select_related = ["made_by"]
    ordering = ["clock", "-starts_on"]

    @display(description=_("clock"), ordering="clock")
    def name(self, row: ClockSetting) -> Any:
        return CLOCK_NAMES.get(row.clock, row.clock)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ClockSetting, form: ModelForm, change: Any) -> None:
        obj.made_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(ScheduleSetting)
class ScheduleSettingAdmin(ModelAdmin):
    """How schedules divide a price from a day on. Rows are added, never edited; contracts keep theirs."""

    list_display = ["schedule", "draft_bps", "published_bps", "retained_bps", "starts_on", "made_by"]
    list_filter = ["schedule"]
    list_select_related = ["made_by"]
    fields = ["schedule", "draft_bps", "published_bps", "retained_bps", "starts_on"]
    ordering = ["schedule", "-starts_on"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ScheduleSetting, form: ModelForm, change: Any) -> None:
        obj.made_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Holiday)
class HolidayAdmin(ModelAdmin):
    """Untick a day that was moved and add the right one; running deadlines keep the date they were given."""

    list_display = ["day", "name", "is_estimated", "is_observed"]
    list_editable = ["is_observed"]
    list_filter = ["is_estimated", "is_observed"]
    search_fields = ["name"]
    date_hierarchy = "day"
    ordering = ["day"]
