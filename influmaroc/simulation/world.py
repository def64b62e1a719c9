"""People with wallets, a clock that jumps, and a provider whose memory is the truth outside our books."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from brands.services import create_brand
from influencers.services import create_influencer
from influmaroc.demo.clock import DemoClock
from influmaroc.demo.names import rib
from payments.models import Wallet
from payments.services import Rate, add_payout_method, store_rates
from taxes.services import set_profile

STATUSES = ("auto_entrepreneur", "individual", "company")
RATES = {"EUR": Decimal("10.8057"), "USD": Decimal("9.3189")}
AHEAD_DAYS = 3
Party = tuple[Wallet, User]


class Failure(Exception):
    """An invariant broke. Its words name it; the trace that led there is in the outcome."""


@dataclass
class World:
    """`took` is what payers gave to the provider and got back from it, by currency; `bank` what went through
    the house's bank. Both are kept by the simulation alone. `hand` is how acts of people reach the house.
    """

    clock: DemoClock
    chance: random.Random
    hand: Any = None
    payers: list[Party] = field(default_factory=list)
    payees: list[Party] = field(default_factory=list)
    clerks: list[User] = field(default_factory=list)
    took: Counter[str] = field(default_factory=Counter)
    disputed: Counter[str] = field(default_factory=Counter)
    bank: int = 0

    def pick(self, rows: Any) -> Any:
        """One of a queryset or list; None of nothing. Always in the same order for the same seed."""
        rows = list(rows)
        return self.chance.choice(rows) if rows else None

    def later(self, **span: float) -> None:
        """Move the clock; it may also go back, as clocks of servers do."""
        self.clock.moment += timedelta(**span)


def settle_in(clock: DemoClock, seed: int) -> World:
    """Three brands, three creators with a RIB, each taxed another way, three of the staff.

    Days ahead of the machine's clock: what a column's default takes from there is past, at any hour.
    """
    clock.moment += timedelta(days=AHEAD_DAYS)
    world = World(clock=clock, chance=random.Random(f"simulation {seed}"))
    for number in range(3):
        user = _person(seed, f"brand{number}", "brand")
        world.payers.append((create_brand(name=f"Simulated {seed}-{number}", by=user).wallet, user))
        user = _person(seed, f"creator{number}", "influencer")
        row = create_influencer(name=f"Creator {number}", handle=f"sim-{seed}-{number}", by=user)
        set_profile(party_id=row.wallet.pk, fields={"status": STATUSES[number]}, by=user)
        add_payout_method(wallet=row.wallet, holder_name="Simulated", rib=rib(number + 50), by=user)
        world.payees.append((row.wallet, user))
        clerk = _person(seed, f"clerk{number}", "staff")
        User.objects.filter(pk=clerk.pk).update(is_staff=True, is_superuser=True)
        clerk.refresh_from_db()
        world.clerks.append(clerk)
    day = timezone.localdate()
    store_rates(source="manual", rows=[Rate(name, day, value) for name, value in RATES.items()])
    return world


def _person(seed: int, name: str, role: str) -> User:
    return User.objects.create_user(f"{name}-{seed}@simulation.invalid", None, name=name, role=role)
