"""Amounts in words, as invoices carry them, in French, Arabic and English: integer minor units in, a sentence
out."""

from dataclasses import dataclass
from typing import NamedTuple

from kit.numbers import current_language

WHOLE = 100
APOSTROPHE = "\u2019"
HUNDRED, THOUSAND, MILLION = 100, 1_000, 1_000_000
SEVENTY, EIGHTY, TWENTY, NINE, TEN = 70, 80, 20, 9, 10
LARGEST = 10**14  # minor units: below a thousand milliards


class Unit(NamedTuple):
    """A currency's words: its unit and its hundredth, one and many."""

    one: str
    many: str
    small_one: str
    small_many: str


class Counted(NamedTuple):
    """An Arabic noun after a number: alone, two of it, three to ten, eleven to ninety-nine."""

    one: str
    two: str
    few: str
    many: str


UNITS = {
    ("fr", "MAD"): Unit("dirham", "dirhams", "centime", "centimes"),
    ("fr", "EUR"): Unit("euro", "euros", "centime", "centimes"),
    ("fr", "USD"): Unit("dollar", "dollars", "cent", "cents"),
    ("en", "MAD"): Unit("dirham", "dirhams", "centime", "centimes"),
    ("en", "EUR"): Unit("euro", "euros", "cent", "cents"),
    ("en", "USD"): Unit("dollar", "dollars", "cent", "cents"),
}
ARABIC = {
    "MAD": (
        Counted("درهم", "درهمان", "دراهم", "درهما"),
        Counted("سنتيم", "سنتيمان", "سنتيمات", "سنتيما"),
    ),
    "EUR": (Counted("أورو", "اثنان أورو", "أورو", "أورو"), Counted("سنت", "سنتان", "سنتات", "سنتا")),
    "USD": (Counted("دولار", "دولاران", "دولارات", "دولارا"), Counted("سنت", "سنتان", "سنتات", "سنتا")),
}


def spelled(centimes: int, language: str = "", currency: str = "MAD") -> str:
    """477050 -> "quatre mille sept cent soixante-dix dirhams et cinquante centimes". Raises ValueError when
    it is negative or beyond what an invoice can say.
    """
    if not 0 <= centimes < LARGEST:
        raise ValueError("an amount between nothing and a thousand milliards")
    language = language or current_language()
    whole, rest = divmod(centimes, WHOLE)
    if language == "ar":
        return _arabic_amount(whole, rest, currency)
    unit = UNITS[language, currency]
    number, joint = (_french, " et ") if language == "fr" else (_english, " and ")
    said = f"{number(whole)} {_unit(whole, unit, language)}"
    if rest:
        said += f"{joint}{number(rest)} {unit.small_one if rest == 1 else unit.small_many}"
    return said


def _unit(whole: int, unit: Unit, language: str) -> str:
    """In French nothing and one are singular, and a round million takes "de"."""
    if language == "fr":
        name = unit.one if whole <= 1 else unit.many
        of = f"d{APOSTROPHE}" if name[0] in "aeiou" else "de "
        return f"{of}{name}" if whole and whole % MILLION == 0 else name
    return unit.one if whole == 1 else unit.many


# ---- French ---------------------------------------------------------------------------------------

FRENCH = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
FRENCH_TENS = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"]


def _french(n: int) -> str:
    parts = []
    for size, name in ((MILLION * THOUSAND, "milliard"), (MILLION, "million")):
        times, n = divmod(n, size)
        if times:
            parts.append(f"{_french_below(times)} {name}{'s' if times > 1 else ''}")
    times, n = divmod(n, THOUSAND)
    if times:
        parts.append("mille" if times == 1 else f"{_unplural(_french_below(times))} mille")
    if n or not parts:
        parts.append(_french_below(n))
    return " ".join(parts)


def _unplural(words: str) -> str:
    """Before "mille", "cents" and "quatre-vingts" lose their s."""
    return words.removesuffix("s") if words.endswith(("cents", "vingts")) else words


def _french_below(n: int) -> str:
    hundreds, rest = divmod(n, HUNDRED)
    if not hundreds:
        return _french_tens(rest)
    start = "cent" if hundreds == 1 else f"{FRENCH[hundreds]} cent"
    if not rest:
        return start if hundreds == 1 else f"{start}s"
    return f"{start} {_french_tens(rest)}"


