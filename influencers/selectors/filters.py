"""What a visitor asks of the list: read from a query string, checked, turned into conditions."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from influencers.models import SocialAccount
from kit.money import parse_amount
from kit.morocco import City, Region, digits_of
from kit.text import fold
from kit.vocabulary import Niche, Platform, Speech

# Filters that take words from a list; several words mean "any of these".
WORDS: dict[str, frozenset[str]] = {
    "niche": frozenset(Niche.values),
    "city": frozenset(City.values),
    "region": frozenset(Region.values),
    "language": frozenset(Speech.values),
    "platform": frozenset(Platform.values),
}
NUMBERS = ("min_followers", "max_followers")
FILTERS = (*WORDS, *NUMBERS, "max_price", "q")
MAX_WORDS = 5
MAX_NUMBER = 10**12
MAX_DIGITS = 15
MAX_TEXT = 80


class Params(Protocol):
    """The part of Django's QueryDict that is needed here."""

    def __contains__(self, key: object, /) -> bool: ...
    def getlist(self, key: str, /) -> list[str]: ...
    def get(self, key: str, /) -> Any: ...


def read_filters(params: Params) -> tuple[dict[str, Any], dict[str, Any]]:
    """(wanted, errors): filters ready for the list, and a sentence for each that cannot be used."""
    wanted: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for name in FILTERS:
        if name not in params:
            continue
        try:
            value = _read(name, params)
        except ValueError as error:
            errors[name] = error.args[0]
        else:
            if value:
                wanted[name] = value
    return wanted, errors


def _read(name: str, params: Params) -> Any:
    if name in WORDS:
        return _words(name, params.getlist(name))
    text = str(params.get(name)).strip()
    if name == "q":
        return text[:MAX_TEXT].replace("\x00", "")
    return _number(text, centimes=name == "max_price") if text else None


def _words(name: str, given: Iterable[str]) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word for part in given for word in part.split(",") if word))
    if not WORDS[name].issuperset(words) or len(words) > MAX_WORDS:
        raise ValueError(_("Choose up to %(n)s of the known values.") % {"n": MAX_WORDS})
    return words


def _number(text: str, *, centimes: bool) -> int:
    value = parse_amount(text) if centimes else _whole(text)
    if value is None or value > MAX_NUMBER:
        raise ValueError(_("Give a number."))
    return value


def _whole(text: str) -> int | None:
    return int(digits_of(text)) if text.isdecimal() and len(text) <= MAX_DIGITS else None


def condition(name: str, value: Any) -> Q | Exists:
    """One filter as a condition on Influencer; values of WORDS are tuples."""
    if name == "platform":
        accounts = SocialAccount.objects.filter(influencer=OuterRef("pk"))
        return Exists(accounts.filter(**_any_of("platform", value)))
    if name in {"city", "region"}:
        return Q(**_any_of(name, value))
    lookup, operand = {
        "niche": ("niches__overlap", value),
        "language": ("languages__overlap", value),
        "min_followers": ("n_followers__gte", value),
        "max_followers": ("n_followers__lte", value),
        "max_price": ("from_centimes__lte", value),
        "q": ("folded__contains", value),
    }[name]
    return Q(**{lookup: list(operand) if isinstance(operand, tuple) else operand})


def _any_of(field: str, words: tuple[str, ...]) -> dict[str, Any]:
    return {field: words[0]} if len(words) == 1 else {f"{field}__in": words}


def folded(wanted: dict[str, Any]) -> dict[str, Any]:
    """The filters with their free text as the database keeps it."""
    return {**wanted, "q": fold(wanted["q"])} if "q" in wanted else wanted
