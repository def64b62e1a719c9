from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kit.morocco import group_phone

# Where Moroccans live; the API takes every zone there is.
ZONES = [
    *("Africa/Casablanca", "Africa/El_Aaiun", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam"),
    *("Europe/Madrid", "Europe/Rome", "Europe/Berlin", "Europe/London", "Asia/Dubai", "America/Montreal"),
    *("America/New_York", "UTC"),
]


class LoginForm(forms.Form):
    """Checks nothing but that both fields are there; who it is, is for accounts.services."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={
                "class": "input-lg w-full",
                "autocomplete": "username",
                "inputmode": "email",
                "dir": "ltr",
                "autocapitalize": "none",
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )


class CodeForm(forms.Form):
    """A code from a letter, an app, a phone or a piece of paper; whether it is right is for the services."""

    code = forms.CharField(
        label=_("Code"),
        max_length=64,
        required=False,
        widget=forms.TextInput(
            attrs={
                "class": "input-lg w-full",
                "autocomplete": "one-time-code",
                "dir": "ltr",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class PhoneForm(forms.Form):
    """Where codes by SMS go; whether it will do is for the services."""

    number = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        widget=forms.TextInput(
            attrs={
                "class": "input-lg w-full",
                "type": "tel",
                "autocomplete": "tel",
                "inputmode": "tel",
                "dir": "ltr",
                "data-format": "phone",
                "placeholder": "06 12 34 56 78",
            }
        ),
    )


class OwnPasswordForm(forms.Form):
    """The present password again, before a sensitive step."""

    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={
                "class": "input-lg w-full",
                "autocomplete": "email",
                "inputmode": "email",
                "dir": "ltr",
                "autocapitalize": "none",
            }
        ),
    )


class NewPasswordForm(forms.Form):
    """How strong it must be, is for accounts.services."""

    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=_("12 characters at least. Three words at random are better than a complicated one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )


class PasswordForm(NewPasswordForm):
    """The present password and the next; whether they will do is for accounts.services."""

    field_order = ["current", "password"]
    current = forms.CharField(
        label=_("Present password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )


class AccountForm(forms.Form):
    """What a person says about themselves; what is right is for accounts.services."""

    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        help_text=_("A Moroccan number. Only you see it; it is kept encrypted."),
        widget=forms.TextInput(
            attrs={
                "type": "tel",
                "autocomplete": "tel",
                "inputmode": "tel",
                "dir": "ltr",
                "data-format": "phone",
                "placeholder": "06 12 34 56 78",
            }
        ),
    )
    language = forms.ChoiceField(label=_("Language of the site and of our messages"), choices=User.Language)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User) -> None:
        own = {name: getattr(user, name) for name in ("name", "language", "time_zone", "version")}
        super().__init__(data, initial={**own, "phone": group_phone(user.phone)})
        zones = dict.fromkeys([*ZONES, user.time_zone])
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]
