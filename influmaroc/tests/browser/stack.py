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


@contextmanager
def running_stack() -> Iterator[str]:
    """The address of a running product; it ends as Ctrl-C would end it."""
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
