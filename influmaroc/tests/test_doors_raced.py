"""The same step asked for by many at once, each under a key of its own: it is taken once. R9."""

from typing import Any

import pytest

from influmaroc.tests.doors import DOORS, Door, at_once
from payments.selectors import audit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rounds(30)]
COPIES = 20
KEYS = [f"key-{n}" for n in range(COPIES)]
REFUSED = {
    "apply": {"already_applied"},
    "accept": {"wrong_state"},
    "release": {"wrong_state"},
    "request-payout": {"insufficient_funds"},
    "refund": {"wrong_state"},
}


def door_of(name: str, request: Any) -> Door:
    return DOORS[name](request.getfixturevalue)


@pytest.mark.parametrize("name", REFUSED)
def test_one_of_many_gets_it_and_the_others_are_told_why(name, request):
    door = door_of(name, request)
    answers = at_once(door, KEYS)
    codes = sorted(one.status_code for one in answers)
    assert codes == [door.status] + [409] * (COPIES - 1)
    assert {one.json()["code"] for one in answers if one.status_code == 409} == REFUSED[name]
    assert door.n_effects() == 1
    assert audit() == []


@pytest.mark.parametrize("name", ["create-payment-intent", "confirm-payment"])
def test_paying_is_one_payment_and_one_funding_for_whoever_asks(name, request):
    """An attempt that is open is given to everybody, and what became of it is told to everybody."""
    door = door_of(name, request)
    answers = at_once(door, KEYS)
    assert {one.status_code for one in answers} == {door.status}
    assert len({one.json()["id"] for one in answers}) == 1
    assert door.n_effects() == 1
    assert audit() == []
