"""What `make` calls: set up whatever is missing, then do what was asked. Standard library only."""

import fcntl
import os
import pwd
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts import browser, frontend, packages, suite
from scripts.place import PYTHON, ROOT, call, environment, say


def setup() -> int:
    """Everything but serving."""
    _set_up()
    return _manage("devstack", "--prepare")


def run() -> int:
    """Serve until Ctrl-C."""
    _set_up()
    return _become("devstack")


def dev() -> int:
    """Serve with debug pages, reloading when a file changes."""
    _set_up()
    return _become("devstack", "--reload", DEBUG="yes")


def stop() -> int:
    """End the stack and the embedded servers of this folder."""
    return call(PYTHON, "-m", "influmaroc.stack", "stop") if PYTHON.exists() else 0


def check() -> int:
    """The checks, without the tests."""
    _set_up(develop=True)
    return call(PYTHON, "-m", "scripts.check")


def test() -> int:
    """The checks, then the tests that fit in ten minutes."""
    _set_up(develop=True)
    return suite.run(slow=False, chromium=browser.ensure())


def test_full() -> int:
    """The checks, then every test."""
    _set_up(develop=True)
    packages.ensure_peers()
    return suite.run(slow=True, chromium=browser.ensure())


def figures() -> int:
    """The figures of docs/architecture.md, measured."""
    _set_up(develop=True, front=False)
    return call(PYTHON, "-m", "scripts.figures")


def messages() -> int:
    """Merge and compile the translations."""
    _set_up(front=False)
    return _manage("messages")


def shell() -> int:
    """Django's shell."""
    _set_up(front=False)
    return _become("shell")


COMMANDS: dict[str, Callable[[], int]] = {
    "setup": setup,
    "run": run,
    "dev": dev,
    "stop": stop,
    "check": check,
    "test": test,
    "test-full": test_full,
    "figures": figures,
    "messages": messages,
    "shell": shell,
}


def _set_up(*, develop: bool = False, front: bool = True) -> None:
    """Packages and front end; one at a time when two commands start together."""
    _refuse_nameless_account()
    (ROOT / ".state").mkdir(mode=0o711, exist_ok=True)
    with (ROOT / ".state" / "setup.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        packages.ensure()
        with ThreadPoolExecutor() as beside:  # npm and pip leave half a machine idle each
            tools = beside.submit(packages.ensure_tools) if develop else None
            if front:
                frontend.ensure()
                _compile_messages()
        if tools:
            tools.result()


def _compile_messages() -> None:
    """Git keeps the sentences (.po); what is served and tested is their compiled form (.mo)."""
    stale = [path for path in (ROOT / "locale").glob("*/LC_MESSAGES/*.po") if _is_newer(path)]
    if stale and _manage("messages", "--compile-only", "--verbosity", "0"):
        sys.exit("The translations could not be compiled.")


def _is_newer(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _refuse_nameless_account() -> None:
    """PostgreSQL will not run for a uid that /etc/passwd does not know: say it before ten other things."""
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        sys.exit(
            f"This account (uid {os.geteuid()}) is not in /etc/passwd, so PostgreSQL refuses to run here: "
            "set DATABASE_URL and REDIS_URL to servers of yours."
        )


def _manage(*words: str) -> int:
    return call(PYTHON, "manage.py", *words)


def _become(*words: str, **extra: str) -> int:
    """Give this process to Django, so that signals reach it directly."""
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "manage.py", *words], environment(**extra))


def main() -> int:
    """Do the command named on the command line."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        say(f"Commands: {', '.join(COMMANDS)}")
        return 2
    return COMMANDS[name]()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
