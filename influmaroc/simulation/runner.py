"""One seed, so many steps. What is refused is refused; a broken invariant ends the run with its trace."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from influmaroc.demo.clock import DemoClock
from influmaroc.simulation import earning, market, paying
from influmaroc.simulation.hands import ByServices
from influmaroc.simulation.http import OverApi
from influmaroc.simulation.world import Failure, World, settle_in
from kit.errors import Refusal
from payments.selectors import audit, balance

ACTIONS = [*paying.ACTIONS, *earning.ACTIONS]
HTTP_ACTIONS = market.ACTIONS
CURRENCIES = ("MAD", "EUR", "USD")
AUDIT_EVERY = 25


@dataclass
class Outcome:
    """What one seed did. `failure` is empty when every invariant held after every step."""

    seed: int
    n_steps: int = 0
    n_refused: int = 0
    failure: str = ""
    trace: list[str] = field(default_factory=list)


def simulate(*, seed: int, steps: int, keep: int = 40, http: bool = False) -> Outcome:
    """Run one seed in a transaction that is undone at the end: the database is as before.

    The same seed does the same steps, so a failure is seen again by running its seed. `keep`: how many of the
    last steps the trace holds. `http`: people act through the API, on contracts of the marketplace.
    """
    outcome = Outcome(seed)
    clock = DemoClock(seed)
    with clock.running(), transaction.atomic():
        world = settle_in(clock, seed)
        world.hand = OverApi(world) if http else ByServices()
        with world.hand.serving():
            _run(world, HTTP_ACTIONS if http else ACTIONS, outcome, steps=steps, keep=keep)
        transaction.set_rollback(True)
    return outcome


def _run(world: World, acts: list[tuple[Any, int]], outcome: Outcome, *, steps: int, keep: int) -> None:
    actions, weights = zip(*acts, strict=True)
    try:
        for number in range(1, steps + 1):
            action = world.chance.choices(actions, weights)[0]
            told = _step(world, action, outcome)
            outcome.trace = [*outcome.trace[1 - keep :], f"{number} {action.__name__}: {told}"]
            outcome.n_steps = number
            check(world)
            if number % AUDIT_EVERY == 0 or number == steps:
                check_books()
    except Failure as failure:
        outcome.failure = str(failure)


def _step(world: World, action: Any, outcome: Outcome) -> str:
    """One action, its constraints checked at once, as a commit would."""
    try:
        with world.hand.acting():
            return action(world)
    except (Refusal, ValidationError) as refusal:
        outcome.n_refused += 1
        return f"refused: {getattr(refusal, 'code', refusal)}"


def check(world: World) -> None:
    """Our books against the world's memory: nothing from nowhere, nothing lost. Raises Failure."""
    for currency in CURRENCIES:
        said = -balance("provider_clearing", "sandbox", currency)
        true = world.took[currency] - world.disputed[currency]
        if said != true:
            raise Failure(f"the provider owes us {true} {currency}, our books say {said}")
    if balance("bank") != world.bank:
        raise Failure(f"the bank moved {world.bank}, our books say {balance('bank')}")


def check_books() -> None:
    """The auditor's whole list. Raises Failure."""
    found = audit()
    if found:
        raise Failure("; ".join(f"{one.code} {one.subject}: {one.expected} / {one.actual}" for one in found))
