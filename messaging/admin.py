"""Reports of conversations: read with a reason that is written down, closed with what was done."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from files.selectors import best_link
from kit.desk import ReadOnlyAdmin, chip_of, confirm, place_before
from messaging import services
from messaging.forms import OutcomeForm, ReasonForm
from messaging.models import Conversation, Report, StaffReading
from messaging.selectors import transcript_of


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What people reported. The words of a conversation show for an hour to whoever said why they read it."""

    list_display = ["made_at", "status", "reason", "by", "conversation", "closed_by"]
    list_filter = ["state", "reason"]
    list_select_related = ["by", "conversation", "closed_by"]
    search_fields = ["words", "by__email", "conversation__about"]
    ordering = ["-state", "made_at"]
    actions = ["read", "close"]
    fields = [
        *("status", "reason", "words", "by", "made_at", "conversation", "message"),
        *("outcome", "closed_by", "closed_at", "readings", "transcript"),
    ]
    readonly_fields = fields
    status = chip_of("report")

    def has_change_report_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("messaging.change_report"))

    @admin.action(description=_("Read the conversation"), permissions=["change_report"])
    def read(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_open, form=ReasonForm)

    @admin.action(description=_("Close with an answer"), permissions=["change_report"])
    def close(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_close, form=OutcomeForm)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row, with whoever looks at it: only they have said why."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.reader, row.before = request.user, place_before(request)
        return row

    @display(description=_("who read it"))
    def readings(self, row: Report) -> str:
        rows = StaffReading.objects.filter(conversation=row.conversation_id).select_related("staff")[:20]
        return render_to_string("admin/messaging/readings.html", {"readings": rows})

    @display(description=_("conversation"))
    def transcript(self, row: Report) -> str:
        said = transcript_of(row.conversation, matter=row.matter, reader=row.reader, before=row.before)
        return render_to_string("admin/messaging/transcript.html", {"transcript": said})


def _open(pk: Any, *, by: Any, reason: str) -> None:
    services.open_reading(report_id=pk, reason=reason, by=by)


def _close(pk: Any, *, by: Any, outcome: str) -> None:
    services.close_report(report_id=pk, outcome=outcome, by=by)


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    """Who talks with whom about what, without a word of what they say."""

    list_display = ["opened_at", "kind", "sides", "last_place", "last_at", "contacts_open_at"]
    list_filter = ["kind"]
    search_fields = ["about", "parties__name"]
    fields = ["kind", "about", "sides", "last_place", "last_at", "contacts_open_at", "opened_at"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("parties")

    @display(description=_("sides"))
    def sides(self, row: Conversation) -> str:
        return " / ".join(party.name for party in row.parties.all())


@admin.register(StaffReading)
class StaffReadingAdmin(ReadOnlyAdmin):
    """Every reading, for good; and the door to the files of what is read."""

    list_display = ["at", "staff", "conversation", "matter", "reason"]
    list_select_related = ["staff", "conversation"]
    search_fields = ["staff__email", "reason"]
    fields = ["at", "staff", "conversation", "matter", "reason"]
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.open_file)
        return [path("file/<uuid:pk>/", view, name="messaging_staffreading_file"), *super().get_urls()]

    def open_file(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """To a file of a conversation, for whoever reads it now; each look is on record."""
        return HttpResponseRedirect(best_link(request.user, pk))
