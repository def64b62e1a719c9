"""The Celery application; beat's schedule is in settings."""

import os
from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.dev")
CALLS_AGAIN_S = 5


class Line(Connection):
    """A worker whose broker is gone calls again after 2, 4, 5, 5 … s. Celery's own waits grow to half a
    minute, for which pages would hear nothing although the broker is back.
    """

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Any:
        """Wait until the broker answers."""
        return super().ensure_connection(*args, **{"interval_max": CALLS_AGAIN_S, **kwargs})


class Lines(AMQP):
    Connection = Line


app = Celery("influmaroc", amqp=Lines)
# Threads other than the first would otherwise fall back to an app without a broker.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
