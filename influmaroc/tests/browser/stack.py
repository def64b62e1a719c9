"""A product of the tests' own: front, pages, websocket, worker, beat and bank on the demo data."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from influmaroc.stack.plan import free_port

ROOT = Path(__file__).resolve().parents[3]


DEVSTACK = [sys.executable, "manage.py", "devstack"]


@contextmanager
def running_stack() -> Iterator[str]:
    """The address of a running product with a place of its own."""
    with new_place() as place:
        prepare(place)
        with served(place) as url:
            yield url


@contextmanager
def new_place() -> Iterator[Path]:
    """A folder that PostgreSQL's account may enter; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="influmaroc-", dir="/var/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def prepare(place: Path) -> None:
    """Servers, tables and demo data in `place`, ready to be served."""
    subprocess.run([*DEVSTACK, "--prepare"], cwd=ROOT, env=surroundings(place), check=True, timeout=240)


@contextmanager
def served(place: Path) -> Iterator[str]:
    """The address of the product in `place`; it ends as Ctrl-C would end it."""
    port = free_port()
    env = {**surroundings(place), "PORT": str(port)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(DEVSTACK, cwd=ROOT, env=env, start_new_session=True, **quiet)
    try:
        yield wait_for(f"http://127.0.0.1:{port}", process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(40)
        ended = [sys.executable, "-m", "influmaroc.stack", "stop"]
        subprocess.run(ended, cwd=ROOT, env=env, check=True, timeout=60)


def surroundings(place: Path) -> dict[str, str]:
    """The environment of a product that shares nothing with the developer's."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    own = {"INFLU_STATE_DIR": str(place / "s"), "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev"}
    return {**inherited, **own}


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
