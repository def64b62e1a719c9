"""npm's web-push-testing: another's push service, and browsers of its that open what they are sent."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from influmaroc import devservers
from influmaroc.stack.plan import free_port

PACKAGE = "web-push-testing@1.2.2"
READY_S = 60


@contextmanager
def running_peer(place_of_log: Path) -> Iterator[str]:
    """Its address."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    place = devservers.state_dir() / "peers" / "webpush"
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "node_modules" / "web-push-testing").exists():
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(place), PACKAGE]
        subprocess.run(npm, check=True, timeout=300)
    port = free_port()
    command = ["node", "node_modules/web-push-testing/src/bin/server.js", str(port)]
    log = place_of_log / "log"
    with log.open("w") as out, subprocess.Popen(command, cwd=place, stdout=out, stderr=out) as process:
        _wait(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            requests.post(f"{url}/status", timeout=1)
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


def subscription(peer: str, key: str) -> dict:
    asked = {"userVisibleOnly": "true", "applicationServerKey": key}
    said = requests.post(f"{peer}/subscribe", json=asked, timeout=10).json()["data"]
    return {**said, "endpoint": said["endpoint"].replace("localhost", "127.0.0.1")}


def opened(peer: str, browser: dict) -> list[dict]:
    asked = {"clientHash": browser["clientHash"]}
    said = requests.post(f"{peer}/get-notifications", json=asked, timeout=10).json()
    return [json.loads(one) for one in said["data"]["messages"]]
