"""A real stack (front, pages, websocket, worker, beat, bank) and a real Chromium for the whole job."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, sync_playwright

from scripts import browser as chromium

ROOT = Path(__file__).resolve().parents[3]
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def stack() -> Iterator[str]:
    """The address of a running product with the demo data; it ends as Ctrl-C would end it.

    STACK_URL names one that runs already, for people who write these tests.
    """
    if running := os.environ.get("STACK_URL"):
        yield running
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="influmaroc-", dir="/var/tmp") as place:
        Path(place).chmod(0o755)
        inherited = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        own = {"INFLU_STATE_DIR": f"{place}/s", "PORT": str(port)}
        env = {**inherited, **own, "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev"}
        command = [sys.executable, "manage.py", "devstack"]
        subprocess.run([*command, "--prepare"], cwd=ROOT, env=env, check=True, timeout=240)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, **quiet)
        try:
            yield wait_for(f"http://127.0.0.1:{port}", process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(40)
            ended = [sys.executable, "-m", "influmaroc.stack", "stop"]
            subprocess.run(ended, cwd=ROOT, env=env, check=True, timeout=60)


def wait_for(url: str, process: subprocess.Popen, seconds: float = 120) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the stack ended by itself"
        try:
            if requests.get(f"{url}/healthz", timeout=2).ok:
                return url
        except requests.RequestException:
            time.sleep(0.3)
    raise TimeoutError(url)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each module: while Playwright runs, Django takes the thread for an asynchronous one."""
    path = chromium.find()
    if not path:
        pytest.skip("no Chromium here")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=QUIET.split())
        yield running
        running.close()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    place = ROOT / "artefacts"
    place.mkdir(exist_ok=True)
    return place
