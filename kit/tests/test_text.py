import pytest

from kit.text import fold, tidy, tidy_lines


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Éloïse  Béni", "eloise beni"),
        ("أَمِينة إدريس", "امينه ادريس"),
        ("Œuvre ÇÀ", "ouvre ca"),
        ("على", "علي"),
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
    marks += [0x2060, 0xFEFF]
    assert {tidy(f"a{chr(mark)}b") for mark in marks} == {"ab"}


def test_z11_marks_are_not_piled_up():
    assert tidy("a" + "\u0301" * 40 + "b") == "a\u0301\u0301\u0301b"
    assert (
        tidy("\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f")
        == "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f"
    )
