"""The state graphs of the four lifecycles: closed, reachable, and every state ends when nobody acts."""

import pytest

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.services.clocks import RULES
from campaigns.services.exits import EXITS

LIFECYCLES = [Campaign, Application, Collaboration, Deliverable]
each = pytest.mark.parametrize("model", LIFECYCLES)


def finals(model):
    return set(model.State) - set(model.MOVES)


def ends_without_us(model, state, path=()):
    """True when every automatic road from this state comes to a final state without going in a circle."""
    if state in finals(model):
        return True
    if state in path:
        return False
    exits = RULES[model][state].exits
    return bool(exits) and all(ends_without_us(model, to, (*path, state)) for to in exits)


@each
def test_every_non_final_state_has_an_owner_a_clock_and_an_exit(model):
    assert set(RULES[model]) == set(EXITS[model]) == set(model.MOVES)
    assert all(rule.owner in {"brand", "influencer", "both", "staff"} for rule in RULES[model].values())


@each
def test_an_exit_is_a_road_of_the_map(model):
    for state, rule in RULES[model].items():
        assert rule.exits <= model.MOVES[state], state


@each
def test_every_state_ends_with_nobody_acting(model):
    for state in model.State:
        assert ends_without_us(model, state), state


@each
def test_every_state_can_be_reached(model):
    seen, ahead = set(), [next(iter(model.State))]
    while ahead:
        state = ahead.pop()
        if state not in seen:
            seen.add(state)
            ahead += model.MOVES.get(state, set())
    assert seen == set(model.State)


@each
def test_a_final_state_has_no_clock(model):
    assert finals(model).isdisjoint(RULES[model])


def test_silence_counts_as_a_yes_only_after_two_warnings():
    rules = RULES[Deliverable]
    assert rules["submitted"].min_warnings == rules["published"].min_warnings == 2


@each
def test_the_database_knows_the_same_states(model):
    constraints = vars(model)["_meta"].constraints
    checks = [one for one in constraints if one.name.endswith("_state_known")]
    known = dict(checks[0].condition.children)["state__in"]
    assert set(known) == set(model.State)
