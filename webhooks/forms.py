"""What people type about an endpoint."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from webhooks.models import Endpoint
from webhooks.models.endpoints import EVERYTHING
from webhooks.selectors import BY_NAME


class EndpointForm(forms.Form):
    """The service says what is wrong with an address or an event."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("Where we send each event, by https."),
        widget=forms.URLInput(
            {"dir": "ltr", "inputmode": "url", "placeholder": "https://example.ma/webhooks"}
        ),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=200,
        required=False,
        help_text=_("For your own team, such as “stock program”."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    types = forms.MultipleChoiceField(
        label=_("Events"), choices=[(name, name) for name in (EVERYTHING, *BY_NAME)], required=False
    )

    @classmethod
    def of(cls, endpoint: Endpoint | None, data: Any = None) -> "EndpointForm":
        if endpoint is None:
            return cls(data, initial={"types": [EVERYTHING]})
        said = {name: getattr(endpoint, name) for name in ("url", "description", "types", "version")}
        return ChangeForm(data, initial=said)

    @property
    def chosen(self) -> set[str]:
        """Names that are ticked."""
        return set(self["types"].value() or [])


class ChangeForm(EndpointForm):
    """Of the endpoint as it was when the page was drawn: who saves second is told."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
