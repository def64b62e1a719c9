"""Secrets that a page needs until its next step: in the session, sealed, so that its table shows none."""

import json
from typing import Any

from cryptography.fernet import InvalidToken

from kit import crypt


def put_away(session: Any, name: str, values: dict[str, Any]) -> None:
    """Keep these plain values under a name."""
    session[name] = crypt.encrypt(json.dumps(values))


def look_up(session: Any, name: str) -> dict[str, Any]:
    """What is kept under this name, {} for nothing."""
    try:
        return json.loads(crypt.decrypt(session.get(name, "")))
    except InvalidToken:
        return {}


def empty(session: Any, name: str) -> None:
    """Forget it."""
    session.pop(name, None)
