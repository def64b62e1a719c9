"""What creators type about their money. Forms check shape and say early what the services insist on."""

from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kit.fields import AmountField
from kit.money import plain
from payments.errors import BelowMinimum, InsufficientFunds, NotInThisCountry, WrongRib
from payments.services import check_rib


class RibForm(forms.Form):
    holder_name = forms.CharField(
        label=_("Account holder"),
        max_length=120,
        help_text=_("As your bank writes it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    rib = forms.CharField(
        label=_("RIB"),
        max_length=60,
        help_text=_("24 digits: bank 3, city 3, account 16, key 2."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_rib(self) -> str:
        try:
            return check_rib(self.cleaned_data["rib"])
        except WrongRib as wrong:
            raise forms.ValidationError(str(wrong.detail), code=wrong.code) from wrong


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


class PayoutForm(forms.Form):
    """`minimum` and `available` are centimes; what was typed stays in the field when it does not fit."""

    amount = AmountField(label=_("Amount"))

    def __init__(self, *args: Any, minimum: int, available: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._minimum, self._available = minimum, available

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount < self._minimum:
            words = _("The smallest transfer is %(amount)s.")
            raise forms.ValidationError(
                words, code=BelowMinimum.code, params={"amount": plain(self._minimum)}
            )
        if amount > self._available:
            words = _("Only %(amount)s is available.")
            raise forms.ValidationError(
                words, code=InsufficientFunds.code, params={"amount": plain(self._available)}
            )
        return amount
