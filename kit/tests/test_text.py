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
