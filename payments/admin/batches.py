"""T8: batches of bank transfers. Built from the list of payouts; checked, exported and handed over here."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from kit.downloads import download
from payments import services
from payments.admin.base import ReadOnlyAdmin, amount, chip_of, confirm
from payments.admin.payouts import SettleForm
from payments.models import PayoutBatch
from payments.selectors import batches
from payments.services.bank_files import LAYOUTS


@admin.register(PayoutBatch)
class PayoutBatchAdmin(ReadOnlyAdmin):
    """Whoever built it does not release it; the file is the same bytes each time."""

    list_display = ["made_at", "state_shown", "n", "total", "made_by", "released_by", "sent_at", "downloads"]
    list_filter = ["state"]
    list_per_page = 25
    actions = ["release", "hand_over", "settle_all", "take_apart"]
    state_shown = chip_of("payout_batch")
    fields = [
        *("state", "reference", "n", "total", "made_by", "made_at"),
        *("released_by", "released_at", "sent_by", "sent_at", "downloads", "inside"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return batches().prefetch_related("files")

    @display(description=_("transfers"))
    def n(self, row: PayoutBatch) -> int:
        return row.n_lines or getattr(row, "n_now", 0)

    @display(description=_("total"))
    def total(self, row: PayoutBatch) -> SafeString:
        return amount(row.total_centimes or getattr(row, "sum_now", 0) or 0)

    @display(description=_("files"))
    def downloads(self, row: PayoutBatch) -> SafeString:
        """A link for each layout, and the start of its hash to compare with."""
        shown = [
            (
                reverse("admin:payments_payoutbatch_file", args=[row.pk, one.layout]),
                one.layout,
                one.sha256[:12],
            )
            for one in row.files.all()
        ]
        return format_html_join(" · ", '<a href="{}">{}</a> <code dir="ltr">{}</code>', shown)

    @display(description=_("in it"))
    def inside(self, row: PayoutBatch) -> SafeString:
        """What the checker compares: reference, holder, end of the RIB, amount, state."""
        lines = row.lines.filter(is_live=True).select_related("payout__method").order_by("position")
        shown = [
            (
                reverse("admin:payments_payout_change", args=[line.payout_id]),
                line.payout,
                line.payout.method.holder_name,
                line.payout.method.masked,
                amount(line.payout.amount_centimes),
                line.payout.get_state_display(),
            )
            for line in lines
        ]
        row_html = '<li><a href="{}">{}</a> · <bdi>{}</bdi> · <bdi dir="ltr">{}</bdi> · {} · {}</li>'
        return format_html("<ol>{}</ol>", format_html_join("", row_html, shown))

    def get_urls(self) -> list[URLPattern]:
        mine = path(
            "<uuid:pk>/file/<slug:layout>",
            self.admin_site.admin_view(self.file),
            name="payments_payoutbatch_file",
        )
        return [mine, *super().get_urls()]

    def file(self, request: HttpRequest, pk: UUID, layout: str) -> HttpResponse:
        """The bytes of the release, never kept by a browser."""
        file, content = services.fetch_payout_file(batch_id=pk, layout=layout, by=request.user)
        return download(content, LAYOUTS[layout].media_type, file.name)

    @action(description=_("1. Release: checked, make the file"))
    def release(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_release)

    @action(description=_("2. Handed to the bank"))
    def hand_over(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_hand_over)

    @action(description=_("3. Settle all: the bank made the transfers"))
    def settle_all(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_settle, form=SettleForm)

    @action(description=_("Take apart: the transfers wait for another batch"))
    def take_apart(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_cancel)


def _release(pk: UUID, *, by: Any) -> None:
    services.release_batch(batch_id=pk, by=by)


def _hand_over(pk: UUID, *, by: Any) -> None:
    services.mark_batch_sent(batch_id=pk, by=by)


def _settle(pk: UUID, *, by: Any, bank_ref: str) -> None:
    services.settle_batch(batch_id=pk, bank_ref=bank_ref, by=by)


def _cancel(pk: UUID, *, by: Any) -> None:
    services.cancel_batch(batch_id=pk, by=by)
