"""The only place that writes or reads an amount for people. Amounts are integer minor units: centimes of the
dirham unless another currency is named."""

import re
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit.numbers import MINUS, NBSP, current_language, number

CURRENCY = "MAD"
_ARABIC = {"MAD": "درهم", "EUR": "أورو", "USD": "دولار"}
# Anything that only groups thousands: spaces, apostrophes, the Arabic thousands sign.
_SPACES = re.compile("[\\s\u00a0\u202f'\u2019\u066c]")
_ARABIC_DECIMAL = "\u066b"
_AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?")
_WORDS = re.compile(r"(?i)\b(?:mad|dhs?)\b|درهم")
_MAX_CENTIMES = 10**12


def figure(centimes: int, language: str = "", *, short: bool = False) -> str:
    """Only the number: 477000 -> "4 770,00"; `short` leaves ",00" away when there are no centimes."""
    decimals = 0 if short and centimes % 100 == 0 else 2
    return number(Decimal(centimes) / 100, decimals, language)


def plain(centimes: int, language: str = "", currency: str = CURRENCY) -> str:
    """For sentences, attributes and mails: "4 770,00 MAD", "4.770 درهم", "MAD 4,770.00"."""
    language = language or current_language()
    if language == "ar":
        return f"{figure(centimes, language, short=True)}{NBSP}{_ARABIC.get(currency, currency)}"
    if language == "en":
        sign = MINUS if centimes < 0 else ""
        return f"{sign}{currency}{NBSP}{figure(abs(centimes), language)}"
    return f"{figure(centimes, language)}{NBSP}{currency}"


def html(centimes: int, style: str = "", currency: str = CURRENCY) -> SafeString:
    """An isolated amount. `style` is words: sentence (dirham in Arabic), short, plus, minus, lg, xl."""
    words = style.split()
    language = current_language()
    centimes = -centimes if "minus" in words else centimes
    in_words = language == "ar" and bool({"sentence", "lg", "xl"} & set(words))
    text = figure(centimes, language, short="short" in words or in_words)
    if "plus" in words and centimes > 0:
        text = f"+{text}"
    classes = " ".join(["im-money", *(_class_of(word) for word in words)]).strip()
    if in_words:
        return _in_words(text, classes, _ARABIC.get(currency, currency))
    if language == "en":
        sign, digits = (text[0], text[1:]) if text[0] in {MINUS, "+"} else ("", text)
        return format_html(
            '<bdi class="{}" dir="ltr">{}<span class="im-cur">{}</span>{}{}</bdi>',
            *(classes, sign, currency, NBSP, digits),
        )
    return format_html(
        '<bdi class="{}" dir="ltr">{}{}<span class="im-cur">{}</span></bdi>', classes, text, NBSP, currency
    )


def _in_words(text: str, classes: str, word: str) -> SafeString:
    return format_html(
        '<bdi class="{}"><bdi class="im-num">{}</bdi>{}<span class="im-cur">{}</span></bdi>',
        *(classes, text, NBSP, word),
    )


def _class_of(word: str) -> str:
    if word in {"sentence", "short", "plus", "minus"}:
        return ""
    return f"im-money-{word}" if word in {"lg", "xl"} else word


def parse_amount(text: str) -> int | None:
    """Centimes of what a person typed: "1 500,50", "1.500,50", "1500.50", Arabic digits; None when unclear.

    A separator followed by exactly three digits groups thousands; one followed by one or two is the decimal.
    """
    latin = "".join(str(int(c)) if c.isdecimal() else c for c in _WORDS.sub("", text))
    match = _AMOUNT.fullmatch(_SPACES.sub("", latin).replace(_ARABIC_DECIMAL, ","))
    if not match:
        return None
    whole = re.sub("[.,]", "", match[1])
    centimes = int(whole) * 100 + int((match[2] or "").ljust(2, "0"))
    return centimes if centimes <= _MAX_CENTIMES else None
