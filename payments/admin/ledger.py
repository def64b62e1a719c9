"""The ledger: accounts with their balances, transactions with their legs."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import action, display

from payments import policies
from payments.admin.asking import ask, reason_form
from payments.admin.base import ReadOnlyAdmin, amount
from payments.admin.reports import ageing_page, trace_page, trial_page
from payments.models import LedgerAccount, LedgerEntry, LedgerTransaction
from payments.services import reverse_transaction


@admin.register(LedgerAccount)
class LedgerAccountAdmin(ReadOnlyAdmin):
    """Balances: kept ones as they stand, summed ones added up here."""

    list_display = ["kind", "owner", "currency", "balance", "is_summed"]
    list_filter = ["kind", "currency"]
    search_fields = ["owner"]
    ordering = ["kind", "owner"]
    actions_list = ["trial", "ageing"]

    @action(description=_("Trial balance"), url_path="trial-balance", permissions=["audit"])
    def trial(self, request: HttpRequest) -> HttpResponse:
        return trial_page(self, request)

    @action(description=_("Not cleared yet"), url_path="ageing", permissions=["audit"])
    def ageing(self, request: HttpRequest) -> HttpResponse:
        return ageing_page(self, request)

    def has_audit_permission(self, request: HttpRequest) -> bool:
        return policies.may_audit(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        legs = LedgerEntry.objects.filter(account=OuterRef("pk")).order_by().values("account")
        total = Subquery(legs.annotate(n=Sum("amount_centimes")).values("n"))
        return super().get_queryset(request).annotate(n_balance=Coalesce(total, 0))

    @display(description=_("balance"))
    def balance(self, row: Any) -> SafeString:
        return amount(row.n_balance, row.currency)


class EntryInline(TabularInline):
    """The legs of a transaction."""

    model = LedgerEntry
    fields = ["account", "amount", "after"]
    readonly_fields = fields
    extra = 0
    can_delete = False
    ordering = ["position"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("account")

    @display(description=_("amount"))
    def amount(self, row: LedgerEntry) -> SafeString:
        return amount(row.amount_centimes, row.account.currency)

    @display(description=_("balance after"))
    def after(self, row: LedgerEntry) -> SafeString:
        return amount(row.balance_after_centimes, row.account.currency)


@admin.register(LedgerTransaction)
class LedgerTransactionAdmin(ReadOnlyAdmin):
    """Why money moved, and the legs of each movement."""

    list_display = ["made_at", "kind", "moved", "currency", "key", "reason"]
    list_filter = ["kind", "currency", ("made_at", RangeDateTimeFilter)]
    list_filter_submit = True
    search_fields = ["key", "reason", "=deal_id"]
    fields = ["id", "made_at", "kind", "key", "deal_id", "currency", "reason"]
    inlines = [EntryInline]
    actions_detail = ["trace", "reverse"]

    @action(description=_("Follow this money"), url_path="trace", permissions=["audit"])
    def trace(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return trace_page(self, request, get_object_or_404(LedgerTransaction, pk=object_id).pk)

    @action(description=_("Propose to reverse it"), url_path="reverse", permissions=["correct"])
    def reverse(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = get_object_or_404(LedgerTransaction, pk=object_id)
        return ask(
            self,
            request,
            form=reason_form(_("reason"))(request.POST if request.method == "POST" else None),
            act=lambda said: reverse_transaction(transaction_id=row.pk, **said, by=request.user),
            title=_("Propose to reverse it"),
            note=f"{row.kind} {row.key}",
            back=reverse("admin:payments_ledgercorrection_changelist"),
        )

    def has_audit_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return policies.may_audit(request.user)

    def has_correct_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return policies.may_correct(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        inflow = Sum("entries__amount_centimes", filter=Q(entries__amount_centimes__gt=0))
        return super().get_queryset(request).annotate(n_moved=inflow)

    @display(description=_("amount"))
    def moved(self, row: Any) -> SafeString:
        return amount(row.n_moved, row.currency)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    """Every leg, newest first: follow one dirham through an account."""

    list_display = ["made_at", "account", "moved", "after", "why"]
    list_filter = ["account__kind"]
    list_select_related = ["account", "transaction"]
    search_fields = ["transaction__key", "account__owner"]
    ordering = ["-id"]

    @display(description=_("made"))
    def made_at(self, row: LedgerEntry) -> Any:
        return row.transaction.made_at

    @display(description=_("amount"))
    def moved(self, row: LedgerEntry) -> SafeString:
        return amount(row.amount_centimes, row.account.currency)

    @display(description=_("balance after"))
    def after(self, row: LedgerEntry) -> SafeString:
        return amount(row.balance_after_centimes, row.account.currency)

    @display(description=_("ledger transaction"))
    def why(self, row: LedgerEntry) -> SafeString:
        return format_html("{} <bdi>{}</bdi>", row.transaction.kind, row.transaction.key)
