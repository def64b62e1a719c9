"""Contracts as both sides see them: terms, signatures, deliverables, and one timeline of states and money."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from campaigns.admin.base import DeskAdmin, ReadOnlyInline, amount, chip_of
from campaigns.models import Collaboration, Deliverable, Signature, Submission
from campaigns.selectors import timeline
from campaigns.services.terms import terms_html
from kit.chips import CHIPS
from payments.selectors import books


class SignatureInline(ReadOnlyInline):
    model = Signature
    fields = ["side", "name", "email", "signed_at", "ip", "terms_hash"]


class DeliverableInline(ReadOnlyInline):
    model = Deliverable
    fields = ["position", "platform", "format", "state", "due_on", "share", "n_revisions_used"]

    @display(description=_("part of the price"))
    def share(self, row: Deliverable) -> SafeString | str:
        return amount(row.share_centimes)


@admin.register(Collaboration)
class CollaborationAdmin(DeskAdmin):
    """Read-only: money moves by acceptance, cancellation, a clock or the decision of a dispute."""

    list_display = [
        "number",
        "brand",
        "influencer",
        "state_shown",
        "escrow_shown",
        "price",
        "due_at",
        "agreed_at",
    ]
    list_filter = ["state", "escrow__state"]
    list_select_related = ["brand", "influencer", "escrow"]
    search_fields = [
        "number",
        "brand__name",
        "influencer__name",
        "influencer__handle",
        "campaign__title",
        "influencer__user__email",
        "brand__memberships__user__email",
    ]
    ordering = ["-agreed_at", "-id"]
    state_shown = chip_of("collaboration")
    inlines = [SignatureInline, DeliverableInline]
    fieldsets = [
        (None, {"fields": ["number", "campaign", "brand", "influencer", "state", "state_since", "due_at"]}),
        (
            _("Money"),
            {"fields": ["price", "escrow_shown", "paid_in", "released", "refunded", "held", "settled"]},
        ),
        (_("History"), {"fields": ["story", "end_reason", "agreed_at", "ended_at"]}),
        (_("Terms"), {"fields": ["contract", "terms_hash"]}),
    ]

    @display(description=_("escrow"), ordering="escrow__state")
    def escrow_shown(self, row: Collaboration) -> Any:
        return CHIPS["escrow"][row.escrow.state].label

    @display(description=_("price"), ordering="price_centimes")
    def price(self, row: Collaboration) -> SafeString | str:
        return amount(row.price_centimes)

    @display(description=_("paid in"))
    def paid_in(self, row: Collaboration) -> SafeString | str:
        return amount(books(row.pk).paid_centimes)

    @display(description=_("released"))
    def released(self, row: Collaboration) -> SafeString | str:
        return amount(books(row.pk).released_centimes)

    @display(description=_("refunded"))
    def refunded(self, row: Collaboration) -> SafeString | str:
        return amount(books(row.pk).refunded_centimes)

    @display(description=_("held"))
    def held(self, row: Collaboration) -> SafeString | str:
        return amount(books(row.pk).held_centimes)

    @display(description=_("the influencer's part in the end"))
    def settled(self, row: Collaboration) -> SafeString | str:
        return amount(row.settled_centimes)

    @display(description=_("history"))
    def story(self, row: Collaboration) -> str:
        return render_to_string("admin/campaigns/timeline.html", {"lines": timeline(row)})

    @display(description=_("contract"))
    def contract(self, row: Collaboration) -> SafeString:
        return format_html(
            '<pre style="white-space: pre-wrap" lang="fr" dir="ltr">{}</pre>',
            terms_html(row.terms, row.terms_text),
        )


class SubmissionInline(ReadOnlyInline):
    model = Submission
    fields = ["version", "url", "made_at", "decision", "comment", "decided_by", "decided_at"]


@admin.register(Deliverable)
class DeliverableAdmin(DeskAdmin):
    """What is owed, with its clock: overdue pieces are easy to find."""

    list_display = ["collaboration", "position", "platform", "format", "state_shown", "expected_at", "late"]
    list_filter = ["state", "platform"]
    list_select_related = ["collaboration"]
    search_fields = ["collaboration__number", "collaboration__influencer__name"]
    ordering = ["due_at", "-id"]
    state_shown = chip_of("deliverable")
    fields = [
        *("collaboration", "position", "platform", "format", "language", "notes", "state", "due_on"),
        *("expected_at", "overdue_at", "due_at", "warn_at", "n_warnings", "n_revisions_used"),
    ]
    inlines = [SubmissionInline]

    @display(description=_("overdue"), boolean=True)
    def late(self, row: Deliverable) -> bool:
        return row.is_overdue

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
