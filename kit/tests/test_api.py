import pytest
from rest_framework.exceptions import ValidationError

from kit.api import MoneyField, field_errors, money


@pytest.mark.parametrize(
    ("amount", "centimes"),
    [("1500.00", 150_000), ("0.01", 1), ("7", 700), ("7.5", 750), ("10000000000", 10**12)],
)
def test_amounts_become_centimes(amount, centimes):
    assert MoneyField().to_internal_value({"amount": amount, "currency": "MAD"}) == centimes


@pytest.mark.parametrize(
    "amount",
    [
        "1e5",
        "1_000",
        "-5",
        "+5",
        "1.234",
        "",
        ".",
        "5.",
        ".5",
        " 5",
        "NaN",
        "\u0661\u0662",
        5,
        5.0,
        None,
        "9" * 5000,
    ],
)
def test_anything_else_is_not_an_amount(amount):
    with pytest.raises(ValidationError):
        MoneyField().to_internal_value({"amount": amount, "currency": "MAD"})


@pytest.mark.parametrize("amount", ["0", "0.00", "10000000000.01"])
def test_amounts_have_a_range(amount):
    with pytest.raises(ValidationError) as no:
        MoneyField().to_internal_value({"amount": amount, "currency": "MAD"})
    assert no.value.get_codes() == ["range"]


@pytest.mark.parametrize(
    "data", [100, "100", ["100", "MAD"], {"amount": "1"}, {"amount": "1", "currency": "USD"}]
)
def test_an_amount_is_an_object_in_dirhams(data):
    with pytest.raises(ValidationError):
        MoneyField().to_internal_value(data)


@pytest.mark.parametrize(
    ("centimes", "amount"), [(150_000, "1500.00"), (5, "0.05"), (-45_000, "-450.00"), (0, "0.00")]
)
def test_centimes_become_amounts(centimes, amount):
    assert money(centimes) == {"amount": amount, "currency": "MAD"}


def test_errors_in_lists_name_their_line():
    details = ValidationError({"rows": [{}, {"quantity": ["Trop peu"]}]}).get_full_details()
    assert list(field_errors(details)) == [
        {"field": "rows.1.quantity", "code": "invalid", "detail": "Trop peu"}
    ]
