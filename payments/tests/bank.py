"""Our pretended providers as real processes, for the tests that talk to them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from django.conf import settings


@contextmanager
def running_bank(place: Path) -> Iterator[str]:
    """Start manage.py sandbox_bank on a free port; give its address; end it."""
    with running("sandbox_bank", place) as url:
        yield url


@contextmanager
def running(name: str, place: Path, *words: str, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start one of our pretended providers on a free port; give its address; end it. It logs into `place`."""
    command = [sys.executable, "manage.py", name, "--port", "0", "--data", str(place), *words]
    whole = {**os.environ, "DJANGO_SETTINGS_MODULE": "influmaroc.settings.test", **(env or {})}
    with (place / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=whole, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield re.search(r"http://\S+", line)[0]  # type: ignore[index]
    finally:
        process.terminate()
        process.wait(timeout=10)


def at_cmi(url: str, lever: str, method: str = "POST", **asked: str) -> Any:
    """Look behind the pretended CMI, or act as its people do."""
    who = {"Authorization": f"Bearer {settings.CMI_SHOPS['cmi']['store_key']}"}
    place = f"{url}/sandbox/{lever}"
    sent: dict[str, Any] = {"params": asked} if method == "GET" else {"data": asked}
    answer = requests.request(method, place, headers=who, timeout=5, **sent)
    assert answer.status_code == 200, answer.text
    return answer.json()
