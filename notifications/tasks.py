"""Celery's door to the broom. The task is safe to run twice, and beside itself."""

from celery import shared_task

from notifications import services


@shared_task(ignore_result=True)
def tidy() -> None:
    """Forget notices older than a year; beat calls it every hour."""
    services.forget_old_notices()
