"""What CMI's API says about an order, summed up."""

import pytest

from payments.gateways.cmi_api import read_history
from payments.tests.conftest import TOTAL


def row(kind: str, stat: str, first: str, taken: str, code: str = "00", trans: str = "T1") -> list[str]:
    return [kind, stat, first, taken, "", "", "", "", "", code, trans, ""]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], (False, False, 0, 0)),
        ([row("S", "D", "477000", "", "51")], (True, False, 0, 0)),
        ([row("S", "A", "477000", "")], (True, True, 0, 0)),
        (
            [row("S", "A", "4770.00", ""), row("S", "C", "4770.00", "4770.00", trans="T2")],
            (True, False, TOTAL, 0),
        ),
        ([row("S", "S", "477000", "477000"), row("C", "C", "1000", "1000")], (True, False, TOTAL, 1000)),
        ([row("S", "V", "477000", "477000")], (True, False, 0, TOTAL)),
        ([row("S", "S", "477000", "477000"), row("C", "V", "1000", "1000")], (True, False, TOTAL, 0)),
    ],
)
def test_histories_are_summed_up(rows, wanted):
    read = read_history(rows)
    assert (read.is_known, read.is_reserved, read.captured_centimes, read.returned_centimes) == wanted
    assert read.ref in {"", "T1"}
