"""One seed, so many steps. What is refused is refused; a broken invariant ends the run with its trace."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from influmaroc.demo.clock import DemoClock
from influmaroc.simulation import earning, paying
from influmaroc.simulation.world import World, settle_in
from kit.errors import Refusal
from payments.selectors import audit, balance

ACTIONS = [*paying.ACTIONS, *earning.ACTIONS]
CURRENCIES = ("MAD", "EUR", "USD")
AUDIT_EVERY = 25


class Failure(Exception):
    """An invariant broke. Its words name it; the trace that led there is in the outcome."""


@dataclass
class Outcome:
    """What one seed did. `failure` is empty when every invariant held after every step."""

    seed: int
    n_steps: int = 0
    n_refused: int = 0
    failure: str = ""
    trace: list[str] = field(default_factory=list)


def simulate(*, seed: int, steps: int, keep: int = 40) -> Outcome:
    """Run one seed in a transaction that is undone at the end: the database is as before.

    The same seed does the same steps, so a failure is seen again by running its seed. `keep`: how many of the
    last steps the trace holds.
    """
    outcome = Outcome(seed)
    clock = DemoClock(seed)
    with clock.running(), transaction.atomic():
        _run(settle_in(clock, seed), outcome, steps, keep)
        transaction.set_rollback(True)
    return outcome


def _run(world: World, outcome: Outcome, steps: int, keep: int) -> None:
    actions, weights = zip(*ACTIONS, strict=True)
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
    """One action in its own savepoint, its constraints checked at once, as a commit would."""
    try:
        with transaction.atomic():
            told = action(world)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except (Refusal, ValidationError) as refusal:
        outcome.n_refused += 1
        told = f"refused: {getattr(refusal, 'code', refusal)}"
    finally:
        connection.run_on_commit.clear()
    return told


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
