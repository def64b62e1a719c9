"""A short history of the market, played in the order in which it happened.

Every human act is a step at its own moment, done by the real services; between two steps the deadlines that
pass fire by themselves, and what each fact sets off is settled at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from campaigns.services import run_clocks
from events.models import Delivery, Event
from events.services import settle_rows
from influmaroc.demo.clock import DemoClock

# The earliest deadline or warning of any timed row.
NEXT = """
    SELECT least(
        (SELECT min(least(due_at, warn_at)) FROM campaigns_campaign),
        (SELECT min(least(due_at, warn_at)) FROM campaigns_application),
        (SELECT min(least(due_at, warn_at)) FROM campaigns_collaboration),
        (SELECT min(least(due_at, warn_at)) FROM campaigns_deliverable))"""


@dataclass(order=True)
class Step:
    moment: datetime
    order: int
    name: str = field(compare=False)
    act: Callable[[], None] = field(compare=False)


class Stage:
    """Steps wait here until play() runs them all."""

    def __init__(self, clock: DemoClock) -> None:
        self.clock = clock
        self.steps: list[Step] = []
        self._last_event = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def at(self, moment: datetime, name: str, act: Callable[[], None]) -> None:
        self.steps.append(Step(moment, len(self.steps), name, act))

    def play(self, tick: Callable[[], None]) -> None:
        """Run everything up to the real now; `tick` is called after each step."""
        for step in sorted(self.steps):
            self._let_time_pass(step.moment)
            self.clock.moment = step.moment
            self.clock.stream(step.name)
            step.act()
            self.settle()
            tick()
        self._let_time_pass(self.clock.real_now)
        self.clock.moment = self.clock.real_now

    def _let_time_pass(self, until: datetime) -> None:
        while (due := self._next_deadline()) and due <= until:
            self.clock.moment = max(due, self.clock.moment)
            self.clock.stream(f"clock {round((due - self.clock.anchor).total_seconds())}")
            run_clocks()
            self.settle()
            if self._next_deadline() == due:
                return

    def _next_deadline(self) -> datetime | None:
        with connection.cursor() as cursor:
            cursor.execute(NEXT)
            return cursor.fetchone()[0]

    @transaction.atomic
    def settle(self) -> None:
        """Date what has just happened, and run what it sets off at that same moment."""
        now = self.clock.now()
        fresh = Event.objects.filter(pk__gt=self._last_event).order_by("pk")
        while ids := list(fresh.values_list("pk", flat=True)):
            self._last_event = ids[-1]
            Event.objects.filter(pk__in=ids).update(happened_at=now)
            rows = Delivery.objects.filter(event_id__in=ids)
            rows.update(next_attempt_at=now)
            settle_rows(rows=rows)
            fresh = Event.objects.filter(pk__gt=self._last_event).order_by("pk")
