import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as Gone

from kit.remember import remembered


@pytest.fixture(autouse=True)
def _clean():
    yield
    cache.clear()


def test_made_once_and_kept():
    assert remembered("a", lambda: 1, for_s=60) == 1
    assert remembered("a", lambda: 2, for_s=60) == 1


def test_without_the_cache_it_is_made_each_time(monkeypatch):
    def gone(*_args, **_kwargs):
        raise Gone

    monkeypatch.setattr("kit.remember.cache.get", gone)
    assert remembered("b", lambda: 1, for_s=60) == 1
    assert remembered("b", lambda: 2, for_s=60) == 2


def test_what_cannot_be_kept_is_given_all_the_same(monkeypatch):
    def gone(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("kit.remember.cache.set", gone)
    assert remembered("c", lambda: 1, for_s=60) == 1
