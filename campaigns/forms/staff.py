"""What staff fill in before something happens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextareaWidget

from campaigns.models import ClockSetting
from campaigns.selectors.consequences import Consequences, decision_consequences, lowest_bps
from campaigns.selectors.spans import DEFAULTS

CLOCK_NAMES = {
    "draft_idle": _("Draft nobody touches"),
    "approval": _("Approval by the staff"),
    "wrap_up": _("Campaign after its last day"),
    "application_answer": _("Answer to an application"),
    "offer_answer": _("Answer to an offer"),
    "signing": _("Signatures"),
    "funding": _("Funds from the brand"),
    "first_draft": _("First draft after late funds"),
    "review": _("Answer to a draft"),
    "changes": _("Changes by the creator"),
    "publication": _("Publication after approval"),
    "acceptance": _("Acceptance of a publication"),
    "retention": _("Retention of the last part"),
    "overdue": _("Late before the brand may leave"),
    "late": _("Late before it is dropped"),
    "stalled": _("Contract after its last delivery"),
    "dispute": _("Decision of a dispute"),
}


class AskForm(forms.Form):
    """Nothing to fill in, only to confirm; `preview` is shown above the button. `stays` leads back to the row
    and not to the queue.
    """

    preview: Consequences | None = None
    stays = False


class ReasonForm(AskForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=UnfoldAdminTextareaWidget,
        help_text=_("The brand reads this; say what to correct."),
    )


class ReadingForm(AskForm):
    """Why a conversation is read."""

    stays = True
    reason = forms.CharField(
        label=_("Why do you read it?"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget,
        help_text=_("It is kept for good, and both sides are told at once that the staff read."),
    )


class DecisionForm(AskForm):
    """The first valid answer shows the amounts; the same share again confirms them."""

    share = forms.DecimalField(
        label=_("The creator's share of the price, in %"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    decision = forms.CharField(
        label=_("Decision"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget,
        help_text=_("Both sides read this."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, collaboration: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collaboration = collaboration

    def clean_share(self) -> int:
        """In basis points, never under what was already accepted."""
        bps = int(self.cleaned_data["share"] * 100)
        lowest = lowest_bps(self.collaboration)
        if bps < lowest:
            words = _("What was already accepted stays paid: at least %(share)s %%.")
            raise forms.ValidationError(words, code="share_too_low", params={"share": lowest / 100})
        return bps

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "share" in values:
            self.preview = decision_consequences(self.collaboration, values["share"])
            self.ask_again(values)
        return values

    def ask_again(self, values: dict[str, Any]) -> None:
        """Amounts that nobody has seen are not decided."""
        share = str(values["share"])
        if values.get("seen") == share:
            return
        self.data = {**self.data.dict(), "seen": share}
        raise forms.ValidationError(_("Check the amounts, then confirm."), code="preview")


class ClockForm(forms.ModelForm):
    """Only clocks that exist, by their names."""

    clock = forms.ChoiceField(label=_("clock"), choices=[(name, CLOCK_NAMES[name]) for name in DEFAULTS])

    class Meta:
        model = ClockSetting
        fields = ["clock", "amount", "unit", "starts_on"]
