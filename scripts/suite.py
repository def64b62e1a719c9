"""`make test` once everything is installed: the checks, the tests on all cores, then those in a browser."""

import os
import subprocess
import tempfile
from pathlib import Path

from scripts.place import PYTHON, ROOT, call, environment, say


def run(*, slow: bool, chromium: str) -> int:
    """0 when all is well. `chromium` is a path; "" leaves the browser out."""
    but = "" if slow else " and not slow"
    with _beside("-m", "influmaroc.tests.template"):
        checked = call(PYTHON, "-m", "scripts.check")
    with tempfile.TemporaryDirectory(prefix="influmaroc-", dir="/var/tmp") as name:
        place = Path(name)
        place.chmod(0o755)  # PostgreSQL has an account of its own when we are root
        tested = _tests(f"not browser{but}", place, chromium)
        if chromium:
            command = (PYTHON, "-m", "influmaroc.tests.browser", "-m", f"browser{but}")
            tested = call(*command, CHROMIUM=chromium, STACK_PLACE=str(place)) or tested
    call(PYTHON, "-m", "influmaroc.devservers", "stop", "--if-unused")
    if checked:
        say("make test: the checks failed (see above the tests).")
    return checked or tested


def _tests(wanted: str, place: Path, chromium: str) -> int:
    """The tests; meanwhile one core is busy for a minute with the product of the browser tests."""
    prepare = ("-m", "influmaroc.tests.browser", "--prepare", str(place))
    with _beside(*(prepare if chromium else ("-c", ""))) as preparing:
        workers = str(min(4, os.cpu_count() or 1))
        tested = call(PYTHON, "-m", "pytest", "-n", workers, "-m", wanted)
    return tested or preparing.returncode


def _beside(*words: str) -> subprocess.Popen:
    """A Python of its own, waited for when its `with` ends."""
    return subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env=environment())
