"""Beat when its clock is set back, or leaps ahead."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery

from influmaroc.beat import Steady


class Clock:
    """The wall clock of a scheduler, that is set by hand."""

    def __init__(self, monkeypatch):
        self.at = datetime(2026, 11, 27, 12, tzinfo=UTC)
        monkeypatch.setattr(time, "time", self._seconds)

    def _seconds(self):
        return self.at.timestamp()


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def beat(clock, monkeypatch):
    """One task each half minute; `sent` is how often it was sent."""
    app = Celery("test", broker="memory://", set_as_current=False)
    monkeypatch.setattr(app, "now", lambda: clock.at)
    beat = Steady(app, lazy=True)
    beat.sent = []
    monkeypatch.setattr(beat, "apply_entry", lambda entry, **_: beat.sent.append(entry.name))
    beat.update_from_dict({"sweep": {"task": "sweep", "schedule": timedelta(seconds=30)}})
    beat.tick()
    return beat


def test_each_task_comes_in_its_time(beat, clock):
    clock.at += timedelta(seconds=31)
    beat.tick()
    assert beat.sent == ["sweep"]


def test_a_clock_that_was_set_back_silences_nothing(beat, clock):
    clock.at -= timedelta(hours=2)
    assert beat.tick() <= 30
    clock.at += timedelta(seconds=31)
    beat.tick()
    assert beat.sent == ["sweep"]


def test_a_clock_that_leapt_ahead_calls_once(beat, clock):
    clock.at += timedelta(days=40)
    for _ in range(3):
        beat.tick()
    assert beat.sent == ["sweep"]
