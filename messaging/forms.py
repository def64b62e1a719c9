"""What is typed on the pages of conversations, and what staff fill in."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.ids import is_uuid
from messaging.models import Report
from messaging.models.messages import LONGEST, MOST_FILES


class MessageForm(forms.Form):
    """What is said. `client_id` is made with the page: sent twice, it is one message."""

    body = forms.CharField(required=False, max_length=LONGEST, strip=False)
    client_id = forms.UUIDField()
    attached = forms.TypedMultipleChoiceField(required=False, coerce=UUID)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        # Whose they are is looked at when they are put on the message; here they only have to be ids.
        given = data.getlist("attached")[:MOST_FILES] if data else []
        self.fields["attached"].choices = [(one, one) for one in given if is_uuid(one)]


class WordsForm(forms.Form):
    body = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "maxlength": LONGEST}),
    )


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "maxlength": 1000}),
        help_text=_("Our team reads your words and, for this report, the conversation."),
    )


class ReasonForm(forms.Form):
    """Why a conversation is read: kept for good, and both sides are told that it was."""

    reason = forms.CharField(label=_("Why do you read it?"), max_length=300)


class OutcomeForm(forms.Form):
    """What was done about a report."""

    outcome: Any = forms.CharField(label=_("What was done?"), max_length=1000, widget=forms.Textarea)
