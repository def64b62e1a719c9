"""Staff and papers: all can be looked at; a paper is sent again, checked, or taken back by a credit note."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from events.services import answer_once
from invoicing import policies, services
from invoicing.models import Document, DocumentFile, Mandate, OwedDocument, Series
from invoicing.selectors import check_document
from kit.desk import ReadOnlyAdmin, amount, confirm
from kit.downloads import download
from kit.fields import AmountField
from kit.ids import uuid7


def _key() -> str:
    return uuid7().hex


class CreditForm(forms.Form):
    """How much of the invoice is given back, VAT included, and why. `key` is the page's own: what it sends
    twice is done once."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=_key)
    total = AmountField(
        label=_("amount, VAT included (empty: all that is left)"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    reason = forms.CharField(label=_("reason"), max_length=160, widget=UnfoldAdminTextInputWidget)


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Every paper that was issued, the newest first."""

    list_display = ["issued_on", "number", "kind", "recipient", "other", "shown_total", "related"]
    list_filter = ["kind", "issued_on", "language"]
    list_select_related = ["recipient", "other", "related"]
    search_fields = ["number", "recipient__name", "other__name", "=deal_id", "=part_id", "=key"]
    date_hierarchy = "issued_on"
    actions = ["resend", "verify", "credit"]
    fields = [
        *("number", "kind", "issued_on", "series", "place", "recipient", "other", "language", "related"),
        *("shown_net", "shown_vat", "shown_total", "shown_withheld", "period_start", "period_end"),
        *("deal_id", "part_id", "payout_id", "digest", "made_at", "files_shown"),
    ]
    readonly_fields = fields

    @display(description=_("total"), ordering="total_centimes")
    def shown_total(self, row: Document) -> SafeString:
        return self._amount(row, row.total_centimes)

    @display(description=_("without VAT"))
    def shown_net(self, row: Document) -> SafeString:
        return self._amount(row, row.net_centimes)

    @display(description=_("VAT"))
    def shown_vat(self, row: Document) -> SafeString:
        return self._amount(row, row.vat_centimes)

    @display(description=_("tax withheld"))
    def shown_withheld(self, row: Document) -> SafeString:
        return self._amount(row, row.withheld_centimes)

    def _amount(self, row: Document, centimes: int) -> SafeString:
        return amount(centimes, row.currency)

    @display(description=_("document files"))
    def files_shown(self, row: Document) -> SafeString:
        found = row.files.order_by("language").values_list("pk", "language", "size", "sha256")
        parts = [
            (reverse("admin:invoicing_documentfile_change", args=[pk]), language, size, sha256, _link(pk))
            for pk, language, size, sha256 in found
        ]
        row_html = "<div><a href='{}'>{}</a> · {} · <bdi dir='ltr'>{}</bdi> · {}</div>"
        return format_html_join("", row_html, parts)

    @action(description=_("Send the recipient this document again"), permissions=["resend"])
    def resend(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_resend)

    @action(description=_("Check number, content and bytes"), permissions=["resend"])
    def verify(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_verify)

    @action(description=_("Give the fee back: credit note and money"), permissions=["credit"])
    def credit(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_credit, form=CreditForm)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return policies.may_resend(request.user)

    def has_credit_permission(self, request: HttpRequest) -> bool:
        return policies.may_credit(request.user)


def _resend(pk: UUID, *, by: Any) -> None:
    services.resend_document(document_id=pk, by=by)


def _verify(pk: UUID, *, by: Any) -> None:
    check_document(pk)


def _credit(pk: UUID, *, by: Any, key: str, total: int | None, reason: str) -> None:
    """A part can be given back as often as something is left: only the key tells a second click from that."""

    def act() -> tuple[int, dict[str, str]]:
        note = services.credit_invoice(document_id=pk, total_centimes=total, reason=reason, by=by)
        return 201, {"document": str(note.pk)}

    answer_once(user=by, key=f"credit-{key}-{pk}", fingerprint=f"{pk} {total} {reason}", act=act)


def _link(pk: int) -> SafeString:
    address = reverse("admin:invoicing_documentfile_file", args=[pk])
    return format_html('<a href="{}">{}</a>', address, _("Download"))


@admin.register(DocumentFile)
class DocumentFileAdmin(ReadOnlyAdmin):
    """The bytes of papers, by their hash."""

    list_display = ["document", "language", "size", "sha256", "drawn_at", "pdf"]
    list_filter = ["language"]
    list_select_related = ["document"]
    search_fields = ["document__number", "=sha256"]
    fields = list_display
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("content")

    @display(description=_("document file"))
    def pdf(self, row: DocumentFile) -> SafeString:
        return _link(row.pk)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file)
        return [path("<int:pk>/file", view, name="invoicing_documentfile_file"), *super().get_urls()]

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes as their parties got them, never kept by a browser."""
        found = services.read_file(file_id=pk, by=request.user)
        return download(bytes(found.content), "application/pdf", found.filename)


@admin.register(Series)
class SeriesAdmin(ReadOnlyAdmin):
    """Continuous numbers: one row for each issuer, kind and year."""

    list_display = ["year", "kind", "issuer", "last_number", "last_issued_on"]
    list_filter = ["year", "kind"]
    list_select_related = ["issuer"]
    search_fields = ["issuer__name"]


@admin.register(OwedDocument)
class OwedDocumentAdmin(ReadOnlyAdmin):
    """What still has to be issued, and why it waits."""

    list_display = ["owed_at", "kind", "key", "reason", "attempts", "next_try_at", "document"]
    list_filter = ["kind", "reason", ("document", admin.EmptyFieldListFilter)]
    list_select_related = ["document"]
    search_fields = ["key", "=subject_id", "document__number"]
    ordering = ["-owed_at", "-id"]


@admin.register(Mandate)
class MandateAdmin(ReadOnlyAdmin):
    """Who let the platform bill in their name, under which text."""

    list_display = ["wallet", "version", "language", "accepted_by", "accepted_at", "revoked_at"]
    list_filter = ["version", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["wallet", "accepted_by"]
    search_fields = ["wallet__name", "accepted_by__email"]
