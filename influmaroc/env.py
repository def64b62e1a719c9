"""Read the environment once, loudly: a missing or malformed value stops the start and names itself."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def has(name: str) -> bool:
    """True when NAME or NAME_FILE is set to something."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def text(name: str, default: str | None = None) -> str:
    """NAME, or the contents of the file NAME_FILE points to. Raises ImproperlyConfigured when missing."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name) or default
    if value is None:
        message = f"{name} is not set. Put it in the environment, or in a file named by {name}_FILE."
        raise ImproperlyConfigured(message)
    return value


def number(name: str, default: int | None = None) -> int:
    value = text(name, None if default is None else str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value in {"1", "true", "yes", "on"}


def words(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list. Raises ImproperlyConfigured when missing."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, *, min_length: int = 32) -> str:
    """A secret that must be set and long enough to be one."""
    value = text(name)
    if len(value) < min_length:
        raise ImproperlyConfigured(f"{name} must have at least {min_length} characters.")
    return value
