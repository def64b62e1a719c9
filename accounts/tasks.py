"""Celery's door to the broom. The task is safe to run twice, and beside itself."""

from celery import shared_task

from accounts import services


@shared_task(ignore_result=True)
def tidy() -> None:
    """Forget old challenges, sign-ins, devices, trails and reset links; beat calls it every hour."""
    services.forget_old_challenges()
    services.forget_old_sign_ins()
    services.forget_old_devices()
    services.forget_old_trail()
    services.forget_old_resets()
