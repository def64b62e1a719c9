"""What people choose: which papers to see, which period to export."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invoicing.models import Kind
from payments.models import Wallet

OF_BRANDS = [
    *(Kind.FEE_BRAND, Kind.PLAN, Kind.SELF_BILL, Kind.AMOUNT_DUE, Kind.CREDIT_NOTE),
    Kind.WITHHOLDING,
]
OF_CREATORS = [
    *(Kind.FEE_CREATOR, Kind.SELF_BILL, Kind.AMOUNT_DUE, Kind.CREDIT_NOTE, Kind.WITHHOLDING),
    Kind.PAYOUT,
]
STATEMENTS = [Kind.MONTHLY, Kind.YEARLY]
FIRST_YEAR = 2026


def years() -> list[tuple[str, str]]:
    """From the first year of papers to this one, the newest first."""
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this, min(FIRST_YEAR, this) - 1, -1)]


class DocumentFilterForm(forms.Form):
    """Nothing chosen shows everything; what cannot be is left out."""

    kind = forms.ChoiceField(label=_("Document"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, wallet: Wallet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = OF_BRANDS if wallet.kind == Wallet.Kind.BRAND else OF_CREATORS
        every = [("", _("All documents"))]
        self.fields["kind"].choices = every + [(kind.value, kind.label) for kind in [*kinds, *STATEMENTS]]
        self.fields["year"].choices = [("", _("All years")), *years()]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _day() -> forms.DateInput:
    """A browser's date field reads ISO, whatever the language of the page."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ExportForm(forms.Form):
    """What the accountant gets. `start` and `end` are days, both within."""

    WHAT = [("documents", _("Journal of documents")), ("movements", _("Journal of movements"))]
    FORMATS = [("xlsx", _("Excel (XLSX)")), ("csv", _("CSV"))]

    what = forms.ChoiceField(label=_("Journal"), choices=WHAT, initial="documents", widget=forms.RadioSelect)
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS, initial="xlsx", widget=forms.RadioSelect)
    start = forms.DateField(label=_("From"), widget=_day())
    end = forms.DateField(label=_("Until"), widget=_day())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and not _fits(start, end):
            raise forms.ValidationError(
                _("Choose a period of at most 24 months, its end not before its beginning.")
            )
        return cleaned


def _fits(start: date, end: date) -> bool:
    months = (end.year - start.year) * 12 + end.month - start.month
    return start <= end and months <= settings.EXPORT_MAX_MONTHS
