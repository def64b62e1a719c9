import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as NoServer

from kit import throttle
from kit.throttle import TooMany, forgive, take


@pytest.fixture(autouse=True)
def _fresh(settings):
    settings.THROTTLES = {"door": (4, 60)}
    cache.clear()
    throttle._here.clear()  # noqa: SLF001 - the memory of one process, emptied between tests


@pytest.fixture
def no_cache(monkeypatch):
    def gone(*_args, **_more):
        raise NoServer

    for name in ("add", "incr", "delete"):
        monkeypatch.setattr(cache, name, gone)


def tries(who, most=20):
    """How many tries pass before one is refused."""
    for n in range(most):
        try:
            take("door", who)
        except TooMany:
            return n
    return most


def test_the_allowance_is_counted_by_person():
    assert (tries("a"), tries("b")) == (4, 4)


def test_a_refusal_says_when_to_come_back():
    tries("a")
    with pytest.raises(TooMany) as no:
        take("door", "a")
    assert 1 <= int(no.value.headers["Retry-After"]) <= 61


def test_success_forgets_the_tries():
    tries("a")
    forgive("door", "a")
    assert tries("a") == 4


def test_without_the_cache_half_the_allowance_holds(no_cache):
    assert tries("a") == 2
    forgive("door", "a")
    assert tries("a") == 2


@pytest.mark.parametrize(("shared", "told"), [(set(), 3), ({"door"}, None)])
def test_what_strangers_share_tells_nothing_of_the_others(settings, shared, told):
    settings.SHARED_THROTTLES = shared
    throttle.drawn.set(None)
    take("door", "a")
    drawn = throttle.drawn.get()
    assert (drawn and drawn.remaining) == told
