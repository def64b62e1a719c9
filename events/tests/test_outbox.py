from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.facts import REACTIONS, Fact, reacts_to
from events.models import Delivery, Event
from events.services import claim_due, emit, forget_done_deliveries, replay, settle, settle_events, sweep
from kit.retries import MAX_ATTEMPTS

SEEN: list = []


@dataclass(frozen=True, kw_only=True)
class Sown(Fact):
    field_id: str
    n_seeds: int = 1


@reacts_to(Sown)
def remember(fact: Sown) -> None:
    SEEN.append(fact)


@reacts_to(Sown)
def write_down(fact: Sown) -> None:
    Event.objects.create(label="tests.Effect", payload={"field": fact.field_id})


@reacts_to(Sown)
def stumble(fact: Sown) -> None:
    if fact.n_seeds == 0:
        Event.objects.create(label="tests.HalfDone", payload={})
        raise ValueError("no seeds")


@pytest.fixture(autouse=True)
def forget():
    SEEN.clear()


def sow(**values):
    with transaction.atomic():
        return emit(Sown(field_id=uuid4(), **values))


def make_due():
    Delivery.objects.update(next_attempt_at=timezone.now())


def test_ids_come_back_as_text(db):
    event = sow()
    settle_events(event_ids=[event.pk])
    assert isinstance(SEEN[0].field_id, str)
    assert UUID(SEEN[0].field_id).version == 4


def test_emit_outside_a_transaction_is_a_bug(transactional_db):
    with pytest.raises(RuntimeError):
        emit(Sown(field_id="1"))


def test_a_rolled_back_cause_leaves_no_fact(db):
    with transaction.atomic():
        emit(Sown(field_id="1"))
        transaction.set_rollback(True)
    assert not Event.objects.exists()


def test_a_fact_without_listeners_costs_one_query(db, django_assert_num_queries, monkeypatch):
    monkeypatch.delitem(REACTIONS, Sown.label())
    with transaction.atomic(), django_assert_num_queries(1):
        emit(Sown(field_id="1"))


def test_reactions_of_one_event_settle_in_few_queries(db):
    event = sow()
    with CaptureQueriesContext(connection) as queries:
        assert settle_events(event_ids=[event.pk]) == 3
    savepoints = [one for one in queries if "SAVEPOINT" in one["sql"]]
    assert len(savepoints) == 2 * 2  # all reactions together, and the transaction, which a test nests
    assert len(queries) - len(savepoints) == 3  # lock, the one reaction that writes, tick


def test_a_failed_reaction_leaves_no_rows_and_the_others_count(db):
    event = sow(n_seeds=0)
    settle_events(event_ids=[event.pk, sow().pk])
    failed = Delivery.objects.get(done_at=None)
    assert (failed.attempts, failed.reaction.endswith("stumble")) == (1, True)
    assert "no seeds" in failed.last_error
    assert Event.objects.filter(label="tests.Effect").count() == 2
    assert not Event.objects.filter(label="tests.HalfDone").exists()


def test_settling_twice_changes_nothing(db):
    event = sow()
    assert (settle_events(event_ids=[event.pk]), settle_events(event_ids=[event.pk])) == (3, 0)
    assert len(SEEN) == 1


def test_retries_back_off_from_15_seconds_to_two_hours(db):
    delivery, waits = Delivery(event_id=1), []
    for _ in range(MAX_ATTEMPTS):
        delivery.postpone(ValueError())
        waits.append((delivery.next_attempt_at - timezone.now()).total_seconds())
    assert 14.5 <= waits[0] <= 18
    assert all(later > sooner for sooner, later in pairwise(waits))
    assert 7199 <= waits[-1] <= 7200 * 1.2


def test_after_ten_failures_it_stays_red_until_replayed(db):
    sow(n_seeds=0)
    for _ in range(MAX_ATTEMPTS + 2):
        make_due()
        sweep()
    red = Delivery.objects.red().get()
    assert red.attempts == MAX_ATTEMPTS
    assert replay(delivery_ids=[red.pk]) == 1
    assert sweep() == 1
    assert Delivery.objects.get(pk=red.pk).attempts == 1


def test_a_replay_of_what_was_done_does_it_again(db):
    event = sow()
    settle_events(event_ids=[event.pk])
    replay(delivery_ids=list(event.deliveries.values_list("pk", flat=True)))
    assert settle_events(event_ids=[event.pk]) == 3


def renamed_fact(event):
    Event.objects.filter(pk=event.pk).update(label="tests.Planted")


def renamed_field(event):
    Event.objects.filter(pk=event.pk).update(payload={"plot_id": "7"})


def renamed_reaction(event):
    for delivery in event.deliveries.all():
        event.deliveries.filter(pk=delivery.pk).update(reaction=f"{delivery.reaction}_gone")


@pytest.mark.parametrize("rename", [renamed_fact, renamed_field, renamed_reaction])
def test_what_was_renamed_waits_with_its_reason_and_stops_nobody(db, rename):
    stale, fresh = sow(), sow()
    rename(stale)
    sweep()
    assert set(stale.deliveries.values_list("attempts", flat=True)) == {1}
    assert stale.deliveries.first().last_error.startswith("Unknown")
    assert not fresh.deliveries.owed().exists()


def test_fields_removed_since_are_left_out(db):
    event = sow()
    Event.objects.filter(pk=event.pk).update(payload={"field_id": "7", "n_seeds": 2, "colour": "red"})
    event.refresh_from_db()
    assert event.fact() == Sown(field_id="7", n_seeds=2)


def test_a_claim_is_a_lease_not_a_theft(db):
    sow()
    assert len(claim_due(limit=10)) == 3
    assert claim_due(limit=10) == []
    Delivery.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert len(claim_due(limit=2)) == 2


def test_a_delivery_held_elsewhere_is_left_alone(transactional_db):
    event = sow()
    with transaction.atomic():
        list(Delivery.objects.filter(event=event).lock())
        assert in_another_connection(lambda: settle_events(event_ids=[event.pk])) == 0
    assert settle_events(event_ids=[event.pk]) == 3


def in_another_connection(work):
    def close_after():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(close_after).result()


def test_a_sweep_stops_when_time_is_up(db):
    sow()
    assert sweep(for_s=0) == 0
    assert Delivery.objects.due().count() == 3


def test_old_ticks_go_and_events_stay(db):
    event = sow()
    settle_events(event_ids=[event.pk])
    Delivery.objects.update(done_at=timezone.now() - timedelta(days=91))
    sow()
    assert forget_done_deliveries() == 3
    assert Event.objects.filter(label=Sown.label()).count() == 2
    assert Delivery.objects.count() == 3


def test_one_delivery_can_be_settled_alone(db):
    event = sow()
    pk = event.deliveries.first().pk
    assert settle(pk)
    assert not settle(pk)
    assert Delivery.objects.owed().count() == 2
