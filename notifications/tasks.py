"""Celery's door to digests and the broom. Every task is safe to run twice, and beside itself."""

import time

from celery import shared_task

from notifications import services

FOR_S = 60.0


@shared_task(ignore_result=True)
def tidy() -> None:
    """Forget notices older than a year; beat calls it every hour."""
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
