"""`make check`: everything a reader would refuse, each step named and timed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from scripts.place import PYTHON, ROOT, environment, say

LINES = 60  # of a failure
MANAGE = (str(PYTHON), "manage.py")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "influmaroc.settings.prod",
    "SECRET_KEY": "a key for the check alone, made of enough different letters: qwzxjkvbpygfm",
    "JWT_SIGNING_KEY": "another key for the check alone, made of enough different letters: qwzxjkv",
    "FIELD_KEYS": "kMq1nN2s0Jb3m4nYy2W8hQ7v5pE0zR6tXcVbNmAsDfg=",
    "ALLOWED_HOSTS": "influmaroc.example",
    "SITE_URL": "https://influmaroc.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1",
}


@dataclass(frozen=True)
class Step:
    """One check: what to run, and what to add to its environment."""

    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


STEPS = {
    "types": Step(("mypy", "--no-incremental")),
    "style": Step(("ruff", "check", ".")),
    "format": Step(("ruff", "format", "--check", ".")),
    "contracts": Step(("lint-imports", "--no-logo")),
    "migrations": Step((*MANAGE, "makemigrations", "--check", "--dry-run")),
    "django": Step((*MANAGE, "check", "--fail-level", "WARNING")),
    "production": Step((*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    "templates": Step((str(PYTHON), "-m", "scripts.templates")),
    "markup": Step(("djlint", "templates", "--lint", "--quiet")),
    "messages": Step((*MANAGE, "messages", "--check")),
    "figures": Step((str(PYTHON), "-m", "scripts.figures", "--check")),
}


def attempt(name: str) -> tuple[str, int, str, float]:
    """Run one step: its name, exit code, output and seconds."""
    began = time.monotonic()
    step = STEPS[name]
    surroundings = environment(**step.environment)
    done = subprocess.run(
        step.command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
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
                say("\n".join(output.rstrip().splitlines()[-LINES:]))
    if failed:
        say(f"make check: {', '.join(failed)} failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
