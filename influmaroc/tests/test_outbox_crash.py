"""Workers killed in the middle of their work: nothing is lost, nothing is done twice."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from campaigns.facts import CampaignApproved
from events.models import Delivery
from events.services import emit, sweep
from notifications.models import Notice

N_EVENTS, MORE_FOR_EACH_KILL = 300, 100
WORKER = "import django; django.setup(); from events.services import sweep; sweep()"


@pytest.fixture
def surroundings():
    """A worker process on the tests' own database."""
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev", "DATABASE_URL": url}


def start(surroundings):
    """A worker that has settled its first batch and is at work on the next."""
    owed = Delivery.objects.owed().count()
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=surroundings, cwd=settings.BASE_DIR)
    deadline = time.monotonic() + 30
    while Delivery.objects.owed().count() == owed and time.monotonic() < deadline:
        time.sleep(0.005)
    return worker


def leases_end():
    """As half a minute later: what the dead worker had taken is due again."""
    Delivery.objects.owed().update(next_attempt_at=timezone.now())


@pytest.mark.timeout(600)
@pytest.mark.parametrize("n_kills", [2, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_nothing_and_repeat_nothing(n_kills, surroundings, campaign):
    n_events = N_EVENTS + MORE_FOR_EACH_KILL * n_kills
    with transaction.atomic():
        for _ in range(n_events):
            emit(CampaignApproved(campaign_id=str(campaign.pk), brand_id=str(campaign.brand_id)))
    for kill in range(n_kills):
        worker = start(surroundings)
        time.sleep(0.01 * (kill % 8))
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL, "it was done before it could be killed"
        notices = Delivery.objects.owed().filter(reaction__startswith="notifications.")
        assert Notice.objects.count() == n_events - notices.count()
        leases_end()
    sweep(for_s=120)
    assert not Delivery.objects.owed().exists()
    assert Notice.objects.count() == n_events
