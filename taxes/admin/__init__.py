"""Declarations to check, rules and their switches, what was withheld."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from kit.desk import ReadOnlyAdmin, amount, chip_of, confirm
from kit.downloads import download
from kit.errors import ensure
from taxes import services
from taxes.models import RuleSwitch, TaxProfile, TaxProof, Withholding
from taxes.policies import may_check_profiles
from taxes.selectors import RULES, opened
from taxes.selectors.proofs import paper_of


class RefuseForm(forms.Form):
    reason = forms.CharField(label=_("reason of refusal"), max_length=200, widget=UnfoldAdminTextInputWidget)


@admin.register(TaxProfile)
class TaxProfileAdmin(ReadOnlyAdmin):
    """What people declared, those nobody looked at first."""

    list_display = ["legal_name", "status", "starts_on", "is_vat_liable", "state_shown", "made_at"]
    list_filter = ["state", "status", "is_vat_liable"]
    search_fields = ["legal_name", "ice", "rc", "party_id"]
    ordering = ["state", "-made_at"]
    exclude = ["if_sealed", "cnss_sealed"]
    readonly_fields = ["if_number", "cnss"]
    actions = ["verify", "refuse"]
    state_shown = chip_of("tax_profile")

    @display(description=_("identifiant fiscal"))
    def if_number(self, row: TaxProfile) -> str:
        return opened(row.if_sealed)

    @display(description="CNSS")
    def cnss(self, row: TaxProfile) -> str:
        return opened(row.cnss_sealed)

    @action(description=_("The proof fits"), permissions=["check"])
    def verify(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_verify)

    @action(description=_("Refuse the proof"), permissions=["check"])
    def refuse(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_refuse, form=RefuseForm)

    def has_check_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("taxes.change_taxprofile")


def _verify(pk: Any, *, by: Any) -> None:
    services.check_profile(profile_id=pk, by=by)


def _refuse(pk: Any, *, by: Any, reason: str) -> None:
    services.refuse_profile(profile_id=pk, reason=reason, by=by)


@admin.register(TaxProof)
class TaxProofAdmin(ReadOnlyAdmin):
    """Papers handed in; each is downloaded by those who may check declarations."""

    list_display = ["profile", "kind", "media_type", "n_bytes", "made_by", "made_at", "download"]
    list_filter = ["kind", "profile__state"]
    list_select_related = ["profile", "made_by"]
    exclude = ["sealed"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("sealed")

    @display(description=_("paper"))
    def download(self, row: TaxProof) -> SafeString:
        address = reverse("admin:taxes_taxproof_paper", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, _("Download"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.paper)
        return [path("<uuid:pk>/paper/", view, name="taxes_taxproof_paper"), *super().get_urls()]

    def paper(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The paper as a download: never shown inside a page of ours."""
        ensure(may_check_profiles(request.user))
        proof = get_object_or_404(TaxProof, pk=pk)
        paper = paper_of(proof)
        return download(paper.content, paper.media_type, f"{proof.kind}-{proof.pk}.{paper.suffix}")


class SwitchForm(forms.ModelForm):
    """A rule by its code. A second person has to agree before it counts."""

    code = forms.ChoiceField(
        label=_("rule"), choices=sorted({(rule.code, f"{rule.code}: {rule.source}") for rule in RULES})
    )

    def clean_starts_on(self) -> Any:
        starts_on = self.cleaned_data["starts_on"]
        if starts_on < timezone.localdate():
            raise ValidationError(_("What was taxed stays as it was: choose today or later."))
        return starts_on


@admin.register(RuleSwitch)
class RuleSwitchAdmin(ReadOnlyAdmin):
    """Rules turned on or off by two people. Without a row a rule is as docs/tax.md says."""

    list_display = ["code", "is_on", "starts_on", "reason", "made_by", "approved_by"]
    list_select_related = ["made_by", "approved_by"]
    form = SwitchForm
    fields = ["code", "is_on", "starts_on", "reason"]
    actions = ["approve"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("taxes.add_ruleswitch")

    def save_model(self, request: HttpRequest, obj: RuleSwitch, form: Any, change: bool) -> None:
        wish = {name: getattr(obj, name) for name in self.fields}
        obj.pk = services.propose_switch(**wish, by=request.user).pk

    @action(description=_("Agree"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_approve)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("taxes.add_ruleswitch")


def _approve(pk: Any, *, by: Any) -> None:
    services.approve_switch(switch_id=pk, by=by)


@admin.register(Withholding)
class WithholdingAdmin(ReadOnlyAdmin):
    """Every closing, with the rules as they were applied."""

    list_display = ["on", "provider_id", "client_id", "status", "gross", "withheld"]
    list_filter = ["year", "status"]
    search_fields = ["key", "provider_id", "client_id"]

    @display(description=_("earned"), ordering="gross_centimes")
    def gross(self, row: Withholding) -> SafeString:
        return amount(row.gross_centimes)

    @display(description=_("withheld"), ordering="withheld_centimes")
    def withheld(self, row: Withholding) -> SafeString:
        return amount(row.withheld_centimes)
