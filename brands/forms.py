from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.models import Brand, BrandMember
from kit.fields import AmountField


class AboutForm(forms.ModelForm):
    """What creators read."""

    class Meta:
        model = Brand
        fields = ["name", "sector", "city", "site", "about"]
        labels = {"name": _("Name of the brand"), "sector": _("Sector"), "about": _("Presentation")}
        help_texts = {"about": _("What you make, for whom, and what you look for in a creator.")}
        widgets = {
            "name": forms.TextInput({"dir": "auto"}),
            "site": forms.URLInput({"dir": "ltr", "inputmode": "url"}),
            "about": forms.Textarea({"dir": "auto", "rows": 5, "data-count": ""}),
        }

    site = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"dir": "ltr", "inputmode": "url"}),
    )


class CompanyForm(forms.Form):
    """What invoices need; only members see it. The service checks the ICE and says what is wrong."""

    legal_name = forms.CharField(
        label=_("Registered name"),
        max_length=160,
        required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "organization"}),
    )
    ice = forms.CharField(
        label=_("ICE"),
        max_length=30,
        required=False,
        help_text=_("15 digits, on the company's certificate and on its invoices."),
        widget=forms.TextInput({"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, instance: Brand) -> None:
        super().__init__(data, initial={"legal_name": instance.legal_name, "ice": instance.ice})


class InviteForm(forms.Form):
    """A mailbox, and what the person who reads it may do."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"dir": "ltr", "inputmode": "email", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in BrandMember.Role if role != BrandMember.Role.OWNER],
        initial=BrandMember.Role.MANAGER,
    )


class LimitForm(forms.Form):
    """Above this amount a second person approves; empty means never."""

    above = AmountField(
        label=_("Amount, fees included"),
        required=False,
        help_text=_("Empty: one person pays any amount."),
    )
