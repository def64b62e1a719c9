"""The Celery application; beat's schedule is in settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.dev")
app = Celery("influmaroc")
# Threads other than the first would otherwise fall back to an app without a broker.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
