"""Figures as each language writes them: digits 0-9 everywhere, separators and words of the place."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale
from django.utils.translation import get_language

# Arabic is written as in Morocco: 0-9, a dot between thousands, the Moroccan names of months.
LOCALES = {"fr": "fr", "ar": "ar_MA", "en": "en_GB"}
NBSP = "\u00a0"
MINUS = "\u2212"
_THOUSAND, _MILLION = 1_000, 1_000_000
_UNITS = {
    "fr": ("k", "M"),
    "ar": ("ألف", "مليون"),
    "en": ("K", "M"),
}


def current_language() -> str:
    """The two-letter language being spoken, French when none is."""
    language = (get_language() or "fr")[:2]
    return language if language in LOCALES else "fr"


@cache
def separators(language: str) -> tuple[str, str]:
    """Between thousands, and before decimals. Babel's narrow space becomes a plain one: no font has it."""
    symbols = Locale.parse(LOCALES[language]).number_symbols["latn"]
    return symbols["group"].replace("\u202f", NBSP), symbols["decimal"]


def number(value: Decimal | int, decimals: int = 0, language: str = "") -> str:
    """1234567.5 -> "1 234 567,50" (fr), "1.234.567,50" (ar), "1,234,567.50" (en); rounds half up."""
    group, decimal = separators(language or current_language())
    exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,}".translate({ord(","): group, ord("."): decimal})
    return f"{MINUS}{text}" if exact < 0 else text


def compact(value: int, language: str = "") -> str:
    """128400 -> "128,4 k", "128,4 ألف", "128.4K"; below a thousand the number itself."""
    language = language or current_language()
    if value < _THOUSAND:
        return number(value, language=language)
    million = value >= _MILLION
    short = Decimal(value) / (_MILLION if million else _THOUSAND)
    space = "" if language == "en" else NBSP
    figure = number(short, 1, language).removesuffix(f"{separators(language)[1]}0")
    return f"{figure}{space}{_UNITS[language][million]}"


def percent(bps: int, language: str = "") -> str:
    """Basis points as a share: 1000 -> "10 %", 480 -> "4,8 %" ("4.8%" in English)."""
    language = language or current_language()
    share = Decimal(bps) / 100
    decimals = max(0, -int(share.normalize().as_tuple().exponent))
    return number(share, min(decimals, 2), language) + ("%" if language == "en" else f"{NBSP}%")
