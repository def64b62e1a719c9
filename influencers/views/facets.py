from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy

from kit.morocco import City
from kit.vocabulary import Niche, Platform, Speech

# Groups of words to choose from, in the order of the page.
WORDS: dict[str, tuple[Any, type[TextChoices]]] = {
    "city": (gettext_lazy("City"), City),
    "niche": (gettext_lazy("Niche"), Niche),
    "platform": (gettext_lazy("Platform"), Platform),
    "language": (pgettext_lazy("of the content", "Language"), Speech),
}
OPEN = {"city", "niche"}
LABELS = {name: dict(words.choices) for name, (_label, words) in WORDS.items()}


@dataclass(frozen=True)
class Facet:
    """One group of filters. `options` are (value, label, is chosen)."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]
    is_open: bool


def facet(name: str, chosen: tuple[str, ...]) -> Facet:
    """A group with what is chosen first, where it can be seen and unticked."""
    label, _words = WORDS[name]
    options = [(value, str(text), value in chosen) for value, text in LABELS[name].items()]
    options.sort(key=lambda option: not option[2])
    return Facet(name=name, label=str(label), options=options, is_open=name in OPEN or bool(chosen))
