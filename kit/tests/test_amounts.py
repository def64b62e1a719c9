"""Amounts as machines read them: the same digits wherever they are written, also below zero."""

from decimal import Decimal

import pytest

from kit.amounts import centimes, decimal, money
from kit.sheets import figure

BOTH = [(477_000, "4770.00"), (5, "0.05"), (0, "0.00"), (-5, "-0.05"), (-150, "-1.50"), (-45_000, "-450.00")]


@pytest.mark.parametrize(("amount", "text"), BOTH)
def test_centimes_are_a_decimal_with_their_sign(amount, text):
    assert decimal(amount) == text
    assert money(amount, "EUR") == {"amount": text, "currency": "EUR"}
    assert (figure(amount), str(figure(amount))) == (Decimal(text), text)


@pytest.mark.parametrize("amount", [0, 5, 477_000, 10**12])
def test_what_was_written_is_read_back(amount):
    assert centimes(decimal(amount)) == amount


def test_a_large_amount_in_a_sheet_is_exact():
    assert str(figure(10**15 + 1)) == "10000000000000.01"
