"""Celery's door to digests, devices and the broom. Every task is safe to run twice, and beside itself."""

import time

from celery import shared_task

from notifications import gateways, services

FOR_S = 60.0
PUSH_FOR_S = 25.0


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
    beat every 15 s. Each is claimed for a minute before it is tried.
    """
    end, n_rung = time.monotonic() + for_s, 0
    while time.monotonic() < end and (ring := services.claim_push()):
        services.note_push(sending_id=ring.sending_id, answers=gateways.push(ring))
        n_rung += 1
    return n_rung


@shared_task(ignore_result=True)
def send_texts(for_s: float = PUSH_FOR_S) -> int:
    """Send the SMS that are due until nothing is or time is up; return how many were tried. Rung after one
    was owed, and by beat every 15 s. None is tried again unless it surely did not leave.
    """
    end, n_tried = time.monotonic() + for_s, 0
    while time.monotonic() < end and (text := services.claim_text()):
        answer, wait_s = gateways.send_text(text.number, text.words)
        services.note_text(sending_id=text.sending_id, answer=answer, wait_s=wait_s)
        n_tried += 1
    return n_tried
