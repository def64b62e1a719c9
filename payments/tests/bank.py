"""The sandbox bank as a real process, for the tests that talk to it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def running_bank(place: Path) -> Iterator[str]:
    """Start manage.py sandbox_bank on a free port; give its address; end it."""
    with running("sandbox_bank", place) as url:
        yield url


@contextmanager
def running(name: str, place: Path, *words: str) -> Iterator[str]:
    """Start one of our pretended providers on a free port; give its address; end it."""
    command = [sys.executable, "manage.py", name, "--port", "0", "--data", str(place), *words]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "influmaroc.settings.test"}
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield re.search(r"http://\S+", line)[0]  # type: ignore[index]
    finally:
        process.terminate()
        process.wait(timeout=10)
