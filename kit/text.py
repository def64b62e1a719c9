"""Folding of names for search: case, accents and the spellings of Arabic letters fall together."""

import re

# One pair of strings serves both PostgreSQL's translate() and Python, so the column and the question agree.
FOLD_FROM = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿœæأإآٱىةؤئ" + "".join(chr(c) for c in range(0x064B, 0x0653)) + "ـ"
FOLD_TO = "aaaaaaceeeeiiiinooooouuuuyyoaاااايهوي"
_TABLE = {
    ord(letter): (FOLD_TO[place] if place < len(FOLD_TO) else None) for place, letter in enumerate(FOLD_FROM)
}


def fold(text: str) -> str:
    """Lower case without accents; Arabic vowel signs and tatweel dropped, alif and ya in one form."""
    return " ".join(text.lower().translate(_TABLE).split())


# Marks that reorder or hide what stands beside them; nobody's name needs them.
_HIDDEN = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)


# Marks on one letter beyond the third, which only climb over the lines above.
_MARK = (
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PILED = re.compile(f"({_MARK}{{3}}){_MARK}+")


def tidy(text: str) -> str:
    """One clean line for a name or a title: no control or direction marks, three marks on a letter at most,
    single spaces.
    """
    plain = _PILED.sub(r"\1", text.translate(_HIDDEN))
    return " ".join("".join(c for c in plain if c.isprintable() or c.isspace()).split())


def tidy_lines(text: str) -> str:
    """As tidy(), keeping line breaks, at most two in a row."""
    lines = [tidy(line) for line in text.splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()
