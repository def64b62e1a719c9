"""The promise of `make run`, kept by real processes in a state directory of their own."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest
import requests
from django.conf import settings

from influmaroc.devservers.place import alive
from influmaroc.stack.plan import free_port
from influmaroc.stack.prepare import DEMO_LOGINS, ready_line

COMMAND = [sys.executable, "-u", "manage.py", "devstack", "--empty"]


def list_servers(place):
    """PostgreSQL and Valkey of this state directory, which are nobody's children."""
    running = psutil.process_iter(["cmdline"])  # None where it may not be read
    return [one for one in running if place["INFLU_STATE_DIR"] in " ".join(one.info["cmdline"] or [])]


@pytest.fixture
def folder():
    """Where PostgreSQL's account may go: pytest keeps its own temporary folders closed to others."""
    with tempfile.TemporaryDirectory(prefix="influmaroc-", dir="/var/tmp") as path:
        Path(path).chmod(0o755)
        yield Path(path)


@pytest.fixture
def place(folder):
    """Surroundings of a stack beside the tests' own servers; STACK_PLACE is one whose tables are there."""
    prepared = os.environ.get("STACK_PLACE")
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    port = str(free_port())
    return {
        **inherited,
        "INFLU_STATE_DIR": str(Path(prepared, "s") if prepared else folder),
        "PORT": port,
        "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev",
    }


@pytest.fixture
def stack(place):
    """A running stack, and what it said up to its ready line."""
    process = subprocess.Popen(COMMAND, env=place, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if "is ready" in line:
            break
    process.said = said
    yield process
    end(process)


def end(process):
    """As Ctrl-C does, so that a failed test leaves no part of the stack behind; by force in the end."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(40)
    finally:
        process.kill()


@pytest.mark.browser  # after the tests in a browser, in their place
def test_a_stack_says_once_that_it_is_ready_serves_refuses_a_second_start_and_ends_whole(stack, place):
    url = f"http://127.0.0.1:{place['PORT']}"
    assert_one_ready_line(stack.said, url)
    assert_serves(url)
    assert_second_start_is_refused(stack, place, url)
    assert_ends_everything(stack, place, url)


def test_a_newcomer_is_told_where_to_go_and_as_whom():
    said = ready_line("http://127.0.0.1:8000", demo=True)
    assert all(word in said for word in ("http://127.0.0.1:8000", *DEMO_LOGINS))
    assert not any(login in ready_line("http://127.0.0.1:8000", demo=False) for login in DEMO_LOGINS)


def assert_one_ready_line(said, url):
    ready = [line for line in said if "is ready" in line]
    assert ready == [f"{ready_line(url, demo=False)}\n"]


def assert_serves(url):
    assert requests.get(f"{url}/healthz", timeout=10).json()["status"] == "ok"
    assert requests.get(f"{url}/fr/", timeout=10).status_code == 200
    assert requests.get(f"{url}/api/payments/history", timeout=10).status_code == 401


def assert_second_start_is_refused(stack, place, url):
    done = subprocess.run(
        COMMAND, env=place, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"{url} (process {stack.pid})" in done.stderr
    assert stack.poll() is None


def assert_ends_everything(stack, place, url):
    servers = list_servers(place)
    family = psutil.Process(stack.pid).children(recursive=True)
    stack.send_signal(signal.SIGTERM)
    assert stack.wait(30) == 0
    assert servers
    assert [process for process in [*servers, *family] if alive(process.pid)] == []
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/healthz", timeout=2)
