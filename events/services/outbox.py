from dataclasses import asdict

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from events.facts import REACTIONS, Fact
from events.models import Delivery, Event


def emit(fact: Fact, *, by=None) -> Event:
    """Record a fact and what is owed to it, in the caller's transaction.

    Nothing runs before commit; nothing is lost after it. Raises RuntimeError outside a
    transaction, where the fact and its cause could not be saved together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("emit() belongs inside transaction.atomic")
    event = Event.objects.create(label=fact.label(), payload=asdict(fact), actor_id=getattr(by, "pk", None))
    Delivery.objects.bulk_create(Delivery(event=event, reaction=name) for name in REACTIONS[event.label])
    transaction.on_commit(lambda: wake(event.pk), robust=True)
    return event


def wake(event_id: int) -> None:
    """Ask a worker to settle one event now; when the broker is down, the sweep does it."""
    current_app.send_task("events.tasks.deliver", [event_id])


@transaction.atomic
def settle(delivery_id: int) -> bool:
    """Run one owed reaction; return False when it is done or another worker holds it.

    The reaction's rows and its tick commit together, so its database effect happens
    exactly once. A failure rolls back to the savepoint and is tried again later.
    """
    row = Delivery.objects.due().select_related("event").filter(pk=delivery_id)
    delivery = row.select_for_update(skip_locked=True, of=("self",)).first()
    if delivery is None:
        return False
    try:
        with transaction.atomic():
            delivery.react()
    except Exception as error:  # noqa: BLE001 - any failure is recorded and retried
        delivery.postpone(error)
    else:
        delivery.done_at = timezone.now()
    delivery.save()
    return True
