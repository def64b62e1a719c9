"""Senders killed while they send, a receiver that fails: every call arrives, and is acted on once."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings as project
from django.db import connection

from webhooks.models import Call
from webhooks.tasks import send_calls
from webhooks.tests.conftest import SECRET, make_due, make_endpoint, owe

N_CALLS, N_KILLS = 120, 4
WORKER = """
import time
import django
django.setup()
from webhooks import tasks
tasks._send_all(time.monotonic() + 60)
"""


def start():
    """A sender in a process of its own, on the tests' database."""
    place = connection.settings_dict
    address = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev",
        "DATABASE_URL": address,
    }
    return subprocess.Popen([sys.executable, "-c", WORKER], env=surroundings, cwd=project.BASE_DIR)


def kill_at_work(program):
    worker, n_before = start(), len(program.seen()["ids"])
    deadline = time.monotonic() + 60
    while len(program.seen()["ids"]) < n_before + 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL, "it was done before it could be killed"


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_killed_senders_and_lost_answers_lose_no_call(program, atlas_brand):
    endpoint = make_endpoint(atlas_brand, program.url, secret=SECRET)
    calls = owe(endpoint, N_CALLS)
    program.say(*["204", "500", "lost", "429:1", "204"] * 20, "204")
    for _ in range(N_KILLS):
        kill_at_work(program)
        make_due()
    end = time.monotonic() + 90
    while Call.objects.owed().exists() and time.monotonic() < end:
        make_due()
        send_calls(for_s=10)
    seen = program.seen()
    assert set(seen["ids"]) == {call.message_id for call in calls}
    assert sorted(body["n"] for body in seen["taken"].values()) == list(range(N_CALLS))
    assert seen["n_refused"] == 0
    assert not Call.objects.exclude(state="sent").exists()
