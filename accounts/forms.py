from django import forms
from django.utils.translation import gettext_lazy as _


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
