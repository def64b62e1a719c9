from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.models import PrivacyRequest

BOX = {"class": "checkbox-primary checkbox-sm"}


class AgreeForm(forms.Form):
    """The texts of an account in their present version; both or nothing."""

    terms = forms.BooleanField(label=_("I accept the terms of use."), widget=forms.CheckboxInput(BOX))
    privacy = forms.BooleanField(
        label=_("I have read how my personal data are used (law 09-08)."), widget=forms.CheckboxInput(BOX)
    )


class AskForm(forms.Form):
    """What somebody asks about their data."""

    kind = forms.ChoiceField(
        label=_("What do you want?"), choices=PrivacyRequest.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("What is wrong and what it should be, or which use you object to."),
    )


class AnswerForm(forms.Form):
    """Staff's answer, which leaves as a letter."""

    answer = forms.CharField(label=_("answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))
