"""What the front-end build made: addresses of built files, read from Vite's manifest."""

import json
import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

log = logging.getLogger(__name__)


def asset(source: str) -> str:
    """The address of the built file that came from `source`, or "" when the build is missing."""
    entry = _manifest().get(source)
    return static(f"build/{entry['file']}") if entry else ""


def styles_of(source: str) -> list[str]:
    """The style sheets that belong to an entry point."""
    return [static(f"build/{name}") for name in _manifest().get(source, {}).get("css", [])]


def source_of(source: str) -> str | None:
    """The built file itself, or None when the build is missing."""
    entry = _manifest().get(source)
    place = Path(settings.BASE_DIR) / "static" / "dist"
    return (place / entry["file"]).read_text(encoding="utf-8") if entry else None


def _manifest() -> dict:
    path = Path(settings.BASE_DIR) / "static" / "dist" / "manifest.json"
    try:
        stamp = path.stat().st_mtime_ns if settings.DEBUG else 0
        return _read(path, stamp)
    except FileNotFoundError:
        _say_missing(path)
        return {}


@lru_cache(maxsize=2)
def _read(path: Path, stamp: int) -> dict:
    # The stamp is only there so that a new build is a new key.
    return json.loads(path.read_text())


@lru_cache(maxsize=1)
def _say_missing(path: Path) -> None:
    log.warning("Pages are served without styles: %s is missing. Run `npm ci && npm run build`.", path)
