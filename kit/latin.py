"""Names in the letters that card systems take: accents off, Arabic and Tifinagh spelt the French way."""

import re
import unicodedata

# Letter by letter; an empty spelling leaves the letter out.
_SPELLINGS = """
ا=a أ=a إ=i آ=a ٱ=a ء= ب=b ت=t ث=t ج=j ح=h خ=kh د=d ذ=d ر=r ز=z س=s ش=ch ص=s ض=d ط=t ظ=z ع=a غ=gh ف=f
ق=k ك=k ل=l م=m ن=n ه=h و=ou ي=i ى=a ة=a ؤ=ou ئ=i ڤ=v گ=g ݣ=g ڭ=g پ=p چ=ch ـ=
œ=oe Œ=OE æ=ae Æ=AE ß=ss ø=o Ø=O ł=l
"""
# Tifinagh by code points: its letters are easily taken for Latin ones.
_TIFINAGH = """
2D30=a 2D31=b 2D33=g 2D37=d 2D39=d 2D3B=e 2D3C=f 2D3D=k 2D40=h 2D43=h 2D44=a 2D45=kh 2D47=q 2D49=i 2D4A=j
2D4D=l 2D4E=m 2D4F=n 2D53=ou 2D54=r 2D55=r 2D56=gh 2D59=s 2D5A=s 2D5B=ch 2D5C=t 2D5F=t 2D61=w 2D62=y
2D63=z 2D65=z
"""
_SPELT = str.maketrans(
    {
        **dict(pair.split("=") for pair in _SPELLINGS.split()),
        **{chr(int(code, 16)): said for code, said in (pair.split("=") for pair in _TIFINAGH.split())},
    }
)
_ELSE = re.compile(r"[^a-zA-Z0-9_ -]+")


def latin(text: str) -> str:
    """Only [a-zA-Z0-9_ -]; what cannot be spelt becomes a space, and words of other scripts get a capital."""
    spelt = " ".join(_word(word) for word in text.split())
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))
    digits = "".join(str(unicodedata.digit(c, c)) for c in plain)
    return " ".join(_ELSE.sub(" ", digits).split())


def _word(word: str) -> str:
    spelt = word.translate(_SPELT)
    is_foreign = spelt != word and not unicodedata.name(word[0], "").startswith("LATIN")
    return spelt.capitalize() if is_foreign else spelt
