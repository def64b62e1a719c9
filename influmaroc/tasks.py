"""What the whole house sweeps at night."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def tidy() -> None:
    """Forget sessions that have expired; beat calls it every night."""
    call_command("clearsessions", verbosity=0)
