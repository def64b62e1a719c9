from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from events.services.outbox import LEASE as FACTS
from influmaroc.celery import app
from influmaroc.tasks import tidy
from mail.services.sending import LEASE as LETTERS


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_beat_only_calls_tasks_that_exist(name):
    app.loader.import_default_modules()
    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] in app.tasks


@pytest.mark.parametrize(("lease", "task"), [(FACTS, "events-sweep"), (LETTERS, "mail-send-letters")])
def test_what_a_dead_worker_held_is_tried_again_well_within_a_minute(lease, task):
    assert lease.total_seconds() + settings.CELERY_BEAT_SCHEDULE[task]["schedule"] <= 45


def test_a_worker_calls_a_broker_that_was_gone_within_five_seconds_of_its_return(monkeypatch):
    waits = []
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda _s: None)

    class Gone(Exception):
        """Enough."""

    def note(_error, wait_s):
        waits.append(wait_s)
        if len(waits) > 6:
            raise Gone

    with app.connection_for_read("redis+socket:///nowhere/valkey.sock") as line, pytest.raises(Gone):
        line.ensure_connection(note, None, callback=lambda: None)
    assert max(waits) <= 5


def test_the_night_forgets_what_has_expired_and_nothing_else(db):
    gone, kept = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    for key, moment in (("gone", gone), ("kept", kept)):
        Session.objects.create(session_key=key, expire_date=moment)
    tidy()
    assert Session.objects.get().session_key == "kept"
