"""Where the servers live, and as which account they run."""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_FOLDER = 80  # a Unix socket's whole path may have 107 bytes


class Unavailable(ImproperlyConfigured):
    """The embedded servers cannot run here; the message says what to do instead."""


def package(name: str) -> Path:
    """Folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            f"The package {name} is not installed: pip install -r requirements-embedded.txt, "
            "or set DATABASE_URL and REDIS_URL to servers of yours."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def account() -> pwd.struct_passwd | None:
    """The account that PostgreSQL runs as when we are root (it refuses root); None means our own."""
    uid = os.geteuid()
    if uid != 0:
        _known(uid)
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Unavailable(
        "PostgreSQL refuses to run as root, and there is no account 'postgres' or 'nobody' here."
    )


def _known(uid: int) -> None:
    try:
        pwd.getpwuid(uid)
    except KeyError as error:
        raise Unavailable(
            f"This account (uid {uid}) is not in /etc/passwd, so PostgreSQL refuses to run here: "
            "set DATABASE_URL and REDIS_URL to servers of yours."
        ) from error


def as_account() -> dict[str, Any]:
    """What subprocess needs to run something as that account."""
    who = account()
    return {} if who is None else {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def give(path: Path) -> None:
    """Make that account the owner of a folder."""
    if who := account():
        os.chown(path, who.pw_uid, who.pw_gid)


def reachable(path: Path) -> bool:
    """May that account enter, or run, this path?"""
    return (
        subprocess.run(["/usr/bin/test", "-x", str(path)], cwd="/", check=False, **as_account()).returncode
        == 0
    )


def state_dir() -> Path:
    """The folder of data, sockets and logs: INFLU_STATE_DIR or .state; in /var/tmp when those cannot do."""
    wanted = Path(os.environ.get("INFLU_STATE_DIR") or ROOT / ".state").absolute()
    if len(str(wanted)) > LONGEST_FOLDER or not reachable(_nearest(wanted)):
        name = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
        wanted = Path("/var/tmp") / f"influmaroc-{os.getuid()}-{name}"  # noqa: S108 - mode 0711 and ours, see below
    wanted.mkdir(mode=0o711, parents=True, exist_ok=True)
    if os.geteuid() not in {0, wanted.stat().st_uid}:
        raise Unavailable(f"{wanted} belongs to somebody else: set INFLU_STATE_DIR to a folder of yours.")
    return wanted


def _nearest(folder: Path) -> Path:
    """The folder itself, or the closest one above it that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def alive(pid: int) -> psutil.Process | None:
    """The process, unless it is gone or only waits to be buried."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        if process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def wait(done: Callable[[], object], *, seconds: float, what: str) -> None:
    """Look every 20 ms until `done()`; raises Unavailable after `seconds`."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise Unavailable(f"{what} took longer than {seconds:.0f} s.")
        time.sleep(0.02)
