"""Invented names: common first names with family names that nobody bears. French and Arabic spellings."""

import random

FIRST = (
    ("Ikram", "إكرام"),
    ("Younes", "يونس"),
    ("Nora", "نورة"),
    ("Mehdi", "مهدي"),
    ("Hiba", "هبة"),
    ("Reda", "رضا"),
    ("Kenza", "كنزة"),
    ("Ayoub", "أيوب"),
    ("Lamiae", "لمياء"),
    ("Sami", "سامي"),
    ("Salma", "سلمى"),
    ("Anas", "أنس"),
    ("Chaimae", "شيماء"),
    ("Hamza", "حمزة"),
    ("Zineb", "زينب"),
    ("Ilyas", "إلياس"),
    ("Oumaima", "أميمة"),
    ("Tariq", "طارق"),
    ("Ghita", "غيثة"),
    ("Badr", "بدر"),
    ("Rim", "ريم"),
    ("Nabil", "نبيل"),
    ("Ihssane", "إحسان"),
    ("Yassir", "ياسر"),
    ("Malak", "ملاك"),
    ("Adil", "عادل"),
    ("Sanae", "سناء"),
    ("Ziad", "زياد"),
    ("Wiam", "وئام"),
    ("Driss", "إدريس"),
)
# Faces of demo data: 0 shows a woman, 1 a man, as FIRST is ordered.
DRAWN = {
    **dict.fromkeys(["p-imane", "p-yasmine", "p-loubna", "p-rim", "p-sanae"], 0),
    **dict.fromkeys(["p-hamza", "p-badr", "p-zakaria", "p-tarik", "p-anas"], 1),
}
# Beginnings and endings that make family names with a Moroccan sound which belong to no family we know.
HEADS = (
    *(("Taz", "تاز"), ("Ouz", "أوز"), ("Zer", "زر"), ("Tif", "تيف"), ("Lamz", "لمز"), ("Agu", "أڭو")),
    *(("Ams", "أمس"), ("Bour", "بور"), ("Idl", "إدل"), ("Mezn", "مزن"), ("Tamz", "تامز"), ("Azr", "أزر")),
    *(("Ighm", "إغم"), ("Kerz", "كرز"), ("Sift", "سيفت"), ("Werz", "ورز")),
)
TAILS = (
    *(("arine", "ارين"), ("ine", "ين"), ("dal", "دال"), ("raouine", "راوين"), ("ouri", "وري")),
    *(("ane", "ان"), ("kar", "كار"), ("ouar", "وار"), ("aghi", "اغي"), ("elt", "لت"), ("ousse", "وس")),
)
COMPANY_HEADS = (
    "Atelier",
    "Maison",
    "Moulin",
    "Dar",
    "Thés",
    "Cuirs",
    "Jardins",
    "Studio",
    "Comptoir",
    "Riad",
)
COMPANY_WORDS = (
    *("Tafokt", "Tamount", "Assif", "Azemmar", "Tillila", "Ourika Bleu", "Tanirt", "Imlil Vert", "Asays"),
    *(
        "Tagant",
        "Lqandil",
        "Zahra Noire",
        "Taddart",
        "Ifrawn",
        "Adrar Doux",
        "Aguelmam",
        "Tiziri",
        "Yakout 7",
    ),
)


def person_name(chance: random.Random, *, arabic: bool = False, fits: str = "") -> str:
    """A first name with an invented family name, in one of the two scripts.

    `fits` is the drawing the person is shown with: FIRST alternates women and men, and so do the drawings.
    """
    script = 1 if arabic else 0
    firsts = FIRST[DRAWN[fits] :: 2] if fits in DRAWN else FIRST
    first, head, tail = chance.choice(firsts), chance.choice(HEADS), chance.choice(TAILS)
    return f"{first[script]} {head[script]}{tail[script]}"


def company_name(chance: random.Random) -> str:
    return f"{chance.choice(COMPANY_HEADS)} {chance.choice(COMPANY_WORDS)}"


def ice(number: int) -> str:
    """A well-formed ICE of no company: 9 + 4 digits, then two that make it a multiple of 97."""
    base = (990_000_000 + number) * 10_000 + 1
    return f"{base:013d}{97 - base * 100 % 97:02d}"


def rib(number: int) -> str:
    """A well-formed RIB at a bank that does not exist (code 999): 22 digits and their key."""
    base = 999_780 * 10**16 + number
    return f"{base:022d}{97 - base * 100 % 97:02d}"
