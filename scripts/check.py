"""`make check`: everything a reader would refuse, each step named and timed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from scripts.place import PYTHON, ROOT, environment, say

MANAGE = (str(PYTHON), "manage.py")
STEPS: dict[str, tuple[str, ...]] = {
    "types": ("mypy",),
    "style": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "contracts": ("lint-imports", "--no-logo"),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "figures": (str(PYTHON), "-m", "scripts.figures", "--check"),
}


def attempt(name: str) -> tuple[str, int, str, float]:
    """Run one step: its name, exit code, output and seconds."""
    began = time.monotonic()
    done = subprocess.run(
        STEPS[name], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    return name, done.returncode, done.stdout + done.stderr, time.monotonic() - began


def main() -> int:
    """Run the steps named on the command line, or all; 1 when one of them fails."""
    names = sys.argv[1:] or list(STEPS)
    failed = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for name, code, output, seconds in pool.map(attempt, names):
            say(f"{'ok    ' if code == 0 else 'FAILED'} {name:<12} {seconds:5.1f} s")
            if code:
                failed.append(name)
                say(output.rstrip())
    if failed:
        say(f"make check: {', '.join(failed)} failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
