"""Celery's door to the broom. The task is safe to run twice, and beside itself."""

from celery import shared_task

from accounts import services


@shared_task(ignore_result=True)
def tidy() -> None:
    """Forget old sign-ins, and reset links that expired a week ago; beat calls it every hour."""
    services.forget_old_sign_ins()
    services.forget_old_resets()
