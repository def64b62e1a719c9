"""Fills an empty database with the demo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from influmaroc.demo.bulk import Crowd, add_crowd
from influmaroc.demo.clock import DemoClock
from influmaroc.demo.data import briefs, plot
from influmaroc.demo.market import Market
from influmaroc.demo.people import open_house
from influmaroc.demo.stage import Stage
from influmaroc.stack.prepare import DEMO_LOGINS
from mail.models import Letter
from notifications.models import Notice
from payments.services import Rate, store_rates

N_EXTRA = 20
CROWDS = {
    "small": Crowd(0, 0, 0),
    "medium": Crowd(2_000, 200, 1_000),
    "large": Crowd(100_000, 5_000, 50_000),
}
UNREAD = timedelta(days=3)
RATES = {"EUR": Decimal("10.8057"), "USD": Decimal("9.3189")}  # of March 2026; no source is asked in the demo
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Loaded:
    """What one run did; `is_new` is False when the demo was already there."""

    is_new: bool
    n_steps: int = 0


def load_demo(*, seed: int, scale: str, progress: Progress) -> Loaded:
    """Play the demo's history in one transaction, then add the crowd. A second run changes nothing."""
    if User.objects.filter(email=DEMO_LOGINS[0]).exists():
        return Loaded(is_new=False)
    clock = DemoClock(seed)
    with clock.running():
        with transaction.atomic():
            n_steps = _play(clock, progress)
            connection.run_on_commit.clear()  # doorbells of work that was settled on the spot
        add_crowd(CROWDS[scale], clock, progress)
    store_rates(
        source="manual", rows=[Rate(name, timezone.localdate(), dirhams) for name, dirhams in RATES.items()]
    )
    return Loaded(is_new=True, n_steps=n_steps)


def _play(clock: DemoClock, progress: Progress) -> int:
    total = len(briefs()) * 3 + sum(line.count("@") for line in plot()["deals"])
    progress(0, total, "people")
    stage = Stage(clock)
    cast = open_house(clock, N_EXTRA)
    stage.settle()
    Market(stage, cast).enter()
    total = len(stage.steps)
    done = iter(range(1, total + 1))
    stage.play(lambda: progress(next(done), total, "history"))
    Notice.objects.filter(made_at__lt=clock.real_now - UNREAD).update(read_at=clock.real_now - UNREAD)
    # Letters of a history that never was: they stand in the log, and nobody sends them.
    Letter.objects.owed().update(state=Letter.State.SENT, sent_at=F("queued_at"), sealed="", provider="demo")
    return total
