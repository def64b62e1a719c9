"""Ways to reach or pay somebody outside the house, found in what people write and covered.

Digits are read in every script (European, Arabic, Persian, full width), with any separators between them;
numbers spelled out in French, English or Arabic are read too, when enough stand in a row. Amounts, dates and
counts of followers stay as they are: a number counts only when it is long enough and begins as phones do.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kit.text import closed

COVER = "•••"

# Between the digits of a number people put spaces, dots, brackets, pictures, and marks that nobody sees.
_GAP = r"[\W_]{0,3}"
_D = r"\d"


def _digits(least: int, most: int) -> str:
    return rf"(?:{_GAP}{_D}){{{least},{most}}}"


_PHONE = re.compile(
    rf"(?<![\d])(?:"
    rf"(?:\+|0{_GAP}0){_GAP}[1-9]{_digits(7, 14)}"  # international
    rf"|2{_GAP}1{_GAP}2{_digits(8, 9)}"  # Morocco without the plus
    rf"|0{_GAP}[5-8]{_digits(8, 8)}"  # Morocco
    rf"|[67](?:[ .\-]?\d\d){{4}}"  # a mobile number without its zero
    rf")(?![\d])"
)
_ACCOUNT = re.compile(rf"(?<!\w)(?:[Mm][Aa]{_GAP}\d{_GAP}\d{_GAP})?\d{_digits(23, 23)}(?!\d)")
_CARD = re.compile(rf"(?<!\d)\d{_digits(12, 18)}(?!\d)")
_AT = r"\s*(?:@|\(\s*(?:at|arobase|arobas|a)\s*\)|\[\s*(?:at|arobase|a)\s*\]|\s(?:arobase|arobas|آت)\s)\s*"
_DOT = r"\s*(?:\.|\(\s*(?:dot|point)\s*\)|\[\s*(?:dot|point)\s*\]|\s(?:dot|point|نقطة)\s)\s*"
_MAIL = re.compile(rf"[\w.+%-]{{1,64}}{_AT}(?:[\w-]{{1,63}}{_DOT}){{1,3}}[a-z]{{2,12}}\b", re.IGNORECASE)
_HOSTS = (
    r"(?:wa\.me|(?:(?:api|chat|web|www)\.)?whatsapp\.com|t\.me|telegram\.(?:me|dog)|m\.me|(?:www\.)?messenger\.com"
    r"|signal\.(?:me|group)|(?:www\.)?snapchat\.com/add|discord\.(?:gg|com/invite)|line\.me|viber\.com"
    r"|ig\.me|paypal\.me|wechat\.com|zalo\.me)"
)
_LINK = re.compile(
    rf"(?:(?:https?://)?{_HOSTS}(?:/[^\s]*)?|(?:whatsapp|tg|viber|skype|signal|sgnl|tel|mailto|sms):[^\s]+)",
    re.IGNORECASE,
)
_SPELLED = {
    "fr": "zéro|zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    "|vingt|trente|quarante|cinquante|soixante|septante|quatre-vingts?|nonante",
    "en": "oh|one|two|three|four|five|seven|eight|nine|ten|double",
    "ar": "صفر|واحد|اثنان|اثنين|جوج|زوج|ثلاثة|تلاتة|أربعة|ربعة|خمسة|ستة|سبعة|ثمانية|تمنية|تسعة|عشرة",
    "darija": "wahed|juj|jouj|tlata|reb3a|rb3a|khamsa|khmsa|setta|stta|seb3a|sb3a|tmenya|tmnya|tes3od|ts3od",
}
_WORD = "|".join(_SPELLED.values())
_IN_WORDS = re.compile(
    rf"(?<!\w)(?:{_WORD})(?:[\s,.\-]+(?:et[\s-]|و\s?)?(?:{_WORD}|\d)){{7,}}(?!\w)", re.IGNORECASE
)


class Covered(NamedTuple):
    """What others read, and the kinds of contact in it: account, card, phone, mail, link; sorted."""

    text: str
    kinds: list[str]


_FINDERS: list[tuple[str, re.Pattern[str]]] = [
    ("mail", _MAIL),
    ("link", _LINK),
    ("account", _ACCOUNT),
    ("card", _CARD),
    ("phone", _PHONE),
    ("phone", _IN_WORDS),
]

Found = tuple[str, int, int]  # kind, start, end
_TURNING = {"R", "AL", "RLI", "RLE", "RLO"}
_GROUPS = re.compile(r"(?<!\d)\d++(?:[^\S\n]++\d++)+")
_BLANKS = "\u115f\u1160\u3164\uffa0"  # letters of Korean that are empty


def cover(text: str) -> Covered:
    """Cover every way to reach or pay somebody outside. Linear in the length of the text."""
    places = [place for place, letter in enumerate(text) if not _shows_nothing(letter)]
    read, kinds = "".join(_plain(text[place]) for place in places), set()
    shown = list(text)
    found = list(_found(read))
    for kind, start, end in [*found, *_found_turned(_without(read, found), text)]:
        kinds.add(kind)
        first, after = places[start], places[end - 1] + 1
        shown[first:after] = [COVER, *[""] * (after - first - 1)]
    lines = "".join(shown).split("\n")
    return Covered("\n".join(closed(line) for line in lines) if kinds else text, sorted(kinds))


def _found(read: str) -> Iterator[Found]:
    """What one finder has taken is not read by the next."""
    for kind, finder in _FINDERS:
        taken = [
            (kind, *found.span()) for found in finder.finditer(read) if kind != "card" or _is_card(found[0])
        ]
        read = _without(read, taken)
        yield from taken


def _found_turned(read: str, text: str) -> Iterator[Found]:
    """Among letters or marks that run from right to left, groups of digits with spaces between them are shown
    in the opposite order: "78 56 34 12 06" reads 06 12 34 56 78 there (Unicode Annex 9, rule N1).
    """
    if not any(unicodedata.bidirectional(letter) in _TURNING for letter in text):
        return
    for row in _GROUPS.finditer(read):
        for kind, _start, _end in _found(" ".join(row[0].split()[::-1])):
            yield kind, *row.span()
            break


def _without(read: str, found: Iterable[Found]) -> str:
    """The same length, with nothing to read where something was found."""
    letters = list(read)
    for _kind, start, end in found:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)


def _plain(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


def _shows_nothing(letter: str) -> bool:
    """Marks on letters and between them: whoever reads a number passes over them."""
    return unicodedata.category(letter) in {"Mn", "Me", "Cf"} or letter in _BLANKS


def _is_card(text: str) -> bool:
    """Luhn's sum: any other long number is a count or an order."""
    digits = [int(letter) for letter in text if letter.isdecimal()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
