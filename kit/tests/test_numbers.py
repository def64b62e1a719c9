from decimal import Decimal

import pytest

from kit.numbers import MINUS, NBSP, compact, number, percent


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", f"1{NBSP}234{NBSP}567,50"), ("ar", "1.234.567,50"), ("en", "1,234,567.50")],
)
def test_separators_follow_the_language(language: str, shown: str) -> None:
    assert number(Decimal("1234567.5"), 2, language) == shown


def test_figures_use_western_digits_and_no_marks_in_arabic() -> None:
    assert number(-1_500, 0, "ar") == f"{MINUS}1.500"


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (999, "fr", "999"),
        (128_400, "fr", f"128,4{NBSP}k"),
        (212_000, "fr", f"212{NBSP}k"),
        (128_400, "ar", f"128,4{NBSP}ألف"),
        (128_400, "en", "128.4K"),
        (2_350_000, "fr", f"2,4{NBSP}M"),
    ],
)
def test_large_figures_are_shortened(value: int, language: str, shown: str) -> None:
    assert compact(value, language) == shown


@pytest.mark.parametrize(
    ("bps", "language", "shown"),
    [(1000, "fr", f"10{NBSP}%"), (480, "ar", f"4,8{NBSP}%"), (425, "en", "4.25%"), (0, "fr", f"0{NBSP}%")],
)
def test_rates_are_shares(bps: int, language: str, shown: str) -> None:
    assert percent(bps, language) == shown


def test_halves_round_up() -> None:
    assert number(Decimal("4.25"), 1, "en") == "4.3"
    assert number(Decimal("4.35"), 1, "en") == "4.4"
