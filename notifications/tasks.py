"""Celery's door to digests, devices and the broom. Every task is safe to run twice, and beside itself."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from celery import shared_task

from kit.turns import turn
from notifications import gateways, services
from notifications.selectors.pushing import Ring

FOR_S = 60.0
PUSH_FOR_S = 25.0
AT_ONCE = 16
# A turn, and the longest that is still under way at its end: twenty devices of one person, ten seconds each.
TURN_S = 240


@shared_task(ignore_result=True)
def tidy() -> None:
    """Forget notices older than a year and devices that signed out; beat calls it every hour."""
    services.forget_old_notices()


@shared_task(ignore_result=True)
def send_digests(for_s: float = FOR_S) -> int:
    """Owe everybody the digest whose hour has come, one person after the other; return how many were served.

    Beat calls it every five minutes.
    """
    end, n_served = time.monotonic() + for_s, 0
    while time.monotonic() < end and services.send_next_digest():
        n_served += 1
    return n_served


@shared_task(ignore_result=True)
def send_pushes(for_s: float = PUSH_FOR_S) -> int:
    """Ring what is due until nothing is or time is up; return how many rings. Rung after one was owed, and by
    beat every 15 s. One worker at a time, many rings at once: a service that hangs holds neither the other
    workers nor the other rings. Each is claimed for four minutes before it is tried.
    """
    end, n_rung = time.monotonic() + for_s, 0
    with turn("push-sender", lasts_s=TURN_S) as is_mine, ThreadPoolExecutor(AT_ONCE) as pool:
        while is_mine and time.monotonic() < end and (rings := _claimed()):
            for ring, answers in zip(rings, pool.map(gateways.push, rings), strict=True):
                services.note_push(sending_id=ring.sending_id, answers=answers)
            n_rung += len(rings)
    return n_rung


def _claimed() -> list[Ring]:
    """As many as are rung at once, or as there are."""
    return list(islice(iter(services.claim_push, None), AT_ONCE))


@shared_task(ignore_result=True)
def send_texts(for_s: float = PUSH_FOR_S) -> int:
    """Send the SMS that are due until nothing is or time is up; return how many were tried. Rung after one
    was owed, and by beat every 15 s. None is tried again unless it surely did not leave.
    """
    end, n_tried = time.monotonic() + for_s, 0
    with turn("sms-sender", lasts_s=TURN_S) as is_mine:
        while is_mine and time.monotonic() < end and (text := services.claim_text()):
            answer, wait_s = gateways.send_text(text.number, text.words)
            services.note_text(sending_id=text.sending_id, answer=answer, wait_s=wait_s)
            n_tried += 1
    return n_tried
