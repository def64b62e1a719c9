"""Pieces of the search page that are the same for everybody, drawn once per process.

A card's HTML follows from the card's bytes, the language and the year (dates of this year go without it); a
group of filters follows from what is ticked. The address of the icons is part of the key, so that a new build
draws them anew.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from influencers.selectors import read_card
from influencers.views.facets import facet
from kit.assets import asset
from kit.templatetags.im import SPRITE


def card_html(card: bytes) -> SafeString:
    """One creator of the list."""
    return _card(bytes(card), get_language() or "", asset(SPRITE), timezone.localdate().year)


def facet_html(name: str, chosen: tuple[str, ...]) -> SafeString:
    """One group of filters with what is ticked in it."""
    return _facet(name, chosen, get_language() or "", asset(SPRITE))


@lru_cache(maxsize=4096)
def _card(card: bytes, language: str, sprite: str, year: int) -> SafeString:
    return render_to_string("influencers/_card.html", {"card": read_card(card)})


@lru_cache(maxsize=512)
def _facet(name: str, chosen: tuple[str, ...], language: str, sprite: str) -> SafeString:
    return render_to_string("influencers/_facet.html", {"facet": facet(name, chosen)})
