"""Fields about a person that many forms ask for, with what browsers and phones want to know of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGE = {"class": "input-lg w-full"}
PASSWORD = _("Password")
Words = Any  # text, or text that is translated when it is shown


def name_field(**attrs: str) -> forms.CharField:
    """How somebody is called."""
    widget = forms.TextInput({**attrs, "autocomplete": "name", "dir": "auto"})
    return forms.CharField(label=_("First and last name"), max_length=120, widget=widget)


def email_field(kind: type[forms.CharField] = forms.EmailField, autocomplete: str = "email") -> Any:
    """An address. A login takes a plain CharField: whether it can be an address is not said there."""
    how = {"autocomplete": autocomplete, "inputmode": "email", "dir": "ltr", "autocapitalize": "none"}
    return kind(label=_("E-mail address"), max_length=254, widget=forms.EmailInput({**LARGE, **how}))


def password_field(label: Words = PASSWORD) -> forms.CharField:
    """The present one."""
    widget = forms.PasswordInput({"autocomplete": "current-password", "dir": "ltr"})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget)


def new_password_field(label: Words = PASSWORD) -> forms.CharField:
    """One that is chosen now. How strong it must be, is for accounts.services."""
    advice = _("12 characters at least. Three words at random are better than a complicated one.")
    widget = forms.PasswordInput({"autocomplete": "new-password", "dir": "ltr"})
    return forms.CharField(label=label, max_length=128, strip=False, help_text=advice, widget=widget)


def code_field(*, required: bool = True) -> forms.CharField:
    """A code from a letter, an app, a phone or a piece of paper."""
    how = {"autocomplete": "one-time-code", "dir": "ltr", "autocapitalize": "characters"}
    widget = forms.TextInput({**LARGE, **how, "spellcheck": "false"})
    return forms.CharField(label=_("Code"), max_length=64, required=required, widget=widget)


def phone_field(
    label: Words, *, required: bool = True, note: Words = "", attrs: dict[str, str] | None = None
) -> forms.CharField:
    """A Moroccan number, as people write it; a script echoes how it is dialled."""
    how = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
    widget = forms.TextInput(
        {**(attrs or {}), **how, "data-format": "phone", "placeholder": "06 12 34 56 78"}
    )
    return forms.CharField(label=label, max_length=30, required=required, help_text=note, widget=widget)


def consent_field(label: Words, *, required: bool = True) -> forms.BooleanField:
    """One box for one consent, never ticked beforehand."""
    box = forms.CheckboxInput({"class": "checkbox-primary checkbox-sm"})
    return forms.BooleanField(label=label, required=required, widget=box)


def terms_field() -> forms.BooleanField:
    return consent_field(_("I accept the terms of use."))


def privacy_field() -> forms.BooleanField:
    return consent_field(_("I have read how my personal data are used (law 09-08)."))
