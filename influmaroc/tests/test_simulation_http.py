"""The same hand at the API. More: manage.py simulate --http --seeds 20 --steps 200 (make test-full)."""

from unittest import mock

import pytest

from events.services import Answer
from influmaroc.simulation import market, paying, runner, simulate
from payments.models import Escrow

pytestmark = pytest.mark.django_db


def only(action):
    return mock.patch.object(runner, "HTTP_ACTIONS", [(action, 1)])


@pytest.mark.parametrize("seed", range(1, 3))
def test_no_invariant_breaks_over_the_api(seed):
    outcome = simulate(seed=seed, steps=50, http=True)
    assert outcome.failure == "", "\n".join([outcome.failure, *outcome.trace])
    assert not Escrow.objects.exists()


def test_the_same_seed_is_the_same_world():
    first, again = simulate(seed=5, steps=25, http=True), simulate(seed=5, steps=25, http=True)
    assert first == again


def test_a_server_error_ends_the_run():
    with only(market.look), mock.patch("payments.api.finances.earnings", side_effect=RuntimeError("boom")):
        outcome = simulate(seed=1, steps=5, http=True)
    assert "GET finances/earnings answered 500" in outcome.failure
    assert "boom" in outcome.failure


def test_a_repeated_request_that_acts_again_ends_the_run():
    def forgetful(*, act, **_asked):
        return Answer(*act())

    with only(paying.open_deal), mock.patch("campaigns.api.common.answer_once", forgetful):
        outcome = simulate(seed=1, steps=10, http=True)
    assert "asked again" in outcome.failure


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_twenty_seeds_of_two_hundred_steps_over_the_api():
    outcomes = [simulate(seed=seed, steps=200, http=True) for seed in range(100, 120)]
    assert [one for one in outcomes if one.failure] == []
