"""Exchange rates, which are added and never edited, and the conversions made at them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from kit.money import plain
from payments.admin.base import ReadOnlyAdmin
from payments.models import CurrencyExchange, ExchangeRate
from payments.services import add_rate


class RateForm(forms.ModelForm):
    """What staff may enter. The service refuses the same."""

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError(_("A rate is known on its day, not before."))
        return self.cleaned_data["on"]

    def clean_note(self) -> str:
        if not self.cleaned_data["note"].strip():
            raise ValidationError(_("Say where this rate comes from."))
        return self.cleaned_data["note"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ReadOnlyAdmin):
    """What each source said. A rate of our own settles a day on which they fail or contradict each other."""

    list_display = ["on", "currency", "dirhams", "source", "fetched_at", "made_by", "note"]
    list_filter = ["currency", "source"]
    list_select_related = ["made_by"]
    date_hierarchy = "on"
    form = RateForm
    fields = ["currency", "on", "dirhams", "note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("payments.add_feeschedule")

    def save_model(self, request: HttpRequest, obj: ExchangeRate, form: Any, change: bool) -> None:
        entered = {name: getattr(obj, name) for name in self.fields}
        obj.pk = add_rate(**entered, by=request.user).pk


@admin.register(CurrencyExchange)
class CurrencyExchangeAdmin(ReadOnlyAdmin):
    """Two transactions and the rate that joins them."""

    list_display = ["made_at", "given", "received", "rate", "sold", "bought"]
    list_select_related = ["rate", "sold", "bought"]

    @display(description=_("amount given away"))
    def given(self, row: CurrencyExchange) -> str:
        return plain(row.sold_centimes, currency=row.sold.currency)

    @display(description=_("amount received"))
    def received(self, row: CurrencyExchange) -> str:
        return plain(row.bought_centimes, currency=row.bought.currency)
