"""One key, asked many times, one after the other or all at once: one effect, one answer. R6, R7."""

from typing import Any

import pytest

from events.models import IdempotentAnswer
from influmaroc.tests.doors import DOORS, REPLAYED, Door, at_once, without_limits
from payments.selectors import audit

COPIES = 50
each_door = pytest.mark.parametrize("name", DOORS)
threads = pytest.mark.django_db(transaction=True)


@pytest.fixture
def door(name: str, request: pytest.FixtureRequest, db: None, settings: Any) -> Door:
    settings.THROTTLES = without_limits()
    return DOORS[name](request.getfixturevalue)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("n_retries", [20, pytest.param(1000, marks=pytest.mark.slow)])
@each_door
def test_repeated_it_happens_once_and_answers_the_same_to_the_byte(door, n_retries):
    first = door.ask("k")
    assert (first.status_code, first.get(REPLAYED), door.n_effects()) == (door.status, None, 1)
    again = [door.ask("k") for _n in range(n_retries)]
    assert {(one.status_code, one.content, one.get(REPLAYED)) for one in again} == {
        (first.status_code, first.content, "true")
    }
    assert door.n_effects() == 1
    assert audit() == []


@each_door
def test_another_body_is_refused_and_a_key_that_is_too_long(door):
    before, refused = door.n_effects(), door.ask("k" * 256)
    assert (refused.status_code, refused.json()["code"]) == (400, "idempotency_key_invalid")
    assert (door.n_effects(), IdempotentAnswer.objects.count()) == (before, 0)
    first = door.ask("k" * 255)
    lie = door.ask("k" * 255, door.other)
    assert (lie.status_code, lie.json()["code"], lie.get(REPLAYED)) == (422, "idempotency_mismatch", None)
    assert (first.status_code, door.n_effects()) == (door.status, 1)


@pytest.mark.parametrize("key", ["k", "k" * 256])
def test_reading_and_deleting_take_no_notice_of_a_key(draft, api_of, atlas, key):
    api, path = api_of(atlas), f"/api/campaigns/{draft.pk}"
    tried = [getattr(api, how)(path, headers={"Idempotency-Key": key}) for how in ("get", "get", "delete")]
    assert [one.status_code for one in tried] == [200, 200, 204]
    assert {one.get(REPLAYED) for one in tried} == {None}
    assert not IdempotentAnswer.objects.exists()


@threads
@pytest.mark.rounds(31)
@each_door
def test_copies_at_once_happen_once_and_are_answered_the_same(door, nth):
    """A dozen copies in the round of make test, fifty in the thirty others."""
    answers = at_once(door, ["once"] * (COPIES if nth else 12))
    assert {one.status_code for one in answers} == {door.status}
    assert len({one.content for one in answers}) == 1
    assert [one.get(REPLAYED) for one in answers].count(None) == 1
    assert door.n_effects() == 1
    assert audit() == []
