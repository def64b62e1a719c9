"""Ways to reach or pay somebody outside the house, found in what people write and covered.

Digits are read in every script (European, Arabic, Persian, full width), with any separators between them;
numbers spelled out in French, English or Arabic are read too, when enough stand in a row. Amounts, dates and
counts of followers stay as they are: a number counts only when it is long enough and begins as phones do.
"""

import re
import unicodedata
from typing import NamedTuple

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


def cover(text: str) -> Covered:
    """Cover every way to reach or pay somebody outside. Linear in the length of the text."""
    read, kinds = _readable(text), set()
    shown = list(text)
    for kind, finder in _FINDERS:
        for found in finder.finditer(read):
            if kind == "card" and not _is_card(found[0]):
                continue
            kinds.add(kind)
            start, end = found.span()
            read = read[:start] + "\0" * (end - start) + read[end:]
            shown[start:end] = [COVER, *[""] * (end - start - 1)]
    return Covered("".join(shown), sorted(kinds))


def _readable(text: str) -> str:
    """The same length, each letter in its plainest form: all zeros are 0."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


def _is_card(text: str) -> bool:
    """Luhn's sum: any other long number is a count or an order."""
    digits = [int(letter) for letter in text if letter.isdecimal()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
