"""Facts and what is owed to them. A row is the promise; the broker is only the doorbell."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from events.facts import REACTIONS, Fact
from events.models import Delivery, Event
from events.querysets import DeliveryQuerySet
from kit.background import Courier

log = logging.getLogger(__name__)
BATCH = 50
LEASE = timedelta(seconds=30)
KEPT = timedelta(days=90)


def emit(fact: Fact, *, by: Any = None) -> Event:
    """Record a fact and what is owed to it, in the caller's transaction.

    Nothing runs before commit; nothing is lost after it. Raises RuntimeError outside a
    transaction, where the fact and its cause could not be saved together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("emit() belongs inside transaction.atomic")
    event = Event.objects.create(label=fact.label(), payload=fact.payload(), actor_id=getattr(by, "pk", None))
    reactions = REACTIONS.get(event.label)
    if reactions:
        Delivery.objects.bulk_create(Delivery(event=event, reaction=name) for name in reactions)
        transaction.on_commit(lambda: wake(event.pk), robust=True)
    return event


def wake(event_id: int) -> None:
    """Ask a worker to settle one event now, without waiting; when the broker is down, the sweep does it."""
    _doorbell.send(event_id)


def _wake_all(event_ids: Iterable[int]) -> None:
    for event_id in event_ids:
        wake(event_id)


def _ring(event_ids: list[int]) -> None:
    current_app.send_task("events.tasks.deliver", [event_ids])


_doorbell = Courier(_ring)


def settle_events(*, event_ids: Sequence[int]) -> int:
    """Run what is due to these events; return how many reactions were tried."""
    return sum(
        settle_rows(rows=Delivery.objects.due().filter(event_id__in=some)) for some in _batches(event_ids)
    )


def settle(delivery_id: int) -> bool:
    """Run one owed reaction; return False when it is done, not due yet, or held by another worker."""
    return bool(settle_rows(rows=Delivery.objects.due().filter(pk=delivery_id)))


@transaction.atomic
def settle_rows(*, rows: DeliveryQuerySet) -> int:
    """Run these owed reactions in one transaction; return how many were tried.

    Rows another worker holds are skipped. What reactions write commits together with their ticks: the
    effect in the database happens exactly once. One that fails is rolled back alone and tried again later.
    Six queries for the lot, besides those of the reactions; two more for each one that has failed before.
    """
    owed = list(rows.lock().order_by("pk"))
    fresh = [delivery for delivery in owed if not delivery.attempts]
    retried = [delivery for delivery in owed if delivery.attempts]
    alone = retried if _succeed_together(fresh) else owed
    failed = [delivery for delivery in alone if not _attempt(delivery)]
    if failed:
        Delivery.objects.bulk_update(failed, ["attempts", "last_error", "next_attempt_at"])
    done = {delivery.pk for delivery in owed} - {delivery.pk for delivery in failed}
    if done:
        Delivery.objects.filter(pk__in=done).update(done_at=timezone.now())
    return len(owed)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _succeed_together(fresh: list[Delivery]) -> bool:
    """Run them under one savepoint, as nearly all succeed; when one fails, none of them has happened."""
    try:
        with transaction.atomic():
            for delivery in fresh:
                delivery.react()
    except Exception as error:  # noqa: BLE001 - they are tried again one by one, which records it
        log.info("%d deliveries are settled one by one: %r", len(fresh), error)
        return False
    return True


def _attempt(delivery: Delivery) -> bool:
    try:
        with transaction.atomic():
            delivery.react()
    except Exception as error:  # noqa: BLE001 - any failure is recorded and retried
        delivery.postpone(error)
        return False
    return True


@transaction.atomic
def claim_due(*, limit: int) -> list[int]:
    """Take up to `limit` due deliveries for half a minute, oldest first; return their ids.

    The lease is committed before anything runs, so a reaction that kills its worker
    moves to the back of the queue instead of blocking it.
    """
    due = Delivery.objects.due().order_by("next_attempt_at").select_for_update(skip_locked=True)
    ids = list(due.values_list("pk", flat=True)[:limit])
    Delivery.objects.filter(pk__in=ids).update(next_attempt_at=timezone.now() + LEASE)
    return ids


def sweep(*, limit: int = 500, for_s: float = 25) -> int:
    """Settle what a lost message, a crash or a backoff left due; stop when nothing is, or time is up."""
    end, tried = time.monotonic() + for_s, 0
    while time.monotonic() < end and (ids := claim_due(limit=limit)):
        for some in _batches(ids):
            tried += settle_rows(rows=Delivery.objects.pending().filter(pk__in=some))
    return tried


@transaction.atomic
def replay(*, delivery_ids: Sequence[int]) -> int:
    """Owe these deliveries again, from the first attempt on, and ring; return how many."""
    rows = Delivery.objects.filter(pk__in=delivery_ids)
    event_ids = set(rows.values_list("event_id", flat=True))
    n_rows = rows.update(attempts=0, done_at=None, next_attempt_at=timezone.now())
    transaction.on_commit(lambda: _wake_all(event_ids), robust=True)
    return n_rows


def forget_done_deliveries(*, limit: int = 10_000) -> int:
    """Drop ticks older than 90 days, a batch at a time; the events stay: they are the history."""
    old = Delivery.objects.filter(done_at__lt=timezone.now() - KEPT).values_list("pk", flat=True)[:limit]
    return Delivery.objects.filter(pk__in=list(old)).delete()[0]
