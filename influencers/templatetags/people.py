"""Words for the codes that profiles are made of."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kit.money import figure
from kit.morocco import City, Region
from kit.vocabulary import Channel, Niche, Platform, Speech

register = template.Library()
VOCABULARIES: dict[str, dict[Any, Any]] = {
    "niche": dict(Niche.choices),
    "city": dict(City.choices),
    "region": dict(Region.choices),
    "platform": dict(Platform.choices),
    "speech": dict(Speech.choices),
    "channel": dict(Channel.choices),
}


@register.filter
def word(code: str, vocabulary: str) -> str:
    """ "rabat"|word:"city" -> "Rabat"; an unknown code stays as it is."""
    return str(VOCABULARIES[vocabulary].get(code, code))


@register.filter
def words(codes: Iterable[str], vocabulary: str) -> SafeString:
    """["ary", "fr"]|words:"speech" -> "Darija, French", each isolated."""
    return format_html_join(_(", "), "<bdi>{}</bdi>", [[word(code, vocabulary)] for code in codes])


@register.filter
def amount(centimes: int) -> str:
    """An amount as it is typed: 150050 -> "1 500,50", without the currency."""
    return figure(centimes, short=True)
