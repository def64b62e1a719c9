"""The deliverables of a brief as lines of a form: added and taken away with or without scripts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kit.paging import natural
from kit.vocabulary import Format, Platform

N_LINES = 12
# What each platform knows; a line asks for one of these.
OFFERED: dict[str, list[str]] = {
    "instagram": ["reel", "story", "post", "carousel", "live"],
    "tiktok": ["video", "story", "live"],
    "youtube": ["video", "short", "live"],
    "facebook": ["reel", "post", "story", "video", "live"],
    "snapchat": ["story", "video"],
}


def kinds() -> list[Any]:
    """("instagram:reel", "Instagram reel") grouped by platform."""
    groups: list[Any] = [("", _("Choose a format"))]
    for platform, formats in OFFERED.items():
        offered = [(f"{platform}:{one}", kind_of(platform, one)) for one in formats]
        groups.append((Platform(platform).label, offered))
    return groups


def kind_of(platform: str, form: str) -> str:
    """What is to be made, in one name: "Réel Instagram"."""
    parts = {"platform": Platform(platform).label, "format": Format(form).label}
    return pgettext("a piece of content", "%(platform)s %(format)s") % parts


class KindField(forms.ChoiceField):
    """What is offered, and any other pair a brief already asks for (the API offers them all)."""

    def valid_value(self, value: Any) -> bool:
        platform, _colon, one = str(value).partition(":")
        return super().valid_value(value) or (platform in Platform.values and one in Format.values)


class RequirementForm(forms.Form):
    """One line: what, how many, and a word about it."""

    kind = KindField(label=_("Format"), choices=kinds, required=False)
    quantity = forms.IntegerField(
        label=_("Quantity"),
        min_value=1,
        max_value=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
    notes = forms.CharField(
        label=_("Instruction"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        platform, colon, one = str(self["kind"].value() or "").partition(":")
        if colon and platform in Platform.values and one in set(Format.values) - set(OFFERED[platform]):
            extra = (f"{platform}:{one}", kind_of(platform, one))
            self.fields["kind"].choices = [*kinds(), extra]

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or {}
        if not found.get("kind") and (found.get("notes") or found.get("quantity", 1) not in {1, None}):
            self.add_error("kind", _("Choose a format for this line."))
        return found

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data.get("kind")

    def asked(self) -> dict[str, Any]:
        platform, _colon, one = self.cleaned_data["kind"].partition(":")
        found = self.cleaned_data
        return {
            "platform": platform,
            "format": one,
            "quantity": found.get("quantity") or 1,
            "notes": found["notes"],
        }


class RequirementRows:
    """The lines together. `data` holds them as r0-kind, r0-quantity, ... with their number in "rows"."""

    def __init__(self, data: Any, asked: Sequence[dict[str, Any]]) -> None:
        self.is_bound = data is not None
        self.error = ""
        if data is None:
            shown = [_initial(row) for row in asked] or [{"quantity": 1}]
            self.forms = [RequirementForm(prefix=f"r{n}", initial=row) for n, row in enumerate(shown)]
        else:
            self.forms = [RequirementForm(data, prefix=f"r{n}") for n in range(_count(data))]

    def is_valid(self) -> bool:
        """Every line that says something is right, and there is at least one."""
        n_wrong = sum(not form.is_valid() for form in self.forms)
        if not n_wrong and all(form.is_blank for form in self.forms):
            self.error = str(_("Ask for at least one deliverable."))
            return False
        return not n_wrong

    def asked(self) -> list[dict[str, Any]]:
        return [form.asked() for form in self.forms if not form.is_blank]

    def changed(self, *, without: int | None = None, one_more: bool = False) -> "RequirementRows":
        """The same lines as typed, one fewer or one more, without complaints."""
        typed = [_typed(form) for place, form in enumerate(self.forms) if place != without]
        typed += [{"quantity": 1}] if one_more and len(typed) < N_LINES else []
        rows = RequirementRows(None, [])
        shown = typed or [{"quantity": 1}]
        rows.forms = [RequirementForm(prefix=f"r{n}", initial=row) for n, row in enumerate(shown)]
        return rows

    @property
    def has_errors(self) -> bool:
        return bool(self.error) or any(form.errors for form in self.forms)

    @property
    def is_full(self) -> bool:
        return len(self.forms) >= N_LINES


def _count(data: Any) -> int:
    return natural(data.get("rows"), N_LINES) or 0


def _initial(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "kind": f"{row['platform']}:{row['format']}"}


def _typed(form: RequirementForm) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}
