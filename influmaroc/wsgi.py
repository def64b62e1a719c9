"""Pages and API (WSGI): granian --interface wsgi influmaroc.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

from influmaroc.celery import app as celery_app  # noqa: F401 - send_task needs the configured app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.dev")
application = get_wsgi_application()
