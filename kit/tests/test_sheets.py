import pytest

from kit.sheets import cell, csv_of

RUN = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "\u00a0=1", " \u00a0+1"]


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_stays_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", ["suspense", "", -5, None, "1-1", "Huile d'argan", "FA-2026-000001", "زيت الأركان"]
)
def test_the_rest_is_left_as_it_is(value):
    assert cell(value) == value


def test_a_file_has_its_mark_its_head_and_its_rows():
    assert csv_of(["a", "b"], [["=x", -5]]) == "\ufeffa,b\r\n'=x,-5\r\n"
