import time

import pytest

from kit.contacts import COVER, cover

PHONES = [
    "06 12 34 56 78",
    "+212 6-12-34-56-78",
    "00212612345678",
    "212.612.345.678",
    "٠٦١٢٣٤٥٦٧٨",
    "۰۶ ۱۲ ۳۴ ۵۶ ۷۸",
    "\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
    "0 6 1 2 3 4 5 6 7 8",
    "06🙂12🙂34🙂56🙂78",
    "06\u200b12\u200b345678",
    "6 12 34 56 78",
    "0\u0301\u0336612345678",
    "06\u200d\u200e\u200f\u061c\u2066\u2069\u200c12345678",
    "06\u3164\u3164\u3164\u316412345678",
    "+33 6 12 34 56 78",
    "zéro six douze trente quatre cinquante six soixante huit deux trois",
    "صفر ستة واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية",
]
MAILS = [
    "amina.b+pub@example.ma",
    "amina (at) gmail (dot) com",
    "amina[at]gmail.com",
    "amina arobase gmail point com",
    "amina\uff20gmail.com",
    "ami\u200dna\u200f@gma\u200eil.com",
]
LINKS = [
    "https://wa.me/212612345678",
    "wa.me/message/ABC",
    "chat.whatsapp.com/xyz",
    "t.me/amina",
    "m.me/amina",
    "w\u200da.m\u200ce/212612345678",
    "t\ufe0f.m\u0336e/amina",
    "tel:0612345678",
    "HTTPS://API.WHATSAPP.COM/send?phone=1",
]
PLAIN = [
    "budget 15 000 MAD, 120 000 abonnés",
    "600 000 000 vues",
    "le 12/03/2026 à 14:05",
    "C-2026-00042",
    "un, deux, trois, on y va",
    "prix : 6 000 ou 7 500 dh pour 3 reels",
    "https://www.instagram.com/amina/reel/9/",
    "regarde @amina.b et look at instagram.com",
    "شحال الثمن؟ 5000 درهم",
    "الآجال: 12 10 2026 و 20 11 2026، 2000 ثم 3000",
    "\u200f15 000 MAD \u2067(x)\u2069 \U0001f469\u200d\U0001f4bb",
]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("phone", one) for one in PHONES),
        *(("mail", one) for one in MAILS),
        *(("link", one) for one in LINKS),
    ],
)
def test_ways_out_are_covered(kind, text):
    assert cover(f"Salam, {text} !") == (f"Salam, {COVER} !", [kind])


def test_bank_accounts_and_cards_are_covered():
    assert cover("RIB 011 519 0000012050005349 21 merci") == (f"RIB {COVER} merci", ["account"])
    assert cover("٠١١٥١٩٠٠٠٠٠١٢٠٥٠٠٠٥٣٤٩٢١").kinds == ["account"]
    assert cover("4111 1111 1111 1111").kinds == ["card"]
    assert cover("4111 1111 1111 1112").kinds == []


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_contact_stays(text):
    assert cover(text) == (text, [])


def test_several_kinds_are_covered_at_once():
    found = cover("0612345678 ou amina@example.ma ou t.me/amina")
    assert found == (f"{COVER} ou {COVER} ou {COVER}", ["link", "mail", "phone"])


@pytest.mark.parametrize("piece", ["0 ", "a", "06", "a.", "a@b.", "un,", "...", "a-", "\u200b0", "٠"])
def test_no_text_is_slow_to_read(piece):
    text = (piece * 4000)[:4000]
    started = time.perf_counter()
    cover(text)
    assert time.perf_counter() - started < 0.5  # a few milliseconds when the machine is quiet


@pytest.mark.parametrize("turned", ["سلام {} شكرا", "\u200f{}", "\u061c{}", "a \u2067{}\u2069"])
def test_numbers_that_are_shown_the_other_way_round_are_covered(turned):
    said = turned.format("78 56 34 12 06")
    assert cover(said) == (turned.format(COVER), ["phone"])
    assert cover("78 56 34 12 06").kinds == []


def test_what_is_covered_leaves_no_isolate_open():
    assert cover("\u206706 12 34\u2069 56 78").text == f"\u2067{COVER}\u2069"
    assert cover("a \u206806 12\u2067 34 56 78\u2069\u2069 b").text == f"a \u2068{COVER}\u2069 b"
