"""A slice of the simulation. More: manage.py simulate --seeds 1000 --steps 500 (make test-full)."""

from unittest import mock

import pytest

from influmaroc.simulation import runner, simulate
from payments.models import Escrow
from payments.services import Leg, post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(1, 13))
def test_no_invariant_breaks_under_a_random_hand(seed):
    outcome = simulate(seed=seed, steps=60)
    assert outcome.failure == "", "\n".join([outcome.failure, *outcome.trace])
    assert not Escrow.objects.exists()


def test_the_same_seed_is_the_same_world():
    first, again = simulate(seed=3, steps=40), simulate(seed=3, steps=40)
    assert first == again


def test_a_broken_invariant_ends_the_run_with_its_trace():
    def theft(world):
        post(key="theft", kind="theft", legs=[Leg("bank", "", -1), Leg("platform_fees", "", 1)])
        return "one centime"

    with mock.patch.object(runner, "ACTIONS", [(theft, 1)]):
        outcome = simulate(seed=1, steps=5)
    assert "the bank moved 0" in outcome.failure
    assert outcome.trace == ["1 theft: one centime"]


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_hundred_seeds_of_five_hundred_steps():
    broken = [one for one in (simulate(seed=seed, steps=500) for seed in range(100, 200)) if one.failure]
    assert broken == []
