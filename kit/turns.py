"""Taking turns: one worker at a time does a thing, so that a slow outside does not hold them all."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from redis.exceptions import RedisError

from kit.tokens import new_token

log = logging.getLogger(__name__)


@contextmanager
def turn(name: str, *, lasts_s: int) -> Iterator[bool]:
    """Whether this is the one whose turn it is, for `lasts_s` at most, as whoever has it may die.

    Without the cache it is everybody's: what must happen once only is claimed by its row anyway.
    """
    token = new_token()
    try:
        is_mine = cache.add(name, token, timeout=lasts_s)
    except (RedisError, OSError):
        is_mine = True
    try:
        yield is_mine
    finally:
        if is_mine:
            _give_back(name, token)


def _give_back(name: str, token: str) -> None:
    try:
        if cache.get(name) == token:
            cache.delete(name)
    except (RedisError, OSError):
        log.warning("the cache is away: the next turn of %s waits until this one has ended by itself", name)
