import time

import pytest

from kit import pace
from kit.pace import Pace, Paces


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is told to go on."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def go_on(seconds):
        now[0] += seconds

    return go_on


def test_a_bucket_is_emptied_at_once_and_fills_up_in_time(clock):
    bucket = Pace(most=3, per_s=0.5)
    assert [bucket.allows() for _ in range(4)] == [True, True, True, False]
    clock(2)
    assert [bucket.allows() for _ in range(2)] == [True, False]
    clock(3600)
    assert [bucket.allows() for _ in range(4)] == [True, True, True, False]


def test_each_caller_has_a_bucket(clock):
    buckets = Paces(most=1, per_s=0.5)
    assert [buckets.allows(who) for who in ("amina", "amina", "omar")] == [True, False, True]
    clock(2)
    assert buckets.allows("amina")


def test_made_up_names_take_no_more_memory_and_nothing_from_others(clock, monkeypatch):
    monkeypatch.setattr(pace, "MOST_REMEMBERED", 10)
    buckets = Paces(most=1, per_s=0.5)
    assert all(buckets.allows(f"made up {n}") for n in range(1000))
    assert [buckets.allows(f"made up {n}") for n in (999, 990, 989)] == [False, False, True]
    assert buckets.allows("amina")
