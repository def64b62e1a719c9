"""Statements read in, lines with what they could be, matches for a second look."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from kit.desk import ReadOnlyAdmin, amount, chip_of, confirm
from kit.fields import AmountField
from treasury import services
from treasury.admin.base import FileForm
from treasury.models import Match, Statement, StatementLine
from treasury.selectors import suggest, suggestions


class StatementForm(FileForm):
    """A statement of the house's bank."""

    class Meta:
        model = Statement
        fields: list[str] = []

    def read(self, cleaned: dict[str, Any]) -> Statement:
        file = cleaned["file"]
        return services.read_statement(name=file.name, content=file.read(), by=self.by)


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    """Read in by a file (CSV of the web bank, or CFONB 120); nothing is booked by it."""

    list_display = ["name", "starts_on", "ends_on", "currency", "opening", "closing", "read_by", "read_at"]
    list_select_related = ["read_by"]
    exclude = ["raw"]
    form = StatementForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("treasury.change_statementline")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["file"] if obj is None else [*self.list_display, "sha256", "format"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("OwnStatementForm", (StatementForm,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has read it already."""

    @display(description=_("opening balance"))
    def opening(self, row: Statement) -> SafeString:
        return amount(row.opening_centimes, row.currency)

    @display(description=_("closing balance"))
    def closing(self, row: Statement) -> SafeString:
        return amount(row.closing_centimes, row.currency)


class ProposeForm(forms.Form):
    """What the chosen line is. Nothing moves until somebody else agrees."""

    kind = forms.ChoiceField(label=_("kind"), choices=Match.Kind.choices, widget=UnfoldAdminSelectWidget)
    target = forms.CharField(
        label=_("reference, number or provider"),
        max_length=64,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    gross = AmountField(
        label=_("amount before the provider's charge"), required=False, widget=UnfoldAdminTextInputWidget
    )


@admin.register(StatementLine)
class LineAdmin(ReadOnlyAdmin):
    """The bank's bookings, those without a match first, each with what it could be."""

    list_display = ["booked_on", "amount", "label", "reference", "state_shown", "could_be"]
    list_filter = ["state", "booked_on"]
    search_fields = ["label", "reference"]
    ordering = ["-state", "-booked_on", "position"]
    list_per_page = 20
    actions = ["propose_best", "propose"]
    state_shown = chip_of("statement_line")

    @display(description=_("amount"), ordering="amount_centimes")
    def amount(self, row: StatementLine) -> SafeString:
        return amount(row.amount_centimes, row.currency)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """What the open lines of this page could be, read for all of them at once."""
        listed = super().get_changelist_instance(request)
        is_open = [row for row in listed.result_list if row.state == StatementLine.State.OPEN]
        found = suggestions(is_open) if is_open else {}
        for row in listed.result_list:
            row.could_be = found.get(row.pk, [])
        return listed

    @display(description=_("could be"))
    def could_be(self, row: Any) -> SafeString | str:
        parts = [
            (Match.Kind(one.kind).label, one.target, one.shown, f"{one.score} %") for one in row.could_be
        ]
        return format_html_join(
            "", "<div>{} <bdi>{}</bdi> <bdi>{}</bdi> <bdi dir='ltr'>{}</bdi></div>", parts
        )

    @action(description=_("Propose the best suggestion"), permissions=["propose"])
    def propose_best(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_propose_best)

    @action(description=_("Say what this line is"), permissions=["propose"])
    def propose(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_propose, form=ProposeForm)

    def has_propose_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("treasury.change_statementline")


def _propose_best(pk: Any, *, by: Any) -> None:
    best = next(iter(suggest(StatementLine.objects.get(pk=pk))), None)
    kind, target = (best.kind, best.target) if best else (Match.Kind.STRAY, "")
    services.propose_match(line_id=pk, kind=kind, target=target, by=by)


def _propose(pk: Any, *, by: Any, kind: str, target: str, gross: int | None) -> None:
    services.propose_match(line_id=pk, kind=kind, target=target, gross_centimes=gross, by=by)


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    """What was proposed. Somebody else agrees, and only then it is booked."""

    list_display = [
        *("proposed_at", "line", "shown_amount", "kind", "target", "state_shown"),
        *("outcome", "proposed_by", "decided_by"),
    ]
    list_filter = ["state", "kind"]
    list_select_related = ["line", "proposed_by", "decided_by"]
    search_fields = ["target", "line__label"]
    actions = ["approve", "refuse"]
    state_shown = chip_of("match")

    @display(description=_("amount"))
    def shown_amount(self, row: Match) -> SafeString:
        return amount(row.line.amount_centimes, row.line.currency)

    @action(description=_("Agree and book"), permissions=["decide"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_approve)

    @action(description=_("Refuse: it is something else"), permissions=["decide"])
    def refuse(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_refuse)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("treasury.change_statementline")


def _approve(pk: Any, *, by: Any) -> None:
    services.approve_match(match_id=pk, by=by)


def _refuse(pk: Any, *, by: Any) -> None:
    services.refuse_match(match_id=pk, by=by)
