"""The editor's forms: one per section, each saved by itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from influencers.models import Influencer, Package, SocialAccount
from kit.fields import AmountField
from kit.morocco import City, digits_of
from kit.vocabulary import Channel, Format, Niche, Platform, Speech

MAX_NICHES = 5
MAX_FOLLOWERS = 2_000_000_000


class AboutForm(forms.Form):
    """Who the creator is. The region follows from the city."""

    name = forms.CharField(label=_("Displayed name"), max_length=120, widget=forms.TextInput({"dir": "auto"}))
    handle = forms.CharField(
        label=_("Handle"),
        max_length=31,
        help_text=_("The address of the public page: letters a-z, digits, hyphens, underscores."),
        widget=forms.TextInput({"dir": "ltr", "autocapitalize": "none", "autocomplete": "off"}),
    )
    city = forms.ChoiceField(
        label=_("City"), choices=[("", _("Choose a city")), *City.choices], required=False
    )
    bio = forms.CharField(
        label=_("Presentation"),
        max_length=1000,
        required=False,
        help_text=_("What you make, for whom, in your own words."),
        widget=forms.Textarea({"dir": "auto", "rows": 5, "data-count": ""}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of your content"),
        choices=Speech.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def values_of(cls, influencer: Influencer) -> dict[str, Any]:
        return {name: getattr(influencer, name) for name in cls.base_fields}

    def fields_to_save(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NichesForm(forms.Form):
    """Up to five niches, the first of which leads."""

    niches = forms.MultipleChoiceField(
        label=_("Niches"),
        choices=Niche.choices,
        required=False,
        help_text=_("Five at most."),
        widget=forms.CheckboxSelectMultiple,
    )
    main_niche = forms.ChoiceField(
        label=_("Main niche"), choices=[("", _("The first one ticked")), *Niche.choices], required=False
    )

    def clean_niches(self) -> list[str]:
        niches = self.cleaned_data["niches"]
        if len(niches) > MAX_NICHES:
            raise forms.ValidationError(_("Choose five niches at most."))
        return niches

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        main = values.get("main_niche")
        if main and main not in values.get("niches", [main]):
            self.add_error("main_niche", _("Tick this niche as well."))
        return values

    @classmethod
    def values_of(cls, influencer: Influencer) -> dict[str, Any]:
        return {"niches": influencer.niches, "main_niche": influencer.main_niche}

    def fields_to_save(self) -> dict[str, Any]:
        main, niches = self.cleaned_data["main_niche"], self.cleaned_data["niches"]
        return {"niches": [main, *(one for one in niches if one != main)] if main else niches}


class AccountForm(forms.Form):
    """One platform; an empty handle means no account there."""

    handle = forms.CharField(
        label=_("Name of the account"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"dir": "ltr", "autocapitalize": "none", "autocomplete": "off"}),
    )
    n_followers_declared = forms.CharField(
        label=pgettext_lazy("label of a number", "Followers"),
        max_length=16,
        required=False,
        widget=forms.TextInput({"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )
    url = forms.URLField(
        label=_("Link"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"dir": "ltr", "inputmode": "url"}),
    )

    def clean_n_followers_declared(self) -> int:
        typed = self.cleaned_data["n_followers_declared"]
        digits = digits_of(typed)
        if (typed and not digits) or int(digits or 0) > MAX_FOLLOWERS:
            raise forms.ValidationError(_("Give a whole number, such as 48000."))
        return int(digits or 0)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("n_followers_declared") and not values.get("handle"):
            self.add_error("handle", _("Give the name of the account."))
        return values


class AccountForms:
    """One AccountForm per platform, without any script; behaves like a form as far as the view needs."""

    def __init__(self, data: Any = None, initial: dict[str, dict] | None = None) -> None:
        known = initial or {}
        self.forms = {
            platform: AccountForm(data, prefix=platform.value, initial=known.get(platform.value))
            for platform in Platform
        }

    def __iter__(self) -> Any:
        """(platform, form) pairs for the template."""
        return iter(self.forms.items())

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms.values()]  # every form must be cleaned
        return all(valid)

    def add_error(self, field: str | None, error: Any) -> None:
        next(iter(self.forms.values())).add_error(None, error)

    @property
    def fields(self) -> dict[str, Any]:
        return {}

    @classmethod
    def values_of(cls, influencer: Influencer) -> dict[str, dict]:
        return {one.platform: _account_values(one) for one in influencer.social_accounts.all()}

    def fields_to_save(self) -> list[dict[str, Any]]:
        cleaned = [(platform, form.cleaned_data) for platform, form in self.forms.items()]
        return [{"platform": platform.value, **values} for platform, values in cleaned if values["handle"]]


def _account_values(row: SocialAccount) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("handle", "n_followers_declared", "url")}


class PackageForm(forms.ModelForm):
    """A line of the rate card; the price is typed as people write amounts."""

    price_centimes = AmountField(label=_("Price"), help_text=_("What you agree with the brand, before fees."))
    rights_channels = forms.MultipleChoiceField(
        label=_("Where the brand may use the content again"),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rights_months = forms.IntegerField(label=_("For how many months"), min_value=0, max_value=60, initial=0)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=50, initial=1)
    revisions = forms.IntegerField(label=_("Revisions included"), min_value=0, max_value=10, initial=1)
    delivery_days = forms.IntegerField(label=_("Days to deliver"), min_value=1, max_value=120, initial=7)
    platform = forms.ChoiceField(label=_("Platform"), choices=Platform.choices)
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)

    class Meta:
        model = Package
        fields = [
            "title",
            "platform",
            "format",
            "quantity",
            "description",
            "price_centimes",
            "revisions",
            "delivery_days",
            "rights_channels",
            "rights_months",
            "rights_paid_ads",
        ]
        labels = {
            "title": _("Name of the package"),
            "description": _("What is included"),
            "rights_paid_ads": _("The brand may pay to promote the content"),
        }
        widgets = {
            "title": forms.TextInput({"dir": "auto"}),
            "description": forms.Textarea({"dir": "auto", "rows": 3, "data-count": "", "maxlength": 600}),
        }
