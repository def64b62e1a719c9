"""Secrets that are given out once and kept as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """64 URL-safe characters, 384 bits."""
    return secrets.token_urlsafe(48)


def digest(token: str) -> str:
    """What is kept of a token: long and random, it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
