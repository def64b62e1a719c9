"""What creators type about their money. Forms check shape and say early what the services insist on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import AmountField
from kit.money import plain
from payments.errors import BelowMinimum, InsufficientFunds, WrongRib
from payments.models import PayoutMethod, PayoutSchedule
from payments.selectors import is_usable
from payments.services import Wish, check_rib

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
MONTH_DAYS = [(day, str(day)) for day in range(1, 29)]


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


class PayPalForm(forms.Form):
    """`currencies` are those in which PayPal pays here."""

    address = forms.CharField(
        label=_("E-mail address of your PayPal account"),
        max_length=160,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *args: Any, currencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(one, one) for one in currencies]


class PayoutForm(forms.Form):
    """`minimum` and `available` are centimes; what was typed stays in the field when it does not fit.

    `methods` are all that are kept: those that can be used now are offered, the default first.
    """

    amount = AmountField(label=_("Amount"))
    method = forms.ChoiceField(label=_("Account"), required=False)

    def __init__(
        self, *args: Any, minimum: int, available: int, methods: list[PayoutMethod], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._minimum, self._available = minimum, available
        self._methods = {str(one.pk): one for one in methods if is_usable(one)}
        self.fields["method"].choices = [(pk, str(one)) for pk, one in self._methods.items()]

    @property
    def has_choice(self) -> bool:
        return len(self._methods) > 1

    @property
    def chosen(self) -> PayoutMethod | None:
        """The account that was named, or the first that can be used."""
        named = self._methods.get(self.data.get("method", "")) if self.is_bound else None
        return named or next(iter(self._methods.values()), None)

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


class ScheduleForm(forms.Form):
    """How often money leaves by itself. Details that do not belong to the choice are not looked at."""

    every = forms.ChoiceField(label=_("How often"), choices=PayoutSchedule.Every.choices)
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int, required=False)
    month_day = forms.TypedChoiceField(
        label=_("Day of the month"), choices=MONTH_DAYS, coerce=int, required=False
    )
    at_least = AmountField(label=_("Only from this amount on"), required=False)

    def wish(self) -> Wish:
        """What was chosen, for the service."""
        values = self.cleaned_data
        return Wish(
            every=values["every"],
            weekday=values["weekday"] or 0,
            month_day=values["month_day"] or 1,
            at_least_centimes=values["at_least"] or 0,
        )
