"""What creators type about their money. Forms check shape and say early what the services insist on."""

import re
from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from payments.errors import NotInThisCountry
from taxes.models import TaxProfile, TaxProof
from taxes.selectors.parties import opened

Status = TaxProfile.Status
PROVIDER_STATUSES = [one for one in Status if one != Status.UNKNOWN]
CLIENT_STATUSES = [Status.COMPANY, Status.INDIVIDUAL, Status.AUTO_ENTREPRENEUR, Status.CPU, Status.FOREIGN]
COUNTRY = re.compile("[A-Z]{2}")
TOLD = [
    *("status", "starts_on", "country", "legal_name", "address", "city", "ice", "tp_number", "rc"),
    *("is_vat_liable", "regular_until", "turnover"),
]
CLIENT_ONLY = ["turnover"]
PROVIDER_ONLY = ["regular_until", "cnss"]


class CountryForm(forms.Form):
    """Where somebody lives and has a bank account. Morocco is there to be chosen: the answer says so."""

    country = forms.ChoiceField(label=_("Country where you live and have a bank account"))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Locale(language).territories
        served = sorted(settings.STRIPE_CONNECT_COUNTRIES, key=lambda code: names.get(code, code))
        choices = [(code, names.get(code, code)) for code in ["MA", *served]]
        self.fields["country"].choices = choices

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"]
        if country not in settings.STRIPE_CONNECT_COUNTRIES:
            raise forms.ValidationError(str(NotInThisCountry.detail), code=NotInThisCountry.code)
        return country


def _digits(label: Any, help_text: Any = "", length: int = 30) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )


def _words(label: Any, length: int, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=length, required=False, help_text=help_text, widget=widget)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"})
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class TaxForm(forms.Form):
    """How a party is taxed and who it is on papers. The service checks the numbers and says what is wrong."""

    status = forms.ChoiceField(label=_("Tax status"))
    starts_on = _day(_("Since"), _("What was paid before this day stays as it was taxed."))
    country = forms.ChoiceField(label=_("Country"))
    legal_name = _words(_("Name on papers"), 160, "name", _("As on your tax card or company register."))
    address = _words(_("Address"), 200, "street-address")
    city = _words(_("City"), 80, "address-level2")
    ice = _digits("ICE", _("15 digits."))
    if_number = _digits(_("Identifiant fiscal (IF)"), _("Kept encrypted."))
    tp_number = _digits(_("Taxe professionnelle"), length=20)
    rc = _words("RC", 40, "off", _("Number and court of the register, for companies."))
    cnss = _digits("CNSS", _("Kept encrypted."))
    is_vat_liable = forms.BooleanField(
        label=_("I charge VAT"), required=False, help_text=_("Your prices then include it.")
    )
    regular_until = _day(
        _("Tax-regularity certificate valid until"),
        _("With it, three quarters of the VAT are withheld instead of all."),
    )
    turnover = forms.ChoiceField(label=_("Yearly turnover without VAT"), required=False)

    def __init__(self, data: Any = None, *, row: TaxProfile | None, is_client: bool) -> None:
        super().__init__(data, initial=_told(row, is_client=is_client))
        self._row = row
        own = CLIENT_STATUSES if is_client else PROVIDER_STATUSES
        self._choices("status", [(one.value, one.label) for one in own])
        self._choices("country", countries())
        self._choices("turnover", TaxProfile.Turnover.choices)
        for name in PROVIDER_ONLY if is_client else CLIENT_ONLY:
            del self.fields[name]

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_starts_on(self) -> Any:
        day: date | None = self.cleaned_data["starts_on"]
        if day and self._row and day < self._row.starts_on:
            raise forms.ValidationError(_("Another declaration counts since a later day already."))
        return day

    def fields_told(self) -> dict[str, Any]:
        """What the service wants: the day only when it is another one."""
        told = dict(self.cleaned_data)
        if told["starts_on"] is None or (self._row and told["starts_on"] == self._row.starts_on):
            del told["starts_on"]
        if not told.get("turnover", "kept"):
            del told["turnover"]
        return told


class ProofForm(forms.Form):
    """A paper and what it proves."""

    kind = forms.ChoiceField(label=_("What it is"), choices=TaxProof.Kind.choices)
    upload = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("PDF, JPEG, PNG or WebP, at most 5 MB. Kept encrypted, seen by those who check it."),
    )


def _told(row: TaxProfile | None, *, is_client: bool) -> dict[str, Any]:
    if row is None:
        return {"status": Status.COMPANY if is_client else Status.AUTO_ENTREPRENEUR, "country": "MA"}
    told = {name: getattr(row, name) for name in TOLD}
    return {**told, "if_number": opened(row.if_sealed), "cnss": opened(row.cnss_sealed)}


def countries() -> list[tuple[str, str]]:
    """Two letters and the name in the language of the page, Morocco first."""
    names = Locale.parse(get_language() or "fr").territories
    rows = [(code, name) for code, name in names.items() if COUNTRY.fullmatch(code) and code != "ZZ"]
    return sorted(rows, key=lambda row: (row[0] != "MA", row[1]))
