import pytest

from kit.text import fold, tidy, tidy_lines, tidy_words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Éloïse  Béni", "eloise beni"),
        ("أَمِينة إدريس", "امينه ادريس"),
        ("Œuvre ÇÀ", "ouvre ca"),
        ("على", "علي"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_names_fall_together(typed, kept):
    assert fold(typed) == kept


def test_a_name_is_one_clean_line():
    assert tidy("  Nour\u202e\u200b\tAl\x00ami\n") == "Nour Alami"


def test_free_text_keeps_its_lines():
    assert tidy_lines(" a \n\n\n\n b\u2066 \n") == "a\n\nb"


def test_z11_every_mark_that_turns_or_hides_is_taken_out():
    marks = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, *range(0x200B, 0x200E)]
    marks += [0x2060, 0xFEFF, 0x034F, 0x115F, 0x3164, 0xFFA0, 0xE0100]
    assert {tidy(f"a{chr(mark)}b") for mark in marks} == {"ab"}


def test_z11_marks_are_not_piled_up():
    assert tidy("a" + "\u0301" * 40 + "b") == "a\u0301\u0301\u0301b"
    assert (
        tidy("\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f")
        == "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f"
    )


@pytest.mark.parametrize(
    "written",
    [
        "می\u200cخواهم",  # Persian: two letters that do not join
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family is one picture
        "C++\u200e أو C#\u200e",
        "\u200fالسعر 5000",
        "\u061c12/10/2026",
        "اسم \u2066Maison @Atlas\u2069 هنا",
    ],
)
def test_z11_what_arabic_persian_and_emoji_are_written_with_stays_in_messages(written):
    assert tidy_words(written) == written


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("prix\u202e 005\u202c", "prix 005"),  # an override
        ("a\u2067b\nc", "a\u2067b\u2069\nc"),  # what is open at the end of its line
        ("\u2069a\u2066b\u2069\u2069", "a\u2066b\u2069"),
        ("\u202b12 34\u202c a\u202a", "\u206712 34\u2069 a\u2066\u2069"),  # embeddings
        ("a\u200b\ufeff\u2060b", "ab"),
        ("\u200f\u2067\u2069\u200d\n\u200e", ""),  # nothing is to be seen
        ("a" + "\u0301\u200d" * 9, "a\u0301\u200d\u0301\u200d\u0301\u200d"),
    ],
)
def test_z11_nothing_in_messages_reaches_beyond_its_line(written, kept):
    assert tidy_words(written) == kept
