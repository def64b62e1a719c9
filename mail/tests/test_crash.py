"""Workers killed while they send: every letter arrives, at most one comes twice for each kill."""

import email
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings as project
from django.db import connection, transaction
from django.utils import timezone

from mail.models import Letter
from mail.tasks import send_letters
from mail.tests.samples import post

N_LETTERS = 300
N_KILLS = 6
WORKER = "import django; django.setup(); from mail.tasks import send_letters; send_letters()"


@pytest.fixture
def start(settings):
    """A worker process on the tests' own database and mailbox."""
    place = connection.settings_dict
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev",
        "DATABASE_URL": f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}",
        "EMAIL_BACKEND": settings.EMAIL_BACKEND,
        "EMAIL_HOST": settings.EMAIL_HOST,
        "EMAIL_PORT": str(settings.EMAIL_PORT),
    }
    return lambda: subprocess.Popen([sys.executable, "-c", WORKER], env=surroundings, cwd=project.BASE_DIR)


def kill_at_work(worker, sink):
    """Wait until it has sent a few, then a little longer: it dies in the middle of a letter or beside one."""
    n_before, deadline = len(sink.messages), time.monotonic() + 40
    while len(sink.messages) < n_before + 3 and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(0.003 * (n_before % 5))
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL, "it was done before it could be killed"


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_no_letter(sink, start):
    with transaction.atomic():
        for _ in range(N_LETTERS):
            post("password_changed")
    for _ in range(N_KILLS):
        kill_at_work(start(), sink)
        # As half a minute later: what the dead worker held is due again.
        Letter.objects.owed().update(next_try_at=timezone.now())
    send_letters(for_s=120)
    seen = Counter(email.message_from_bytes(raw)["Message-ID"] for raw in sink.messages)
    assert not Letter.objects.owed().exists()
    assert len(seen) == N_LETTERS
    assert sum(seen.values()) - N_LETTERS <= N_KILLS
