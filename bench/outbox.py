"""How fast the outbox delivers: `python -m bench.outbox [--events N] [--json]`.

Starts PostgreSQL and Valkey unless they are given (DATABASE_URL, REDIS_URL), makes a database of its own and
drops it again. Each event owes three reactions; each reaction writes one real notice and pushes it, as in
production. The baseline is one delivery at a time, each in its own transaction; the others are the ways the
house settles: one event per message, fifty events per message (messages that pile up are sent together), and
the sweep after a dead broker, with one and two workers.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.dev")
django.setup()

from celery import current_app  # noqa: E402 - settings first
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from events import services  # noqa: E402
from events.facts import Fact, reacts_to  # noqa: E402
from events.models import Delivery, Event  # noqa: E402
from notifications.models import Notice  # noqa: E402
from notifications.services import Message, tell  # noqa: E402

DATABASE = "bench_outbox"
N_REACTIONS = 3
PER_MESSAGE = 50


@dataclass(frozen=True, kw_only=True)
class Measured(Fact):
    reader_id: str


def _notice(fact: Measured, name: str) -> None:
    message = Message(kind="campaign_approved", key=f"{fact.event_id}:{name}", data={"campaign": "Argan"})
    tell(readers=[fact.reader_id], message=message)


@reacts_to(Measured)
def tell_one(fact: Measured) -> None:
    """The first of three notices."""
    _notice(fact, "one")


@reacts_to(Measured)
def tell_two(fact: Measured) -> None:
    """The second."""
    _notice(fact, "two")


@reacts_to(Measured)
def tell_three(fact: Measured) -> None:
    """The third."""
    _notice(fact, "three")


def main() -> None:
    asked = arguments()
    settings.DEBUG = False
    # The doorbell rings into the void: who settles is what is measured.
    current_app.conf.update(broker_url="memory://", broker_transport_options={})
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        report(measure(asked.events), as_json=asked.json)
    finally:
        connection.close_pool() if hasattr(connection, "close_pool") else connection.close()
        connection.creation.destroy_test_db(DATABASE, verbosity=0)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def measure(n_events: int) -> dict[str, Any]:
    reader = User.objects.create_user("reader@example.ma", name="Reader", role="influencer")
    ways: dict[str, Callable[[], int]] = {
        "one by one": one_by_one,
        "one event per message": one_event_per_message,
        "fifty events per message": fifty_events_per_message,
        "sweep": lambda: services.sweep(for_s=600),
        "sweep, two workers": two_workers,
    }
    warm_up(reader)
    figures = {"emit_ms": round(emit_ms(n_events, reader), 3), "queries_per_event": queries_of_one(reader)}
    rates = {name: round(rate(settle, n_events, reader)) for name, settle in ways.items()}
    return {**figures, "n_events": n_events, "deliveries_per_s": rates}


def fill(n_events: int, reader: User) -> None:
    for _ in range(n_events):
        with transaction.atomic():
            services.emit(Measured(reader_id=str(reader.pk)), by=reader)


def warm_up(reader: User) -> None:
    fill(50, reader)
    services.sweep()


def emit_ms(n_events: int, reader: User) -> float:
    """Of one transaction that does nothing but say a fact with three listeners."""
    begun = time.perf_counter()
    fill(n_events, reader)
    spent = time.perf_counter() - begun
    services.sweep(for_s=600)
    return spent / n_events * 1000


def queries_of_one(reader: User) -> int:
    fill(1, reader)
    event = Event.objects.latest("pk")
    with CaptureQueriesContext(connection) as queries:
        services.settle_events(event_ids=[event.pk])
    return len(queries)


def rate(settle: Callable[[], int], n_events: int, reader: User) -> float:
    """Deliveries per second; fails when one was lost or done twice."""
    Notice.objects.all().delete()
    fill(n_events, reader)
    begun = time.perf_counter()
    n_done = settle()
    spent = time.perf_counter() - begun
    expected = n_events * N_REACTIONS
    if not n_done == Notice.objects.count() == expected or Delivery.objects.owed().exists():
        sys.exit(f"{n_done} deliveries and {Notice.objects.count()} notices instead of {expected}")
    return n_done / spent


def one_by_one() -> int:
    owed = list(Delivery.objects.due().order_by("pk").values_list("pk", flat=True))
    return sum(services.settle(pk) for pk in owed)


def one_event_per_message() -> int:
    return sum(services.settle_events(event_ids=[pk]) for pk in waiting())


def fifty_events_per_message() -> int:
    ids = waiting()
    messages = [ids[start : start + PER_MESSAGE] for start in range(0, len(ids), PER_MESSAGE)]
    return sum(services.settle_events(event_ids=message) for message in messages)


def waiting() -> list[int]:
    rows = Event.objects.filter(deliveries__done_at=None).distinct().order_by("pk")
    return list(rows.values_list("pk", flat=True))


def two_workers() -> int:
    def work(_number: int) -> int:
        try:
            return services.sweep(for_s=600)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(work, range(2)))


def report(figures: dict[str, Any], *, as_json: bool) -> None:
    rates = figures["deliveries_per_s"]
    ratios = {name: round(one / rates["one by one"], 2) for name, one in rates.items()}
    if as_json:
        sys.stdout.write(json.dumps({**figures, "ratio": ratios}) + "\n")
        return
    say = sys.stdout.write
    say(f"{figures['n_events']} events of {N_REACTIONS} reactions, each writing one notice\n")
    say(f"emit: {figures['emit_ms']} ms; settling one event: {figures['queries_per_event']} queries\n")
    for name, one in rates.items():
        say(f"{name:26} {one:7} deliveries/s   x{ratios[name]}\n")


if __name__ == "__main__":
    main()
