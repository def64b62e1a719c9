"""The Celery application; beat's schedule is in settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.dev")
app = Celery("influmaroc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
