import pytest
from django.utils.translation import override

from kit import money
from kit.numbers import MINUS, NBSP


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", f"4{NBSP}770,00{NBSP}MAD"), ("ar", f"4.770{NBSP}درهم"), ("en", f"MAD{NBSP}4,770.00")],
)
def test_an_amount_in_a_sentence(language: str, shown: str) -> None:
    assert money.plain(477_000, language) == shown


def test_centimes_stay_in_an_arabic_sentence() -> None:
    assert money.plain(477_050, "ar") == f"4.770,50{NBSP}درهم"


def test_a_table_isolates_its_amounts_from_left_to_right() -> None:
    with override("ar"):
        drawn = money.html(477_000)
    assert drawn.startswith('<bdi class="im-money" dir="ltr">4.770,00')
    assert "MAD" in drawn


def test_a_large_arabic_figure_says_dirham() -> None:
    with override("ar"):
        drawn = money.html(450_000, "lg")
    assert "4.500</bdi>" in drawn
    assert "درهم" in drawn


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", f"{MINUS}450,00"), ("ar", f"{MINUS}450,00"), ("en", f"{MINUS}<span")]
)
def test_what_is_taken_off_has_a_real_minus(language: str, shown: str) -> None:
    with override(language):
        assert f">{shown}" in money.html(45_000, "minus")


def test_short_hides_empty_centimes_only() -> None:
    assert money.figure(150_000, "fr", short=True) == f"1{NBSP}500"
    assert money.figure(150_050, "fr", short=True) == f"1{NBSP}500,50"


@pytest.mark.parametrize(
    ("typed", "centimes"),
    [
        ("1500", 150_000),
        ("1 500,50", 150_050),
        ("1.500,50", 150_050),
        ("1500.50", 150_050),
        ("1,500.50", 150_050),
        ("1\u202f500,5", 150_050),
        ("1.500", 150_000),
        ("\u0661\u0665\u0660\u0660\u066b\u0665\u0660", 150_050),
        ("4 770,00 MAD", 477_000),
        ("4.770 درهم", 477_000),
        ("0,05", 5),
    ],
)
def test_people_write_amounts_their_own_way(typed: str, centimes: int) -> None:
    assert money.parse_amount(typed) == centimes


@pytest.mark.parametrize("typed", ["", "abc", "-5", "1,2,3", "12.3456", "1 500,505", "5e3", "²", "9" * 14])
def test_unclear_amounts_are_refused(typed: str) -> None:
    assert money.parse_amount(typed) is None


def test_what_is_written_can_be_read_back() -> None:
    for centimes in (1, 99, 100, 123_456, 99_999_999):
        for language in ("fr", "ar"):
            assert money.parse_amount(money.figure(centimes, language)) == centimes
