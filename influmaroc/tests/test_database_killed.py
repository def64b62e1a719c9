"""PostgreSQL killed under load, again and again, with commits that wait for the disk: what it said it wrote
is there, and the books are right."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from influmaroc.devservers import postgres

N_KILLS, N_WRITERS = 40, 4
AT_MOST_S = 5.0  # to be there again
WRITER = """
import django; django.setup()
from django.db import Error, connection
from kit.ids import uuid7
from payments.services import Leg, post
while True:
    key = f"killed:{uuid7()}"
    try:
        post(key=key, kind="test", legs=[Leg("suspense", key, 500), Leg("bank", "", -500)])
    except Error:
        connection.close()
        continue
    print(key, flush=True)
"""


@pytest.fixture
def place(monkeypatch):
    """A server of this test's own, that waits for the disk as a real one does."""
    durable = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    monkeypatch.setattr(postgres, "OPTIONS", {**postgres.OPTIONS, **durable})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server's own account has to reach it
        yield folder
        for pid in postgres.family(folder / "pg"):
            os.kill(pid, signal.SIGKILL)


def kill(place):
    family = postgres.family(place / "pg")
    assert family
    for pid in family:
        os.kill(pid, signal.SIGKILL)
    while postgres.family(place / "pg"):
        time.sleep(0.01)


def start(place) -> str:
    return postgres.ensure(place, "killed")


def write(surroundings):
    """A writer, and a thread that keeps what it was told is written."""
    command = [sys.executable, "-c", WRITER]
    writer = subprocess.Popen(
        command, env=surroundings, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    keys: list[str] = []
    threading.Thread(target=lambda: keys.extend(map(str.strip, writer.stdout)), daemon=True).start()
    return writer, keys


def kill_once(place, url, after_s) -> float:
    """How long it took to be there again."""
    time.sleep(after_s)
    began = time.monotonic()
    kill(place)
    start(place)
    with psycopg.connect(url) as db:
        assert db.execute("SHOW fsync").fetchone() == ("on",)
        db.execute("SELECT count(*) FROM payments_ledgertransaction")
    return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_acknowledged_write_is_lost(place):
    url = start(place)
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev", "DATABASE_URL": url}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=surroundings, cwd=settings.BASE_DIR, check=True)
    writers = [write(surroundings) for _ in range(N_WRITERS)]
    took = [kill_once(place, url, 1 + n % 7 / 10) for n in range(N_KILLS)]
    time.sleep(1)
    for writer, _keys in writers:
        writer.terminate()
        writer.wait()
    said = {key for _writer, keys in writers for key in keys if key.startswith("killed:")}
    with psycopg.connect(url) as db:
        kept = {key for (key,) in db.execute("SELECT key FROM payments_ledgertransaction")}
    command = [*manage, "ledger_check", "--json"]
    check = subprocess.run(
        command, env=surroundings, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=False
    )
    print(f"{N_KILLS} kills, {len(said)} acknowledged, slowest recovery {max(took):.1f} s")  # noqa: T201
    assert len(said) > N_KILLS
    assert said - kept == set()
    assert json.loads(check.stdout)["ok"], check.stdout
    assert max(took) < AT_MOST_S
