"""Which letters a paper can show: those of its font, and nothing else may stand in it (PDF/A-2, 6.2.11.8)."""

import re
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

# Symbols and marks say little without their picture. A letter that is missing must be seen to be missing.
NEEDLESS = {"So", "Sk", "Mn", "Me", "Cc", "Cf", "Co", "Cn", "Cs"}
MISSING = "?"
# Needs no picture: ends of lines, narrow spaces, soft hyphens, marks of direction and of joining.
UNSEEN = frozenset("\n\t\u00ad\u061c\u2009\u2028\u2029\u202f") | {
    chr(code)
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069))
    for code in range(first, last + 1)
}
JOINS_NOTHING = re.compile("(?<!\\w)\u200d|\u200d(?!\\w)")


def fonts_place() -> Path:
    return Path(str(resources.files("fontpkg_ibm_plex_sans_arabic") / "files"))


def printable(words: Any) -> Any:
    """The same with only what can be printed, at any depth: keys and numbers stay.

    Decorated letters become plain ones, pictures go, letters of other scripts become "?". What was written
    stays in the document's row, on its page and in the export.
    """
    if isinstance(words, dict):
        return {name: printable(one) for name, one in words.items()}
    if isinstance(words, list | tuple):
        return [printable(one) for one in words]
    return _printable(words) if isinstance(words, str) else words


def _printable(words: str) -> str:
    composed = unicodedata.normalize("NFC", words)
    shown = "".join(_shown(letter) for letter in composed)
    if shown == composed:
        return shown
    # Where a picture stood, only one of the spaces around it is left.
    return re.sub(r"(?<=\S) {2,}(?=\S)", " ", JOINS_NOTHING.sub("", shown)).strip(" ")


def _shown(letter: str) -> str:
    if _is_known(letter):
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    if all(map(_is_known, plain)):
        return plain
    return "" if unicodedata.category(letter) in NEEDLESS else MISSING


def _is_known(letter: str) -> bool:
    return ord(letter) in _letters() or letter in UNSEEN


@cache
def _letters() -> frozenset[int]:
    """What every cut of the font has; read once, some 0.1 s."""
    cuts = [set(TTFont(place, lazy=True).getBestCmap()) for place in sorted(fonts_place().glob("*.ttf"))]
    return frozenset(set.intersection(*cuts))
