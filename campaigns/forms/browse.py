from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from kit.morocco import CITY_REGION, City, Region
from kit.vocabulary import Niche, Platform, Speech

PAY_BANDS = {
    "0-2000": _("Less than 2,000 MAD"),
    "2000-5000": _("2,000 to 5,000 MAD"),
    "5000-10000": _("5,000 to 10,000 MAD"),
    "10000-": _("More than 10,000 MAD"),
}
UNTIL = {"7": _("Within 7 days"), "14": _("Within 14 days"), "30": _("Within 30 days")}
SORTS = {"new": _("Newest"), "pay": _("Best paid"), "soon": _("Closing soon")}
FIT = {"fit": _("Best fit")}


def places() -> list:
    """Regions, each with its cities, for one select."""
    groups: list = [("", _("All of Morocco"))]
    for region in Region:
        cities = [(city.value, city.label) for city in City if CITY_REGION[city.value] == region.value]
        whole = (region.value, _("%(region)s, whole region") % {"region": region.label})
        groups.append((region.label, [whole, *cities]))
    return groups


class BrowseForm(forms.Form):
    """Filters of the list of campaigns. What is not on the lists is dropped without a word."""

    q = forms.CharField(label=_("Search"), max_length=80, required=False)
    niche = forms.MultipleChoiceField(label=_("Niche"), choices=Niche.choices, required=False)
    place = forms.ChoiceField(label=_("City or region"), choices=places, required=False)
    platform = forms.MultipleChoiceField(label=_("Platform"), choices=Platform.choices, required=False)
    pay = forms.ChoiceField(label=_("Pay for one creator"), choices=[*PAY_BANDS.items()], required=False)
    language = forms.MultipleChoiceField(label=_("Language"), choices=Speech.choices, required=False)
    until = forms.ChoiceField(label=_("Applications close"), choices=[*UNTIL.items()], required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False)

    def __init__(self, *args: Any, by_fit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sorts = {**FIT, **SORTS} if by_fit else SORTS
        self.fields["sort"].choices = list(sorts.items())
        self.default_sort = next(iter(sorts))

    def asked(self) -> dict[str, Any]:
        """The filters that are valid and not empty, and always a sort."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {"sort": self.default_sort, **found}

    def label_of(self, name: str, value: str) -> str:
        """The words of one chosen value, for the chip that removes it."""
        if name == "q":
            return value
        words: dict[Any, Any] = dict(flatten_choices(self.fields[name].choices))
        return str(words.get(value, value))
