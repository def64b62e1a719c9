"""Providers' reports, comparisons, and the list of differences until each is explained."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from kit.desk import ReadOnlyAdmin, confirm
from treasury import services
from treasury.admin.base import FileForm
from treasury.models import Difference, ProviderReport, Reconciliation


class ReportForm(FileForm):
    """A provider's report; it is compared at once."""

    gateway = forms.ChoiceField(label=_("gateway"), choices=[], widget=UnfoldAdminSelectWidget)

    class Meta:
        model = ProviderReport
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in settings.PAYMENT_GATEWAYS]
        self.fields["gateway"].choices = names

    def read(self, cleaned: dict[str, Any]) -> ProviderReport:
        file = cleaned["file"]
        content = file.read()
        return services.read_provider_report(
            gateway=cleaned["gateway"], name=file.name, content=content, by=self.by
        )


@admin.register(ProviderReport)
class ProviderReportAdmin(ReadOnlyAdmin):
    """What providers say they did. Compared when read in, and each morning for forty days."""

    list_display = ["gateway", "starts_on", "ends_on", "name", "read_by", "read_at"]
    list_filter = ["gateway"]
    list_select_related = ["read_by"]
    exclude = ["raw"]
    form = ReportForm
    actions = ["compare"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("treasury.change_difference")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["gateway", "file"] if obj is None else [*self.list_display, "sha256"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("OwnReportForm", (ReportForm,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has read it already; what is left is to compare."""
        services.reconcile(report=obj)

    @action(description=_("Compare again"), permissions=["compare"])
    def compare(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_compare)

    def has_compare_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("treasury.change_difference")


def _compare(pk: Any, *, by: Any) -> None:
    services.reconcile(report=ProviderReport.objects.get(pk=pk))


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    """Every comparison that was made."""

    list_display = ["made_at", "report", "n_compared", "n_different"]
    list_select_related = ["report"]


class ExplainForm(forms.Form):
    explanation = forms.CharField(label=_("explanation"), max_length=300, widget=UnfoldAdminTextInputWidget)


@admin.register(Difference)
class DifferenceAdmin(ReadOnlyAdmin):
    """Open ones first. Explaining one changes nothing but the list."""

    list_display = [
        *("kind", "gateway", "subject", "expected", "actual", "seen_at"),
        *("explanation", "explained_by"),
    ]
    list_filter = ["kind", "gateway", ("explained_at", admin.EmptyFieldListFilter)]
    list_select_related = ["explained_by"]
    search_fields = ["subject"]
    actions = ["explain"]

    @action(description=_("Explain"), permissions=["explain"])
    def explain(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_explain, form=ExplainForm)

    def has_explain_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("treasury.change_difference")


def _explain(pk: Any, *, by: Any, explanation: str) -> None:
    services.explain_difference(difference_id=pk, explanation=explanation, by=by)
