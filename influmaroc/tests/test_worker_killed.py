"""The worker killed while facts and letters are under way, with its real leases and beat's real rhythm.

What reacts to facts of money is the market (a contract begins) and invoicing (papers are owed). Outgoing
webhooks are killed in webhooks/tests/test_crash.py.
"""

import email
import os
import random
import time
from collections import Counter

import pytest
from aiosmtpd.controller import Controller
from celery import Celery
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from campaigns.facts import CampaignApproved
from campaigns.models import Move
from conftest import deliver_all, fund, pay
from events.models import Delivery, Event
from events.services import emit, outbox
from influmaroc.stack.plan import free_port
from influmaroc.tests.deals import signed_deal
from invoicing.models import Kind, OwedDocument
from kit.background import Courier
from mail.models import Letter
from mail.services import posting
from mail.tests.conftest import Sink

N_KILLS = int(os.environ.get("KILLS", "40"))
WHOLE = 4  # of so many kills one takes the whole worker, the others one process that does its work
N_FACTS, N_UNHEARD = 12, 150  # beside each kill, and before the last
AT_MOST_S = 60.0  # from the last kill until everything is delivered


@pytest.fixture
def sink():
    """A mailbox on a real SMTP server."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.port = controller.port
    yield sink
    controller.stop()


@pytest.fixture
def house(programs, sink, monkeypatch):
    """Worker and beat, and the doorbell of this process at their broker."""
    programs.surroundings |= {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port),
    }
    bell = Celery("bell", broker=f"redis+socket://{programs.folder}/valkey.sock?virtual_host=3")
    monkeypatch.setattr(outbox, "current_app", bell)
    monkeypatch.setattr(posting, "current_app", bell)
    return programs


@pytest.fixture
def world(atlas_brand, amina):
    """A contract to pay for each kill, and one to bring to its end for each that takes the whole worker."""
    to_pay = [signed_deal(atlas_brand, amina) for _ in range(N_KILLS - 1)]
    to_end = [fund(signed_deal(atlas_brand, amina)) for _ in range(0, N_KILLS - 1, WHOLE)]
    return to_pay, to_end


def n_delivered():
    return Delivery.objects.done().count()


def n_sent():
    return Letter.objects.filter(state=Letter.State.SENT).count()


def wait_until(is_so, seconds, what):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def kill_at_work(house, chance, n):
    """Once it has delivered something new, or sent a letter: all of it, or one of its processes."""
    look = n_sent if n % 3 == 1 else n_delivered
    before = look()
    wait_until(lambda: look() > before, 120, f"nothing is done: {house.running['worker'].last_words()}")
    time.sleep(chance.uniform(0, 0.5))
    if n % WHOLE:
        house.kill_one_of("worker", chance)
    else:
        house.kill("worker")
        house.start("worker")


def settled_after_s(began):
    """Seconds from the last kill until no fact, and until no letter, was owed."""
    wait_until(lambda: not Delivery.objects.owed().exists(), 180, "facts are owed for three minutes")
    facts_s = time.monotonic() - began
    wait_until(lambda: not Letter.objects.owed().exists(), 180, "letters are owed for three minutes")
    return facts_s, time.monotonic() - began


def assert_once(to_pay, to_end):
    """What reacted to money did so once for each deal."""
    begun = Counter(Move.objects.filter(to_state="funded").values_list("collaboration_id", flat=True))
    assert begun == Counter(deal.pk for deal in [*to_pay, *to_end])
    assert Event.objects.filter(label="campaigns.CollaborationFunded").count() == len(begun)
    released = Counter(
        Move.objects.filter(to_state="completed").values_list("collaboration__escrow_id", flat=True)
    )
    assert set(released) <= {deal.escrow_id for deal in to_end}
    owed = Counter(OwedDocument.objects.filter(kind=Kind.FEE_CREATOR).values_list("subject_id", flat=True))
    assert owed == released
    assert set(owed.values()) == {1}


def tell_of(campaign, n_times):
    with transaction.atomic():
        for _ in range(n_times):
            emit(CampaignApproved(campaign_id=str(campaign.pk), brand_id=str(campaign.brand_id)))


def kill_in_a_sweep(house, monkeypatch, campaign):
    """The worst end: the broker has lost every bell, and the worker dies with what its sweep had claimed."""
    monkeypatch.setattr(outbox, "_doorbell", Courier(lambda _ids: None))
    before = n_delivered()
    tell_of(campaign, N_UNHEARD)
    wait_until(lambda: n_delivered() > before, 90, "no sweep comes")
    house.kill("worker")
    assert Delivery.objects.owed().filter(next_attempt_at__gt=timezone.now()).exists(), "nothing was claimed"
    house.start("worker")


def copies(sink):
    """How often each letter came, by its Message-ID."""
    return Counter(email.message_from_bytes(raw)["Message-ID"] for raw in sink.messages)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.django_db(transaction=True)
def test_killed_workers_deliver_all_within_a_minute_and_nothing_twice(house, sink, world, monkeypatch):
    chance, (to_pay, to_end) = random.Random(17), world
    house.start("worker", "beat")
    for n in range(N_KILLS - 1):
        pay(to_pay[n])
        tell_of(to_pay[n].campaign, N_FACTS)
        if n % WHOLE == 0:
            deliver_all(to_end[n // WHOLE])
        kill_at_work(house, chance, n)
    kill_in_a_sweep(house, monkeypatch, to_pay[0].campaign)
    facts_s, letters_s = settled_after_s(time.monotonic())
    house.kill("beat")
    house.kill("worker")
    assert_once(to_pay, to_end)
    call_command("ledger_check")
    seen = copies(sink)
    n_extra = sum(seen.values()) - len(seen)
    print(  # noqa: T201
        f"{N_KILLS} kills, {Delivery.objects.count()} deliveries, the last {facts_s:.1f} s after the last "
        f"kill; {len(seen)} letters, the last after {letters_s:.1f} s, {n_extra} came twice"
    )
    assert len(seen) == Letter.objects.count()
    assert n_extra <= N_KILLS
    assert facts_s < AT_MOST_S
