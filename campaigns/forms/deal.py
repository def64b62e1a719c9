"""What people type in a contract: a name, a reason, an answer to a draft, a tick before paying."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.files import FilesForm
from payments.selectors import Way

REASON_LENGTH = 300
DISPUTE_LENGTH = 2000
COMMENT_LENGTH = 2000


def _words(rows: int, length: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": length, "dir": "auto", "data-count": ""})


class SignForm(forms.Form):
    """A simple electronic signature: the name typed, the will ticked, the hash of the text that was shown."""

    name = forms.CharField(
        label=_("Your full name"),
        min_length=3,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
        help_text=_("Typed here, it is your signature (law 43-20), kept with the time and your address."),
    )
    agree = forms.BooleanField(label=_("I have read the contract and I agree to it."))
    terms_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class CancelForm(forms.Form):
    """`shown` is the creator's part that the page announced, in centimes."""

    reason = forms.CharField(
        label=_("Why are you cancelling?"),
        max_length=REASON_LENGTH,
        widget=_words(3, REASON_LENGTH),
        help_text=_("The other side reads it."),
    )
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DisputeForm(FilesForm):
    reason = forms.CharField(
        label=_("What happened?"),
        max_length=DISPUTE_LENGTH,
        widget=_words(6, DISPUTE_LENGTH),
        help_text=_("Facts, dates and links. Our team and the other side read it."),
    )


class ApproveForm(forms.Form):
    comment = forms.CharField(
        label=_("A word to the creator"),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=_words(2, COMMENT_LENGTH),
    )


class ChangesForm(forms.Form):
    comment = forms.CharField(
        label=_("What should change?"),
        max_length=COMMENT_LENGTH,
        widget=_words(4, COMMENT_LENGTH),
        help_text=_("One point a line; with the second in the video when it helps."),
        error_messages={"required": _("Say what should change.")},
    )


def rates_shown(ways: list[Way]) -> str:
    """Which rates stand on the page: rates are never changed, so their ids say all."""
    return ",".join(sorted({str(way.rate.pk) for way in ways if way.rate is not None}))


class PayForm(forms.Form):
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    gateway = forms.ChoiceField(label=_("Way of paying"), widget=forms.RadioSelect)
    agree = forms.BooleanField(
        label=_("I order this payment. The money stays protected until the work is accepted.")
    )

    def __init__(self, *args: Any, ways: list[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ways = ways
        self.fields["gateway"].choices = [(way.value, f"{way.label}, {way.currency}") for way in ways]
        self.initial["shown"] = rates_shown(ways)
        self.initial.setdefault("gateway", ways[0].value if ways else None)

    def clean_shown(self) -> str:
        """The rates the person was shown. Where they are others by now, the new amounts are shown first."""
        return rates_shown(self._ways)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        way = next((one for one in self._ways if one.value == cleaned.get("gateway")), None)
        if way is not None and way.is_foreign and self.data.get("shown") != cleaned["shown"]:
            self.add_error("gateway", _("The rate has changed meanwhile. Look at the amount again."))
        return cleaned

    def groups(self) -> list[tuple[Way, list[tuple[Any, Way]]]]:
        """Each gateway with its radio buttons, one for each currency it takes."""
        radios = zip(self["gateway"].subwidgets, self._ways, strict=True)
        found: dict[str, list[tuple[Any, Way]]] = {}
        for radio, way in radios:
            found.setdefault(way.gateway, []).append((radio, way))
        return [(rows[0][1], rows) for rows in found.values()]

    def chosen(self) -> dict[str, str]:
        """Gateway and currency, for the service."""
        gateway, _sign, currency = self.cleaned_data["gateway"].partition(":")
        return {"gateway": gateway, "currency": currency}
