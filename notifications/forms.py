"""What people choose about their notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Channel, Way
from notifications.selectors import Cell, Preferences
from notifications.services import Wish

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class HabitsForm(forms.Form):
    """Hours of the person's own clock; the service says what does not go together."""

    digest_hour = forms.TypedChoiceField(label=_("Hour of the daily digest"), choices=HOURS, coerce=int)
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        help_text=_("Leave both empty to be reached at any hour."),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )


class PreferencesForm(HabitsForm):
    """The hours, and a field for each cell of the grid that is open to choice."""

    def __init__(self, preferences: Preferences, data: Any = None) -> None:
        names = ("digest_hour", "quiet_from", "quiet_until")
        super().__init__(data, initial={name: getattr(preferences.habits, name) for name in names})
        self._open = [cell for cell in preferences.cells if not cell.is_fixed]
        for cell in self._open:
            self.fields[cell.name] = _field(cell)
            self.initial[cell.name] = cell.way if cell.channel == Channel.MAIL else cell.way == Way.ON

    @property
    def habits(self) -> dict[str, Any]:
        """What was typed about hours."""
        return {name: self.cleaned_data[name] for name in HabitsForm.base_fields}

    @property
    def wishes(self) -> list[Wish]:
        """What differs from how it is now."""
        return [
            Wish(cell.kind, cell.channel, way) for cell in self._open if (way := self._way(cell)) != cell.way
        ]

    def _way(self, cell: Cell) -> str:
        said = self.cleaned_data[cell.name]
        if cell.channel == Channel.MAIL:
            return str(said or cell.way)
        return Way.ON if said else Way.OFF


def _field(cell: Cell) -> forms.Field:
    """Three ways are a list, two are a tick."""
    if cell.channel == Channel.MAIL:
        return forms.ChoiceField(choices=[(way, Way(way).label) for way in cell.ways], required=False)
    return forms.BooleanField(required=False)
