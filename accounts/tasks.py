"""Celery's door to the broom. The task is safe to run twice, and beside itself."""

from celery import shared_task

from accounts.services import forget_old_sign_ins


@shared_task(ignore_result=True)
def tidy() -> None:
    """Drop sign-ins that ended long ago; beat calls it every hour."""
    forget_old_sign_ins()
