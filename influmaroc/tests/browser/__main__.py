"""`python -m influmaroc.tests.browser`: the browser tests on all cores, against one product for all of them.

python -m influmaroc.tests.browser -m "browser and not slow"
"""

import os
import subprocess
import sys

from influmaroc.tests.browser.stack import ROOT, running_stack


def main(words: list[str]) -> int:
    """Pass pytest's own `words` on; its exit code."""
    workers = str(min(4, os.cpu_count() or 1))
    # By group, so that each worker begins with one of the long tests.
    spread = ["-n", workers, "--dist", "loadgroup"]
    command = [sys.executable, "-m", "pytest", *spread, "influmaroc/tests/browser"]
    with running_stack() as url:
        surroundings = {**os.environ, "STACK_URL": url}
        return subprocess.run([*command, *words], cwd=ROOT, env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
