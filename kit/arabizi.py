"""Words by their sound, so that سلام, salam and slm are found by each other.

Moroccans write Darija in Arabic letters, in Latin ones, and with digits for sounds that Latin has no letter
for (3 ع, 7 ح, 9 ق, 5 خ). Vowels come and go; consonants stay, and are what is compared.
"""

import re

from kit.text import fold

MARK = "~"
SHORTEST = 3  # a sound of fewer consonants is shared by too many words

_PAIRS = {"kh": "x", "gh": "g", "ch": "$", "sh": "$", "th": "t", "dh": "d", "ph": "f"}
_ARABIC = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنهڭگپڤ", "bttjhxddrzs$sdtdgfkklmnhggbf", strict=True))
_LATIN = {"5": "x", "7": "h", "9": "k", "q": "k", "c": "k", "p": "b", "v": "f", "ç": "s"}
_WORD = re.compile(r"\w+")
_PAIR = re.compile("|".join(_PAIRS))
_SILENT = set("aeiouyw0123468اويةء عى")


def sound(word: str) -> str:
    """The consonants of a folded word, doubled ones once: "3yalat" and "عيالات" are "lt"."""
    # A closing ه is what fold() makes of ة, which nobody writes in Latin letters.
    spelled = _PAIR.sub(lambda pair: _PAIRS[pair[0]], word.removesuffix("ه"))
    heard = (_ARABIC.get(letter) or _LATIN.get(letter, letter) for letter in spelled if letter not in _SILENT)
    kept: list[str] = []
    for letter in heard:
        if not kept or kept[-1] != letter:
            kept.append(letter)
    return "".join(kept)


def findable(text: str) -> str:
    """What a column keeps for search: the folded text, then the sounds of its words."""
    folded = fold(text)
    sounds = dict.fromkeys(sound(word) for word in _WORD.findall(folded))
    return " ".join([folded, *(f"{MARK}{one}" for one in sounds if len(one) >= SHORTEST)])


def asked_for(question: str) -> list[list[str]]:
    """The words of a question, each with the pieces of findable() text of which one must be there."""
    return [_pieces(word) for word in _WORD.findall(fold(question))]


def _pieces(word: str) -> list[str]:
    heard = sound(word)
    return [word, f"{MARK}{heard}"] if len(heard) >= SHORTEST else [word]
