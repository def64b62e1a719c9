"""The four steps of a brief. Each reads a campaign, shapes what was typed, and names its columns."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.forms.requirements import RequirementRows
from campaigns.models import Campaign, PaySchedule
from campaigns.selectors.calendar import today
from kit.fields import AmountField
from kit.morocco import City
from kit.numbers import NBSP
from kit.vocabulary import Channel, Niche, Speech

RULE_LENGTH, N_RULES = 200, 10
MONTHS = [0, 1, 3, 6, 12, 24]
REVISIONS = [0, 1, 2, 3]
DELIVERABLES = 2  # the step with them


class CountField(forms.IntegerField):
    """A whole number as people write it: "10 000", Arabic-Indic digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text = "".join(str(value or "").replace(NBSP, "").replace("\u202f", "").split())
        return super().to_python(text)


class LinesField(forms.CharField):
    """Rules, one a line."""

    default_error_messages = {
        "long": _("Keep each line under 200 characters."),
        "many": _("Ten lines at most."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return [line for line in lines if line]

    def validate(self, value: list[str]) -> None:
        if len(value) > N_RULES:
            raise ValidationError(self.error_messages["many"], code="many")
        if any(len(line) > RULE_LENGTH for line in value):
            raise ValidationError(self.error_messages["long"], code="long")


class DayField(forms.DateField):
    """The browser's own calendar; days are Moroccan days."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class StepForm(forms.Form):
    """One step. The names of its fields are the campaign's columns."""

    @classmethod
    def of(cls, campaign: Campaign, data: Any = None) -> "StepForm":
        return cls(data, initial={name: getattr(campaign, name) for name in cls.base_fields})

    def valid_fields(self) -> dict[str, Any]:
        """What can be kept now: the fields without an error. Call is_valid() before."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}

    def freeze(self, names: Iterable[str]) -> None:
        """Show these fields without letting them change."""
        for name in set(names) & set(self.fields):
            self.fields[name].disabled = True


def _text(rows: int, length: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": length, "dir": "auto", "data-count": ""})


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


class GoalForm(StepForm):
    title = forms.CharField(
        label=_("Title of the campaign"),
        max_length=120,
        widget=_line(),
        help_text=_("What creators read first: the product and the occasion."),
    )
    objective = forms.CharField(
        label=_("Goal, in one sentence"),
        max_length=200,
        required=False,
        widget=_line(),
        help_text=_("For example: 200 orders in the first week."),
    )
    description = forms.CharField(
        label=_("Product and message"),
        max_length=4000,
        widget=_text(9, 4000),
        help_text=_("What it is, for whom, what should be understood, what is sent to the creator."),
    )


class RightsForm(StepForm):
    do = LinesField(label=_("To do"), help_text=_("One point a line."))
    dont = LinesField(label=_("To avoid"), help_text=_("One point a line."))
    usage_channels = forms.MultipleChoiceField(
        label=_("Uses"), choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    usage_paid_ads = forms.BooleanField(label=_("Paid advertising"), required=False)
    usage_months = forms.TypedChoiceField(
        label=_("For how long"),
        choices=[(n, n) for n in MONTHS],
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # any value will do, says Django; the stubs want a str
        required=False,
    )
    revisions = forms.TypedChoiceField(
        label=_("Rounds of changes included in the price"),
        choices=[(n, n) for n in REVISIONS],
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("usage_months", MONTHS), ("revisions", REVISIONS)):
            known = self.initial.get(name)
            shown = sorted({*offered, known}) if isinstance(known, int) else offered
            self.fields[name].choices = [(n, n) for n in shown]

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or {}
        uses = found.get("usage_channels") or found.get("usage_paid_ads")
        if uses and "usage_months" in found and not found["usage_months"]:
            self.add_error("usage_months", _("Say for how long you use the content."))
        return found


class ProfileForm(StepForm):
    niches = forms.MultipleChoiceField(
        label=_("Subjects"), choices=Niche.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the content"),
        choices=Speech.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Creators choose among them; none means every language."),
    )
    cities = forms.MultipleChoiceField(
        label=_("Cities"),
        choices=City.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means all of Morocco."),
    )
    min_followers = CountField(
        label=_("Followers at least"),
        min_value=0,
        max_value=100_000_000,
        required=False,
        help_text=_("Declared by the creators; who has fewer cannot apply."),
    )
    application_deadline = DayField(label=_("Applications until"))
    starts_on = DayField(label=_("Work from"))
    ends_on = DayField(label=_("Work until"))

    def clean_min_followers(self) -> int:
        return self.cleaned_data["min_followers"] or 0

    def clean_application_deadline(self) -> Any:
        day = self.cleaned_data["application_deadline"]
        if day < today() and not self.fields["application_deadline"].disabled:
            raise ValidationError(_("This day has passed."))
        return day

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or {}
        until, first, last = (found.get(name) for name in ["application_deadline", "starts_on", "ends_on"])
        if until and first and first < until:
            self.add_error("starts_on", _("Work begins after the last day to apply."))
        if first and last and last <= first:
            self.add_error("ends_on", _("The last day of work comes after the first."))
        return found


class BudgetForm(StepForm):
    budget_centimes = AmountField(
        label=_("Budget for the creators, gross"),
        help_text=_("What all the creators of this campaign earn together, before fees."),
    )
    places = CountField(
        label=_("Number of creators"), min_value=1, max_value=500, help_text=_("One contract each.")
    )
    pay_schedule = forms.ChoiceField(
        label=_("How each price is paid out"),
        choices=PaySchedule.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Creators see it before they apply, and it is written into the contract."),
    )

    def clean_pay_schedule(self) -> str:
        """Left out, it stays as it is."""
        return self.cleaned_data["pay_schedule"] or self.initial.get("pay_schedule") or PaySchedule.WHOLE


STEPS: dict[int, type[StepForm]] = {1: GoalForm, 2: RightsForm, 3: ProfileForm, 4: BudgetForm}
# Words may change as long as the brief is public; the rest only until the first application.
WORDS = {"title", "objective", "description", "do", "dont"}


class Sheet:
    """One step of one campaign, as it is on file or as somebody has just typed it."""

    def __init__(self, step: int, campaign: Campaign, data: Any = None, *, is_frozen: bool = False) -> None:
        self.step, self.campaign, self.is_frozen = step, campaign, is_frozen
        self.form = STEPS[step].of(campaign, data)
        self.rows: RequirementRows | None = None
        if step == DELIVERABLES:
            asked = [] if data is not None and not is_frozen else _on_file(campaign)
            self.rows = RequirementRows(None if is_frozen else data, asked)
        if is_frozen:
            self.form.freeze(set(self.form.fields) - WORDS)

    def is_valid(self) -> bool:
        rows_ok = self.rows is None or self.is_frozen or self.rows.is_valid()
        return self.form.is_valid() and rows_ok

    def fields(self) -> dict[str, Any]:
        """For campaigns.services.update_campaign: what is valid, and nothing else."""
        self.is_valid()
        found = self.form.valid_fields()
        if self.is_frozen:
            return {name: value for name, value in found.items() if name in WORDS}
        if self.rows is not None and self.rows.is_valid():
            found["requirements"] = self.rows.asked()
            found["platforms"] = sorted({row["platform"] for row in found["requirements"]})
        return found


def _on_file(campaign: Campaign) -> list[dict[str, Any]]:
    return [dict(row) for row in campaign.requirements.values("platform", "format", "quantity", "notes")]


def stamp(step: int, campaign: Campaign) -> str:
    """A fingerprint of what is on file for a step: two people on one step notice each other by it."""
    values: dict[str, Any] = {name: getattr(campaign, name) for name in STEPS[step].base_fields}
    if step == DELIVERABLES:
        values["requirements"] = _on_file(campaign)
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
