from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.files import FilesForm
from kit.fields import AmountField

PITCH_LENGTH = 600
MESSAGE_LENGTH = 300
CAPTION_LENGTH = 2200


def _words(rows: int, length: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": length, "dir": "auto", "data-count": ""})


class ApplyForm(forms.Form):
    pitch = forms.CharField(
        label=_("Why you?"),
        max_length=PITCH_LENGTH,
        widget=_words(6, PITCH_LENGTH),
        help_text=_("What you would show, and why your public cares. 600 characters at most."),
    )
    price = AmountField(label=_("Your price, gross"), help_text=_("For everything on the list, in dirhams."))


class CounterForm(forms.Form):
    """Another price, with a word about it."""

    price = AmountField(label=_("Your price, gross"))
    message = forms.CharField(
        label=_("A word to the brand"),
        max_length=MESSAGE_LENGTH,
        required=False,
        widget=_words(3, MESSAGE_LENGTH),
    )


class DraftForm(FilesForm):
    """A version of a deliverable: its files or where it can be seen, and the words beside it."""

    url = forms.URLField(
        label=_("Link to your draft"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("A private link that the brand can open: Drive, Dropbox, an unlisted video."),
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://", "autocomplete": "off"}),
    )
    caption = forms.CharField(
        label=_("Caption"),
        max_length=CAPTION_LENGTH,
        required=False,
        widget=_words(5, CAPTION_LENGTH),
        help_text=_("The text you will publish with it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("url") or cleaned.get("attached") or self.errors):
            self.add_error("url", _("Give a link, or attach at least one file."))
        return cleaned


class ProofForm(forms.Form):
    """Where a deliverable went public."""

    url = forms.URLField(
        label=_("Public address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://", "autocomplete": "off"}),
    )
