"""What is worth keeping for a while in the shared cache, and not worth an error when the cache is away."""

import logging
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
AWAY = (RedisError, OSError)
Thing = TypeVar("Thing")


def remembered(key: str, make: Callable[[], Thing], *, for_s: int) -> Thing:
    """What lies under the key, or what `make` gives now; that is kept when the cache is there."""
    try:
        known = cache.get(key)
    except AWAY:
        log.warning("the cache is away: %s is made anew", key)
        return make()
    if known is None:
        known = make()
        _keep(key, known, for_s)
    return cast("Thing", known)


def _keep(key: str, thing: object, for_s: int) -> None:
    try:
        cache.set(key, thing, for_s)
    except AWAY:
        log.warning("the cache is away: %s is not kept", key)
