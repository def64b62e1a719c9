"""How often somebody may try. One seam: doors call take(), and do not know where the counting is done.

Counting is one atomic increment in the shared cache. While the cache is away each process counts by
itself, with half the allowance, so that losing it never opens the gate.
"""

import hashlib
import logging
import threading
import time
from collections import Counter
from contextvars import ContextVar
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from kit.errors import Refusal

log = logging.getLogger(__name__)
MAX_REMEMBERED = 10_000
_here: Counter[str] = Counter()
_lock = threading.Lock()


class Allowance(NamedTuple):
    """What is left of a scope's tries, and in how many seconds they are all back."""

    limit: int
    remaining: int
    reset_s: int

    @property
    def headers(self) -> dict[str, str]:
        """The three of draft-ietf-httpapi-ratelimit-headers-03."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_s),
        }


# The tightest allowance that the request at hand has drawn on, None when it drew on none.
drawn: ContextVar[Allowance | None] = ContextVar("drawn_allowance", default=None)


class TooMany(Refusal):
    """Too many tries in this window; the fact `retry_after` says how many seconds to wait."""

    code = "too_many_requests"
    status = 429
    detail = _("Too many tries. Wait a moment before the next one.")

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after=retry_after_s)
        self.headers = {"Retry-After": str(retry_after_s)}


def take(scope: str, who: str) -> None:
    """Count one try of `who`. Raises TooMany beyond the allowance that settings.THROTTLES gives the scope."""
    allowed, window_s = settings.THROTTLES[scope]
    now = time.time()
    key = _key(scope, who, int(now // window_s))
    try:
        cache.add(key, 0, timeout=window_s * 2)
        n_tries = cache.incr(key)
    except (RedisError, OSError, ValueError):
        log.warning("the cache is away: counting %s in this process", scope)
        n_tries, allowed = _count_here(key), max(1, allowed // 2)
    reset_s = int(window_s - now % window_s) + 1
    # Of what several strangers draw on, only its end is told: how much is left would tell of the others.
    if n_tries > allowed or scope not in settings.SHARED_THROTTLES:
        _note(Allowance(allowed, max(0, allowed - n_tries), reset_s))
    if n_tries > allowed:
        raise TooMany(retry_after_s=reset_s)


def _note(allowance: Allowance) -> None:
    before = drawn.get()
    if before is None or allowance.remaining <= before.remaining:
        drawn.set(allowance)


def forgive(scope: str, who: str) -> None:
    """Forget the tries of this window, after one that succeeded."""
    key = _key(scope, who, int(time.time() // settings.THROTTLES[scope][1]))
    with _lock:
        _here.pop(key, None)
    try:
        cache.delete(key)
    except (RedisError, OSError):
        log.warning("the cache is away: tries of %s are not forgiven there", scope)


def _key(scope: str, who: str, window: int) -> str:
    digest = hashlib.sha256(who.encode()).hexdigest()[:32]
    return f"throttle:{scope}:{digest}:{window}"


def _count_here(key: str) -> int:
    with _lock:
        if len(_here) >= MAX_REMEMBERED:
            _here.clear()
        _here[key] += 1
        return _here[key]
