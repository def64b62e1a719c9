"""Text as people type it: cleaned of marks that reorder or hide, and folded for search."""

import re
from collections.abc import Iterable

# One pair of strings serves both PostgreSQL's translate() and Python, so the column and the question agree.
FOLD_FROM = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿœæأإآٱىةؤئ" + "".join(chr(c) for c in range(0x064B, 0x0653)) + "ـ"
FOLD_TO = "aaaaaaceeeeiiiinooooouuuuyyoaاااايهوي"
_TABLE = {
    ord(letter): (FOLD_TO[place] if place < len(FOLD_TO) else None) for place, letter in enumerate(FOLD_FROM)
}

# Marks that reorder or hide what stands beside them, and letters that show nothing; nobody's name needs them.
_HIDDEN = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
        *(*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
        *range(0xE0100, 0xE01F0),
    ]
)


def fold(text: str) -> str:
    """Lower case without accents; Arabic vowel signs, tatweel and what shows nothing dropped, alif and ya in
    one form.
    """
    return " ".join(text.lower().translate(_HIDDEN).translate(_TABLE).split())


# With these Arabic, Persian and emoji are written: the marks of a letter's direction, joiners, isolates.
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_SPOKEN = f"\u061c\u200c\u200d\u200e\u200f{_OPENING}{_CLOSING}"
# The older embeddings reach beyond their end, isolates do not (Unicode Annex 9, 2.2 and 2.4).
_ISOLATES = {0x202A: "\u2066", 0x202B: "\u2067", 0x202C: _CLOSING}
_UNSPOKEN = {mark: None for mark in _HIDDEN if chr(mark) not in _SPOKEN} | _ISOLATES

# Marks on one letter beyond the third, which only climb over the lines above.
_MARK = (
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_NEXT = f"[{_SPOKEN}]*{_MARK}"
_PILED = re.compile(f"({_MARK}(?:{_NEXT}){{2}})(?:{_NEXT})+")


def tidy(text: str) -> str:
    """One clean line for a name or a title: no control or direction marks, three marks on a letter at most,
    single spaces.
    """
    return _line(text.translate(_HIDDEN))


def tidy_lines(text: str) -> str:
    """As tidy(), keeping line breaks, at most two in a row."""
    return _lines(tidy(line) for line in text.splitlines())


def tidy_words(text: str) -> str:
    """As tidy_lines(), for what stands on pages in a direction of its own: the marks that Arabic, Persian and
    emoji are written with stay. Every isolate is closed on its line; embeddings become isolates; overrides,
    which show letters in an order that nobody typed, are taken out.
    """
    return _lines(
        closed(_line(line.translate(_UNSPOKEN))) if tidy(line) else "" for line in text.splitlines()
    )


def closed(line: str) -> str:
    """With as many isolates closed as are open."""
    kept, n_open = [], 0
    for letter in line:
        if letter == _CLOSING and not n_open:
            continue
        n_open += (letter in _OPENING) - (letter == _CLOSING)
        kept.append(letter)
    return "".join(kept) + _CLOSING * n_open


def _line(text: str) -> str:
    plain = _PILED.sub(r"\1", text)
    return " ".join("".join(c for c in plain if c.isprintable() or c.isspace() or c in _SPOKEN).split())


def _lines(tidied: Iterable[str]) -> str:
    lines = list(tidied)
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()
