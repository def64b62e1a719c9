"""Opaque ids for everything that has a URL."""

import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Source = Callable[[], tuple[int, int]]
_source: ContextVar[Source | None] = ContextVar("id_source", default=None)


def uuid7() -> uuid.UUID:
    """A time-ordered UUID (RFC 9562, version 7): millisecond clock, then 74 random bits."""
    source = _source.get()
    millis, chance = source() if source else (time.time_ns() // 1_000_000, secrets.randbits(80))
    value = (millis & (1 << 48) - 1) << 80 | chance
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def is_uuid(value: object) -> bool:
    """Whether this can be an id at all: what came from a cookie or a token may be anything."""
    try:
        return bool(uuid.UUID(str(value)))
    except ValueError:
        return False


@contextmanager
def drawn_from(source: Source) -> Iterator[None]:
    """Take clock and chance (milliseconds, 80 bits) from `source`, so that a seed gives the same ids."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
