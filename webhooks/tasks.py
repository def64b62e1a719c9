"""Celery's door to webhooks. Every task is safe to run twice, and beside itself."""

import logging
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from celery import shared_task

from kit.turns import turn
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
    with turn(TURN, lasts_s=TURN_S) as is_mine:
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
