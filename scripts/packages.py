"""The virtual environment and what is installed in it; does nothing when the pins have not changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.place import PYTHON, ROOT, VENV, call, say

RUN = ("requirements.txt", "requirements-embedded.txt")
DEVELOP = ("requirements-dev.txt",)
PEERS = ("requirements-peers.txt",)


def ensure() -> None:
    """Make .venv hold what serving needs."""
    _ensure_venv()
    _install(RUN)


def ensure_tools() -> None:
    """Add what checking and testing need."""
    _install(DEVELOP)


def ensure_peers() -> None:
    """Add the doubles of outside services that make test-full tests against."""
    _install(PEERS)


def fingerprint(paths: list[Path], *words: str) -> str:
    """One hash over the contents of files, in the order of their names."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _ensure_venv() -> None:
    if _works():
        return
    if VENV.exists():
        say(".venv belongs to another Python or place: building it again.")
        shutil.rmtree(VENV)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        _get_venv_module()
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def _works() -> bool:
    if not PYTHON.exists():
        return False
    probe = "import pip, sys; raise SystemExit(sys.prefix == sys.base_prefix)"
    return subprocess.run([str(PYTHON), "-c", probe], check=False, capture_output=True).returncode == 0


def _get_venv_module() -> None:
    """Debian packs `venv` apart from Python: install it when we may, else say what to type."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"This Python cannot make virtual environments: installing {package}.")
        if call("apt-get", "install", "-qq", "-y", package, DEBIAN_FRONTEND="noninteractive") == 0:
            return
    sys.exit(f"This Python cannot make virtual environments. Install {package} and try again.")


def _install(files: tuple[str, ...]) -> None:
    done = VENV / f".installed-{files[0]}"
    wanted = fingerprint([ROOT / name for name in (*RUN, *files)], sys.version)
    if done.exists() and done.read_text(encoding="ascii") == wanted:
        return
    say(f"Installing the packages of {' and '.join(files)} ...")
    options = [word for name in files for word in ("-r", name)]
    if call(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", *options):
        sys.exit("pip could not install the packages; its words are above.")
    done.write_text(wanted, encoding="ascii")
