from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kit.morocco import group_phone
from kit.personal_fields import (
    LARGE,
    code_field,
    email_field,
    name_field,
    new_password_field,
    password_field,
    phone_field,
)

# Where Moroccans live; the API takes every zone there is.
ZONES = [
    *("Africa/Casablanca", "Africa/El_Aaiun", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam"),
    *("Europe/Madrid", "Europe/Rome", "Europe/Berlin", "Europe/London", "Asia/Dubai", "America/Montreal"),
    *("America/New_York", "UTC"),
]


class LoginForm(forms.Form):
    """Checks nothing but that both fields are there; who it is, is for accounts.services."""

    email = email_field(forms.CharField, "username")
    password = password_field()


class CodeForm(forms.Form):
    """A code; whether it is right, or even there, is for the services."""

    code = code_field(required=False)


class PhoneForm(forms.Form):
    """Where codes by SMS go; whether it will do is for the services."""

    number = phone_field(_("Mobile number"), attrs=LARGE)


class OwnPasswordForm(forms.Form):
    """The present password again, before a sensitive step."""

    password = password_field()


class ForgottenForm(forms.Form):
    email = email_field()


class NewPasswordForm(forms.Form):
    """How strong it must be, is for accounts.services."""

    password = new_password_field(_("New password"))


class PasswordForm(NewPasswordForm):
    """The present password and the next; whether they will do is for accounts.services."""

    field_order = ["current", "password"]
    current = password_field(_("Present password"))


class AccountForm(forms.Form):
    """What a person says about themselves; what is right is for accounts.services."""

    name = name_field()
    phone = phone_field(
        _("Telephone"), required=False, note=_("A Moroccan number. Only you see it; it is kept encrypted.")
    )
    language = forms.ChoiceField(label=_("Language of the site and of our messages"), choices=User.Language)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User) -> None:
        own = {name: getattr(user, name) for name in ("name", "language", "time_zone", "version")}
        super().__init__(data, initial={**own, "phone": group_phone(user.phone)})
        zones = dict.fromkeys([*ZONES, user.time_zone])
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]