def _french_tens(n: int) -> str:
    if n < TWENTY:
        return FRENCH[n]
    if n >= EIGHTY:
        return "quatre-vingts" if n == EIGHTY else f"quatre-vingt-{FRENCH[n - EIGHTY]}"
    base = n // TEN * TEN if n < SEVENTY else SEVENTY - TEN
    ten, rest = FRENCH_TENS[base // TEN], n - base
    if not rest:
        return ten
    return f"{ten} et {FRENCH[rest]}" if rest in {1, TEN + 1} else f"{ten}-{FRENCH[rest]}"


# ---- English --------------------------------------------------------------------------------------

ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
ENGLISH_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _english(n: int) -> str:
    parts = []
    for size, name in ((MILLION * THOUSAND, "billion"), (MILLION, "million"), (THOUSAND, "thousand")):
        times, n = divmod(n, size)
        if times:
            parts.append(f"{_english_below(times)} {name}")
    if n or not parts:
        parts.append(f"and {_english_below(n)}" if parts and n < HUNDRED else _english_below(n))
    return " ".join(parts)


def _english_below(n: int) -> str:
    hundreds, rest = divmod(n, HUNDRED)
    tens, ones = divmod(rest, TEN)
    small = ENGLISH[rest] if rest < TWENTY else ENGLISH_TENS[tens] + (f"-{ENGLISH[ones]}" if ones else "")
    if not hundreds:
        return small
    return f"{ENGLISH[hundreds]} hundred" + (f" and {small}" if rest else "")


# ---- Arabic ---------------------------------------------------------------------------------------
# The nouns counted here are masculine, so three to ten take the form with ta marbuta.

ONES = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
TEENS = {TEN + 1: "أحد عشر", TEN + 2: "اثنا عشر"}
TENS = ["-", "-", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["-", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]
GROUPS = (
    (MILLION * THOUSAND, Counted("مليار", "ملياران", "مليارات", "مليارا")),
    (MILLION, Counted("مليون", "مليونان", "ملايين", "مليونا")),
    (THOUSAND, Counted("ألف", "ألفان", "آلاف", "ألفا")),
)


@dataclass(frozen=True)
class Tail:
    """The last two digits decide the form of the noun."""

    n: int

    @property
    def form(self) -> int:
        """0 alone or after a hundred, 2 for three to ten, 3 for eleven to ninety-nine."""
        if self.n < len("123"):
            return 0
        return 2 if self.n <= TEN else 3


def _arabic_amount(whole: int, rest: int, currency: str) -> str:
    big, small = ARABIC[currency]
    said = _arabic_counted(whole, big)
    return f"{said} و{_arabic_counted(rest, small)}" if rest else said


def _arabic_counted(n: int, noun: Counted) -> str:
    if n == 0:
        return f"{ONES[0]} {noun.one}"
    tail = n % HUNDRED
    if tail in {1, 2}:
        last = f"{noun.one} {ONES[1]}" if tail == 1 else noun.two
        before = _arabic(n - tail)
        return f"{before} و{last}" if before else last
    said = _arabic(n)
    if not tail:  # the number and its noun are one: a dual loses its nun, a thousand its tanwin
        said = said.removesuffix("ن") if said.endswith(("مئتان", "ألفان", "مليونان", "ملياران")) else said
        for group in (noun for _size, noun in GROUPS):
            said = f"{said.removesuffix('ا')}" if said.endswith(f" {group.many}") else said
    return f"{said} {noun[Tail(tail).form]}"


def _arabic(n: int) -> str:
    """A number on its own; nothing for zero."""
    parts = []
    for size, noun in GROUPS:
        times, n = divmod(n, size)
        if times:
            parts.append(_arabic_group(times, noun))
    if n:
        parts.append(_arabic_below(n))
    return " و".join(parts)


def _arabic_group(times: int, noun: Counted) -> str:
    """So many thousands or millions."""
    if times in {1, 2}:
        return noun[times - 1]
    words = _arabic_below(times)
    if times % HUNDRED == 0 and words.endswith("مئتان"):
        words = words.removesuffix("ن")
    return f"{words} {noun[Tail(times % HUNDRED).form]}"


def _arabic_below(n: int) -> str:
    """1 to 999."""
    hundreds, rest = divmod(n, HUNDRED)
    parts = [HUNDREDS[hundreds]] if hundreds else []
    if rest:
        parts.append(_arabic_tens(rest))
    return " و".join(parts)


def _arabic_tens(n: int) -> str:
    if n <= TEN:
        return ONES[n]
    if n < TWENTY:
        return TEENS.get(n, f"{ONES[n - TEN]} عشر")
    tens, ones = divmod(n, TEN)
    return f"{ONES[ones]} و{TENS[tens]}" if ones else TENS[tens]
