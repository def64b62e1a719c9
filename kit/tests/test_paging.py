import pytest

from kit.paging import natural, page_number


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        *[(None, 1), ("", 1), ("0", 1), ("000", 1), ("-3", 1), ("two", 1), ("1.5", 1), ("٣", 1), ("²", 1)],
        *[("1", 1), ("007", 7), ("10000", 10_000), ("10001", 10_000), ("9" * 4301, 10_000)],
        *[("0" * 5000, 1), ("0" * 5000 + "4", 4)],
    ],
)
def test_the_page_of_an_address_is_a_number_in_reach(asked, page):
    assert page_number(asked) == page


@pytest.mark.parametrize(("asked", "page"), [("49", 49), ("50", 50), ("51", 50), ("500", 50)])
def test_a_list_may_end_earlier(asked, page):
    assert page_number(asked, last=50) == page


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("50", 50),
        ("51", 50),
        ("9" * 5000, 50),
        ("", None),
        ("-1", None),
        ("\u0663", None),
    ],
)
def test_digits_of_any_length_are_a_number_at_most(text, number):
    assert natural(text, 50) == number
