"""The door of the workshop: a process per file, without our environment, ended when its time is up."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

# By the clock; the workshop limits its own work as well.
TIME_S = {"image": 90, "video": 1200, "pdf": 45}
LINE = 64 * 1024
ENDED_BY_A_LIMIT = {-9, -24, -25}  # SIGKILL (ours), SIGXCPU, SIGXFSZ


class WorkshopFailed(Exception):
    """It ended without a word, for no reason that lies in a limit: worth another try."""


def make(kind: str, source: Path, folder: Path, progress: Callable[[int], object]) -> dict[str, Any]:
    """What became of a file: {"made": [...], ...}, or {"refused": code}. Raises WorkshopFailed."""
    command = [sys.executable, "-m", "files.gateways.workshop", kind, str(source), str(folder)]
    surroundings = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": str(folder)}
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        alarm = threading.Timer(TIME_S[kind], process.kill)
        alarm.start()
        try:
            said = _listen(process, progress)
        finally:
            alarm.cancel()
            process.kill()
    if said is None and process.returncode in ENDED_BY_A_LIMIT:
        return {"refused": "too_heavy"}
    if said is None:
        raise WorkshopFailed(f"ended with {process.returncode}")
    return said


def _listen(process: Any, progress: Callable[[int], object]) -> dict[str, Any] | None:
    """The last word, None when there is none."""
    while line := process.stdout.readline(LINE):
        said = _read(line)
        if said and "progress" in said:
            progress(int(said["progress"]))
        elif said:
            process.wait()
            return said
    process.wait()
    return None


def _read(line: bytes) -> dict[str, Any]:
    """Nothing for what a library wrote there by itself."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
