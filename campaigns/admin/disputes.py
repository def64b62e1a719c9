"""Disputes: the undecided ones first, and a decision that shows its amounts before it is taken."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from campaigns import services
from campaigns.admin.base import DeskAdmin, amount, ask
from campaigns.forms.staff import DecisionForm, ReadingForm
from campaigns.models import Collaboration, Dispute
from campaigns.policies import may_decide
from campaigns.selectors import disputed_talk, timeline
from files.models import File
from files.selectors import best_link
from kit.desk import place_before
from kit.errors import ensure
from messaging.selectors import readings_for

State = Collaboration.State


@admin.register(Dispute)
class DisputeAdmin(DeskAdmin):
    """The staff decide the creator's share of the price; after the deadline the table decides."""

    list_display = [
        "collaboration",
        "parties",
        "side",
        "opened_at",
        "deadline",
        "price",
        "by_default",
        "decided_at",
    ]
    list_filter = [("decided_at", admin.EmptyFieldListFilter), "side"]
    list_select_related = ["collaboration__brand", "collaboration__influencer"]
    search_fields = ["collaboration__number", "collaboration__brand__name", "collaboration__influencer__name"]
    ordering = [F("decided_at").desc(nulls_first=True), "opened_at"]
    actions_detail = ["decide", "read"]
    open_in = {"decide": {State.DISPUTED}, "read": {State.DISPUTED}}
    fieldsets = [
        (None, {"fields": ["collaboration", "parties", "price", "deadline"]}),
        (_("Dispute"), {"fields": ["side", "opened_by", "opened_at", "reason", "papers", "by_default"]}),
        (_("Decision"), {"fields": ["influencer_bps", "given", "decision", "decided_by", "decided_at"]}),
        (_("History"), {"fields": ["story"]}),
        (_("Conversation"), {"fields": ["readings", "talk"]}),
    ]

    def state_now(self, object_id: Any) -> str | None:
        rows = Dispute.objects.filter(pk=object_id)
        return rows.values_list("collaboration__state", flat=True).first()

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row, with whoever looks at it: only they have said why they read the conversation."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.reader, row.before = request.user, place_before(request)
        return row

    @display(description=_("parties"))
    def parties(self, row: Dispute) -> str:
        return f"{row.collaboration.brand} / {row.collaboration.influencer}"

    @display(description=_("deadline"), ordering="collaboration__due_at")
    def deadline(self, row: Dispute) -> Any:
        return row.collaboration.due_at

    @display(description=_("price"), ordering="collaboration__price_centimes")
    def price(self, row: Dispute) -> SafeString | str:
        return amount(row.collaboration.price_centimes)

    @display(description=_("without a decision"))
    def by_default(self, row: Dispute) -> SafeString | str:
        return amount(row.default_centimes)

    @display(description=_("as decided"))
    def given(self, row: Dispute) -> SafeString | str:
        return amount(row.influencer_centimes)

    @display(description=_("files"))
    def papers(self, row: Dispute) -> SafeString | str:
        """Of the evidence and of the work: each leads through an address that looks whether one may."""
        work = row.collaboration.deliverables.prefetch_related("submissions")
        targets = [row.target, *(one.target for piece in work for one in piece.submissions.all())]
        files = File.objects.attached_to(targets).select_related("attached_by")
        return render_to_string("admin/campaigns/papers.html", {"files": files, "evidence": row.target})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.open_file)
        return [path("file/<uuid:pk>/", view, name="campaigns_dispute_file"), *super().get_urls()]

    def open_file(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """To the file itself, for whoever decides; each look is on record."""
        ensure(may_decide(request.user))
        return HttpResponseRedirect(best_link(request.user, pk))

    @display(description=_("history"))
    def story(self, row: Dispute) -> str:
        return render_to_string("admin/campaigns/timeline.html", {"lines": timeline(row.collaboration)})

    @display(description=_("who read it"))
    def readings(self, row: Dispute) -> str:
        return render_to_string("admin/messaging/readings.html", {"readings": readings_for(row.matter)})

    @display(description=_("conversation"))
    def talk(self, row: Dispute) -> str:
        """For an hour, for whoever said why, while nothing is decided."""
        said = disputed_talk(row, row.reader, row.before)
        return render_to_string("admin/messaging/transcript.html", {"transcript": said})

    @action(description=_("Read the conversation"), permissions=["decide"], icon="visibility")
    def read(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)

        def act(values: dict) -> None:
            services.read_conversation(
                collaboration_id=row.collaboration_id, reason=values["reason"], by=request.user
            )

        form = ReadingForm(request.POST or None)
        return ask(self, request, row, form, title=_("Read the conversation"), act=act)

    @action(description=_("Decide"), permissions=["decide"], icon="gavel", variant=ActionVariant.PRIMARY)
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        form = DecisionForm(request.POST or None, collaboration=row.collaboration if row else None)

        def act(values: dict) -> None:
            services.decide_dispute(
                collaboration_id=row.collaboration_id,
                influencer_bps=values["share"],
                decision=values["decision"],
                by=request.user,
            )

        return ask(self, request, row, form, title=_("Decide"), act=act)
