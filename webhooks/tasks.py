"""Celery's door to webhooks. Every task is safe to run twice, and beside itself."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

from celery import shared_task
from django.core.cache import cache
from redis.exceptions import RedisError

from kit.tokens import new_token
from webhooks import gateways, services
from webhooks.selectors import Outcome, Parcel

log = logging.getLogger(__name__)
FOR_S = 25.0
AT_ONCE = 64
DOUBTFUL_AT_ONCE = 32  # of them, to endpoints that failed last: the others always have room
LOOK_S = 0.2
TURN = "webhooks-sender"
TURN_S = 42  # a turn, and the longest call that may still be on its way at its end


@shared_task(ignore_result=True)
def send_calls(for_s: float = FOR_S) -> int:
    """Send what is due until nothing is or time is up; return how many arrived.

    Rung after a call was owed, and by beat every 15 s. One sender at a time, so that slow receivers hold one
    worker and not all; it has many calls on their way at once. Each call is claimed for half a minute before
    it is tried: what a worker that dies had on its way is sent again, under the same id.
    """
    with _turn() as is_mine:
        n_sent = _send_all(time.monotonic() + for_s) if is_mine else 0
    if is_mine and services.is_work_left():
        services.ring()
    return n_sent


@shared_task(ignore_result=True)
def tidy() -> None:
    """Forget old calls (30 days) and secrets; beat calls it every hour."""
    services.forget_old_calls()


def _send_all(end: float) -> int:
    """The database is asked in this thread alone; the others only speak to the outside."""
    flying: dict[Future[Outcome], Parcel] = {}
    n_sent = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks") as pool:
        while True:
            if time.monotonic() < end:
                _fill(pool, flying)
            if not flying:
                return n_sent
            done, _others = wait(flying, timeout=LOOK_S, return_when=FIRST_COMPLETED)
            n_sent += sum(_note(flying.pop(future), future) for future in done)


def _fill(pool: ThreadPoolExecutor, flying: dict[Future[Outcome], Parcel]) -> None:
    while len(flying) < AT_ONCE:
        n_doubtful = sum(parcel.is_doubtful for parcel in flying.values())
        parcel = services.claim_call(healthy_only=n_doubtful >= DOUBTFUL_AT_ONCE)
        if parcel is None:
            return
        flying[pool.submit(gateways.post, parcel)] = parcel


def _note(parcel: Parcel, future: Future[Outcome]) -> bool:
    """Whether it arrived. Whatever goes wrong with one call, the others go on."""
    try:
        outcome = future.result()
        services.note_outcome(call_id=parcel.call_id, outcome=outcome)
    except Exception:  # what could not be noted is tried again when its lease ends
        log.exception("the outcome of call %s could not be noted", parcel.call_id)
        return False
    return not outcome.error


@contextmanager
def _turn() -> Iterator[bool]:
    """Whether this is the one sender. Without the cache everybody is: a call is claimed once anyway."""
    token = new_token()
    try:
        is_mine = cache.add(TURN, token, timeout=TURN_S)
    except (RedisError, OSError):
        is_mine = True
    try:
        yield is_mine
    finally:
        if is_mine:
            _give_back(token)


def _give_back(token: str) -> None:
    try:
        if cache.get(TURN) == token:
            cache.delete(TURN)
    except (RedisError, OSError):
        log.warning("the cache is away: the next sender waits until the turn has ended by itself")
