"""The browser tests and the attacks on all cores, against one product for all of them.

    python -m influmaroc.tests.browser -m "browser and not slow"

`--prepare FOLDER` only makes the product; STACK_PLACE=FOLDER then uses it.
"""

import os
import subprocess
import sys
from pathlib import Path

from influmaroc.tests.browser.stack import ROOT, new_place, prepare, served

# What needs the whole product: people at a browser, and attackers with HTTP in their hands.
START = "influmaroc/tests/test_devstack.py"
PLACES = ("influmaroc/tests/browser", "influmaroc/tests/attacks")


def main(words: list[str]) -> int:
    """Pass pytest's own `words` on; its exit code."""
    if words[:1] == ["--prepare"]:
        prepare(Path(words[1]))
        return 0
    workers = str(min(4, os.cpu_count() or 1))
    # By file: tests of one conversation stand in one, and run one after the other. (By group would be finer,
    # but pytest 9.2 and xdist 3.8 overlook groups without a word: pytest-xdist issue 1386.)
    spread = ["-n", workers, "--dist", "loadfile"]
    command = [sys.executable, "-m", "pytest", *spread, *PLACES, *words]
    prepared = os.environ.get("STACK_PLACE")
    with new_place() as made:
        place = Path(prepared or made)
        if not prepared:
            prepare(place)
        with served(place) as url:
            tested = _call(command, STACK_URL=url)
        # Starting and ending is tried in the same place: one that is empty would be filled for a minute.
        return _call([sys.executable, "-m", "pytest", START], STACK_PLACE=str(place)) or tested


def _call(command: list[str], **extra: str) -> int:
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
