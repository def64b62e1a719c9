"""Dated rates, which are added and never edited, and the wallets."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from kit.numbers import percent
from payments.admin.base import ReadOnlyAdmin
from payments.models import FeeSchedule, Wallet, WalletHolder
from payments.services import add_fees


class FeeForm(forms.ModelForm):
    def clean_starts_at(self) -> Any:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at < timezone.now():
            raise forms.ValidationError(_("Rates are added for a moment to come, never changed."))
        return starts_at


@admin.register(FeeSchedule)
class FeeScheduleAdmin(ReadOnlyAdmin):
    """Rates in force from a moment on. New ones are added; escrows keep the rates they were opened with."""

    list_display = ["starts_at", "brand", "influencer", "vat", "note", "made_by"]
    list_select_related = ["made_by"]
    form = FeeForm
    fields = ["starts_at", "brand_fee_bps", "influencer_fee_bps", "vat_bps", "note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("payments.add_feeschedule")

    def save_model(self, request: HttpRequest, obj: FeeSchedule, form: Any, change: bool) -> None:
        rates = {name: getattr(obj, name) for name in ("brand_fee_bps", "influencer_fee_bps", "vat_bps")}
        obj.pk = add_fees(starts_at=obj.starts_at, rates=rates, note=obj.note, by=request.user).pk

    @display(description=_("fee on top for the brand"))
    def brand(self, row: FeeSchedule) -> str:
        return percent(row.brand_fee_bps)

    @display(description=_("fee off for the influencer"))
    def influencer(self, row: FeeSchedule) -> str:
        return percent(row.influencer_fee_bps)

    @display(description=_("VAT on each fee"))
    def vat(self, row: FeeSchedule) -> str:
        return percent(row.vat_bps)


class HolderInline(TabularInline):
    """Who looks into the wallet."""

    model = WalletHolder
    fields = ["user", "may_pay"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Wallet)
class WalletAdmin(ReadOnlyAdmin):
    """One party that pays or is paid."""

    list_display = ["name", "kind", "opened_at"]
    list_filter = ["kind"]
    search_fields = ["name", "holders__user__email"]
    inlines = [HolderInline]
