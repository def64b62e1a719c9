"""The wiring: settings, routes, servers, and the journeys that cross apps."""

# Celery asks for this: every process that imports the project knows its broker.
from influmaroc.celery import app as celery_app

__all__ = ["celery_app"]
