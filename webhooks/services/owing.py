"""Owing calls: rows in the transaction of the reaction, or of whoever asks for a test or a replay."""

from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.utils import timezone

from events.facts import Fact
from events.models import Event
from kit.background import Courier
from kit.errors import ensure
from kit.throttle import take
from webhooks.errors import EndpointOff
from webhooks.models import Call, Endpoint
from webhooks.policies import may_connect, may_look_after
from webhooks.selectors import BY_FACT, TEST, EventType, body_of, endpoints_told, test_body
from webhooks.services.locks import lock_own


@transaction.atomic(savepoint=False)
def owe_calls(*, fact: Fact) -> int:
    """Owe this fact to every endpoint that wants to know it; return how many. Safe to repeat.

    One query for each line of the table when nobody wants to know.
    """
    calls = [call for event in BY_FACT[fact.label()] for call in _calls(event, fact)]
    if calls:
        Call.objects.bulk_create(calls, ignore_conflicts=True)
        transaction.on_commit(ring, robust=True)
    return len(calls)


def _calls(event: EventType, fact: Fact) -> list[Call]:
    endpoints = list(endpoints_told(event.whom(fact), event.name).only("pk", "api_version"))
    if not endpoints:
        return []
    at = Event.objects.values_list("happened_at", flat=True).get(pk=fact.event_id)
    bodies = {one: body_of(event, fact, at, one) for one in {each.api_version for each in endpoints}}
    return [
        Call(endpoint=one, event_id=fact.event_id, type=event.name, body=bodies[one.api_version], owed_at=at)
        for one in endpoints
    ]


@transaction.atomic
def ring_test(*, endpoint_id: UUID, by: Any) -> Call:
    """Owe a test to an endpoint, ten times an hour. Raises NotAllowed, EndpointOff, TooMany."""
    endpoint = lock_own(endpoint_id, by)
    _ensure_on(endpoint)
    take("webhook-test", str(endpoint.brand_id or endpoint.influencer_id))
    call = Call.objects.create(endpoint=endpoint, type=TEST, body=test_body(endpoint, timezone.now()))
    transaction.on_commit(ring, robust=True)
    return call


@transaction.atomic
def replay_call(*, call_id: UUID, by: Any) -> Call:
    """Owe a call once more, from the first try on, under the same id: a receiver that took it knows it.

    Raises DoesNotExist, NotAllowed, EndpointOff, TooMany.
    """
    rows = Call.objects.select_related("endpoint__brand", "endpoint__influencer")
    call = rows.select_for_update(of=("self",)).get(pk=call_id)
    ensure(may_look_after(by) or may_connect(by, call.endpoint))
    _ensure_on(call.endpoint)
    take("webhook-replay", str(by.pk))
    call.state, call.attempts, call.next_attempt_at = Call.State.OWED, 0, timezone.now()
    call.settled_at = call.leased_until = None
    call.save(update_fields=["state", "attempts", "next_attempt_at", "settled_at", "leased_until"])
    transaction.on_commit(ring, robust=True)
    return call


def make_due(endpoint: Endpoint) -> None:
    """What is owed to an endpoint is tried now, whatever pause it was in, but for what is on its way; in the
    caller's transaction.
    """
    waiting = endpoint.calls.owed().exclude(leased_until__gt=timezone.now())
    free = waiting.select_for_update(skip_locked=True, no_key=True).values("pk")
    Call.objects.filter(pk__in=free).update(next_attempt_at=timezone.now())
    transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Ask a worker to send what is due, without waiting; when the broker is down, beat does it."""
    _bell.send(None)


def _ensure_on(endpoint: Endpoint) -> None:
    if not endpoint.is_active:
        raise EndpointOff


def _ring(_jobs: list[Any]) -> None:
    current_app.send_task("webhooks.tasks.send_calls")


_bell = Courier(_ring)
