import time
from dataclasses import dataclass

import pytest
from celery import Celery
from django.db import transaction

from events.facts import Fact, reacts_to
from events.models import Delivery
from events.services import emit, outbox, sweep

# Nobody answers on the first; the second is a documentation address that swallows every packet.
DEAD_BROKERS = ["redis://127.0.0.1:1/0", "redis://192.0.2.1:6379/0"]


@dataclass(frozen=True, kw_only=True)
class Rung(Fact):
    door: str


@reacts_to(Rung)
def open_the_door(fact: Rung) -> None:
    """Nothing to do: the tick is what the tests look at."""


@pytest.fixture
def send_task(monkeypatch):
    calls = []
    monkeypatch.setattr(outbox, "current_app", Celery("quiet", broker="memory://", set_as_current=False))
    monkeypatch.setattr(outbox.current_app, "send_task", lambda *args: calls.append(args))
    return calls


def ring():
    with transaction.atomic():
        return emit(Rung(door="front"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("url", DEAD_BROKERS)
def test_a_dead_broker_neither_fails_nor_slows_a_request(url, settings, monkeypatch):
    settings.BACKGROUND_INLINE = False
    dead = Celery("dead", broker=url, set_as_current=False)
    dead.conf.broker_transport_options = {"socket_connect_timeout": 1}
    monkeypatch.setattr(outbox, "current_app", dead)

    begun = time.monotonic()
    for _ in range(5):
        ring()
    assert time.monotonic() - begun < 0.5

    assert Delivery.objects.due().count() == 5
    assert sweep() == 5


def test_the_doorbell_rings_after_commit_only(db, send_task, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        event = ring()
    assert send_task == []
    callbacks[0]()
    assert send_task == [("events.tasks.deliver", [[event.pk]])]
