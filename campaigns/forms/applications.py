"""What a brand types when it answers an application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.fields import AmountField

NOTE_LENGTH = 300


def _words(length: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3, "maxlength": length, "dir": "auto", "data-count": ""})


class OfferForm(forms.Form):
    price = AmountField(
        label=_("Your price, gross"),
        help_text=_("What the creator is paid before fees, for the whole brief."),
    )
    message = forms.CharField(
        label=_("A word to the creator"), max_length=NOTE_LENGTH, required=False, widget=_words(NOTE_LENGTH)
    )


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("A kind word, if you like"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=_words(NOTE_LENGTH),
        help_text=_("The creator reads it with your answer."),
    )


class AcceptForm(forms.Form):
    """`price` is the amount the page announced, in centimes: another one now is not accepted unseen."""

    price = forms.IntegerField(widget=forms.HiddenInput)
