from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from influmaroc.celery import app
from influmaroc.tasks import tidy


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_beat_only_calls_tasks_that_exist(name):
    app.loader.import_default_modules()
    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] in app.tasks


def test_the_night_forgets_what_has_expired_and_nothing_else(db):
    gone, kept = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    for key, moment in (("gone", gone), ("kept", kept)):
        Session.objects.create(session_key=key, expire_date=moment)
    tidy()
    assert Session.objects.get().session_key == "kept"
