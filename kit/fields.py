"""Form fields that read what people type here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.money import figure, parse_amount


class AmountField(forms.CharField):
    """An amount as people write it ("1 500,50", "1.500,50", Arabic digits); cleans to centimes."""

    default_error_messages = {
        "amount": _("Write an amount such as 1500 or 1 500,50."),
        "positive": _("The amount must be more than zero."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # The length bounds what is typed; CharField's own validator would measure the centimes.
        self.widget.attrs.update(
            {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off", "maxlength": "20"}
        )

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        centimes = parse_amount(str(text))
        if centimes is None:
            raise forms.ValidationError(self.error_messages["amount"], code="amount")
        if centimes <= 0:
            raise forms.ValidationError(self.error_messages["positive"], code="positive")
        return centimes

    def prepare_value(self, value: Any) -> Any:
        """Centimes come back as people write them; what was typed stays as it was."""
        return figure(value, short=True) if isinstance(value, int) else value
