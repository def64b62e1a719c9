"""The browser tests and the attacks on all cores, against one product for all of them.

    python -m influmaroc.tests.browser -m "browser and not slow"

`--prepare FOLDER` only makes the product; STACK_PLACE=FOLDER then uses it.
"""

import os
import subprocess
import sys
from pathlib import Path

from influmaroc.tests.browser.stack import ROOT, prepare, running_stack, served

# What needs the whole product: people at a browser, and attackers with HTTP in their hands.
PLACES = ("influmaroc/tests/browser", "influmaroc/tests/attacks")


def main(words: list[str]) -> int:
    """Pass pytest's own `words` on; its exit code."""
    if words[:1] == ["--prepare"]:
        prepare(Path(words[1]))
        return 0
    workers = str(min(4, os.cpu_count() or 1))
    # By group, so that each worker begins with one of the long tests.
    spread = ["-n", workers, "--dist", "loadgroup"]
    command = [sys.executable, "-m", "pytest", *spread, *PLACES, *words]
    prepared = os.environ.get("STACK_PLACE")
    with served(Path(prepared)) if prepared else running_stack() as url:
        return subprocess.run(command, cwd=ROOT, env={**os.environ, "STACK_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
