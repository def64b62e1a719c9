"""Names that look alike though their letters differ: Atlas, ATLAS, At1as, Atlas with a Cyrillic a."""

import unicodedata

# What is drawn like a Latin letter in the scripts and digits that are used for it.
_CYRILLIC = (
    "\u0430\u0432\u0435\u0438\u043a\u043c\u043d\u043e\u0440\u0441\u0442"
    "\u0443\u0445\u0456\u0441\u0458\u0455\u0501\u04bb\u051b\u051d\u04af"
)
_GREEK = "\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b3\u03c9"
_DRAWN_LIKE = str.maketrans(
    f"{_CYRILLIC}{_GREEK}0135|\u0131\u0142\u0111\u00f8i",
    "abeukmhopctyxlcjsdhqwyabenlkuvoptuxywolesllldol",  # i and l are one stroke each
)


def skeleton(name: str) -> str:
    """What is left of a name when case, accents, spaces and the script of a letter are not looked at."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_DRAWN_LIKE)
    letters = "".join(one for one in unicodedata.normalize("NFKD", plain) if one.isalnum())
    return letters.replace("rn", "m").replace("vv", "w")
