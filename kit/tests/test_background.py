import logging
import threading
import time

import pytest

from kit.background import DEPTH, Courier


@pytest.fixture
def in_background(settings):
    settings.BACKGROUND_INLINE = False


def test_jobs_run_elsewhere_and_in_order(in_background):
    seen = []
    courier = Courier(seen.extend)
    for job in range(250):
        courier.send(job)
    assert courier.flush(2)
    assert seen == list(range(250))


def test_a_dead_server_is_noticed_only_in_the_log(in_background, caplog):
    def dead(jobs):
        raise ConnectionError("no broker")

    courier = Courier(dead)
    with caplog.at_level(logging.WARNING, "kit.background"):
        courier.send(1)
        assert courier.flush(2)
    assert "no broker" in caplog.text


def test_a_frozen_server_holds_nobody(in_background):
    melt = threading.Event()
    courier = Courier(lambda jobs: melt.wait(5))
    begun = time.monotonic()
    for job in range(DEPTH + 500):
        courier.send(job)
    assert time.monotonic() - begun < 1
    assert not courier.flush(0.01)
    melt.set()


def test_inline_jobs_never_raise(settings):
    settings.BACKGROUND_INLINE = True
    Courier(lambda jobs: 1 / 0).send(1)
