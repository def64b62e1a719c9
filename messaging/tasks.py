"""Celery's door to conversations. Tasks are safe to run twice, and beside themselves."""

from celery import shared_task
from django.utils import timezone

from messaging import services


@shared_task(ignore_result=True)
def remind_of_unread() -> None:
    """Tell those whose messages have waited ten minutes; beat calls it every minute."""
    services.remind_of_unread(now=timezone.now())
