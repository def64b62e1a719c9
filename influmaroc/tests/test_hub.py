"""The hub against a Valkey of its own, which the tests may kill."""

import asyncio
import os
import signal

import pytest
from redis import Redis

from influmaroc.devservers import valkey
from influmaroc.devservers.place import alive
from kit import live
from kit.hub import GONE, Hub, Unreachable, hub


@pytest.fixture
def place(tmp_path, settings):
    settings.LIVE_URL = valkey.ensure(tmp_path)
    yield tmp_path
    kill(tmp_path)


def kill(place):
    pid = int((place / "valkey.pid").read_text(encoding="ascii"))
    if alive(pid):
        os.kill(pid, signal.SIGKILL)
    while alive(pid):
        os.sched_yield()


async def until(is_so):
    for _ in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.005)
    raise AssertionError


async def test_whoever_has_joined_hears_what_any_process_says_next(place):
    here, there, heard = Hub(), Hub(), []
    await here.join(("a", "b"), heard.append)
    await there.join(("c",), heard.append)
    there.publish("a", {"n": 1})
    here.publish("b", {"n": 2})
    there.publish("d", {"n": 3})
    await until(lambda: len(heard) == 2)
    assert sorted(one["n"] for one in heard) == [1, 2]
    here.leave(("a", "b"), heard.append)
    there.leave(("c",), heard.append)


async def test_what_the_last_listener_says_while_leaving_is_heard_elsewhere(place):
    """So whoever closes the only tab of a process is seen to go."""
    here, there, heard = Hub(), Hub(), []
    await there.join(("a",), heard.append)
    ear = [].append
    await here.join(("b",), ear)
    here.publish("a", {"kind": "away"})
    here.leave(("b",), ear)
    await until(lambda: heard)
    assert heard == [{"kind": "away"}]
    there.leave(("a",), heard.append)


async def test_a_thousand_messages_come_once_each_in_their_order(place):
    here, heard = Hub(), []
    await here.join(("a",), heard.append)
    for n in range(1000):
        here.publish("a", {"n": n})
    await until(lambda: len(heard) >= 1000)
    assert [one["n"] for one in heard] == list(range(1000))
    here.leave(("a",), heard.append)


async def test_a_push_of_another_process_is_heard(place):
    heard = []
    await hub().join(("user.1",), heard.append)
    await asyncio.to_thread(live.push, "user.1", {"notice": "x"})
    await until(lambda: heard)
    assert heard == [{"notice": "x"}]
    hub().leave(("user.1",), heard.append)


async def test_whoever_left_hears_nothing_and_the_others_go_on(place):
    here, gone, stays = Hub(), [], []
    first, second = gone.append, stays.append
    await here.join(("a",), first)
    await here.join(("a",), second)
    here.leave(("a",), first)
    here.publish("a", {"n": 1})
    await until(lambda: stays)
    assert gone == []
    here.leave(("a",), second)


async def test_leaving_before_the_answer_and_joining_again_misses_nothing(place):
    here, heard = Hub(), []
    other, ear = [].append, heard.append
    await here.join(("b",), other)  # so that the line stays
    for _ in range(50):
        early = asyncio.create_task(here.join(("a",), [].append))
        await asyncio.sleep(0)
        early.cancel()
        await here.join(("a",), ear)
        here.publish("a", {})
        await until(lambda: heard)
        heard.clear()
        here.leave(("a",), ear)
    here.leave(("b",), other)


async def test_everybody_is_told_when_the_line_is_lost_and_may_join_the_next(place):
    here, heard = Hub(), []
    await here.join(("a", "b"), heard.append)
    kill(place)
    await until(lambda: heard)
    assert heard == [GONE]
    with pytest.raises(Unreachable):
        await here.join(("a",), heard.append)
    valkey.ensure(place)
    await here.join(("a",), heard.append)
    here.publish("a", {"n": 1})
    await until(lambda: len(heard) == 2)
    here.leave(("a",), heard.append)


async def test_the_line_ends_with_its_last_listener(place, settings):
    here, ear = Hub(), [].append
    await here.join(("a",), ear)
    with Redis.from_url(settings.LIVE_URL) as valkey_itself:
        assert len(valkey_itself.client_list()) == 2
        here.leave(("a",), ear)
        await until(lambda: len(valkey_itself.client_list()) == 1)


async def test_a_wrong_password_is_unreachable(place, settings):
    settings.LIVE_URL = settings.LIVE_URL.replace("unix://", "unix://me:wrong@")
    with pytest.raises(Unreachable):
        await Hub().join(("a",), [].append)
