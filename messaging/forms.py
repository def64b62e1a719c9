"""What staff fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why a conversation is read: kept for good, and both sides are told that it was."""

    reason = forms.CharField(label=_("Why do you read it?"), max_length=300)


class OutcomeForm(forms.Form):
    """What was done about a report."""

    outcome: Any = forms.CharField(label=_("What was done?"), max_length=1000, widget=forms.Textarea)
