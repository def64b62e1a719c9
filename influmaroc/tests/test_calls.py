"""How often a websocket may be opened, before anybody is looked up."""

import asyncio
import time

import pytest
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from influmaroc import calls
from influmaroc.calls import Calls, session_of
from influmaroc.sign_ins import with_person
from notifications.urls import websocket_urlpatterns


async def let_in(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})


@pytest.fixture(autouse=True)
def _figures(settings, monkeypatch):
    monkeypatch.setattr(calls, "HELD_S", 0)
    settings.BEHIND_FRONT = True
    settings.WEBSOCKET_WORKERS = 2
    settings.SOCKET_CALLS = {"person": (3, 30), "address": (6, 600)}


def a_call(door, *, cookie="", address="", client=None, more=()):
    """A websocket that is about to be opened."""
    said = [(b"cookie", f"sessionid={cookie}".encode())] if cookie else []
    front = [(b"x-real-ip", address.encode())] if address else []
    line = WebsocketCommunicator(door, "/ws/", headers=[*said, *front, *more])
    line.scope["extensions"] = {"websocket.http.response": {}}
    line.scope["client"] = client
    return line


async def status_of(door, **words):
    """101, or what it is refused with."""
    line = a_call(door, **words)
    await line.send_input({"type": "websocket.connect"})
    said = await line.receive_output()
    await line.wait()
    return said.get("status", 101)


async def statuses(door, n_calls, **words):
    return [await status_of(door, **words) for _ in range(n_calls)]


async def test_a_session_is_refused_in_time_and_its_neighbours_are_not():
    door = Calls().guard(let_in)
    assert await statuses(door, 9, cookie="amina", address="203.0.113.7") == [101] * 3 + [429] * 6
    # What was refused took nothing from the address: three of its six are left.
    assert await statuses(door, 3, cookie="omar", address="203.0.113.7") == [101] * 3


async def test_all_sessions_of_a_person_share_what_is_allowed():
    door, amina, omar = Calls(), User(name="Amina"), User(name="Omar")
    people = {"amina-1": amina, "amina-2": amina, "omar": omar, "stranger": AnonymousUser()}
    inside = door.know(let_in)

    async def with_somebody(scope, receive, send):
        await inside({**scope, "user": people[session_of(scope)]}, receive, send)

    door = door.guard(with_somebody)
    for session in people:
        assert await status_of(door, cookie=session) == 101
    # The first call of each session was its own; three are the person's.
    assert await statuses(door, 2, cookie="amina-1") == [101, 101]
    assert await statuses(door, 2, cookie="amina-2") == [101, 429]
    assert await statuses(door, 4, cookie="omar") == [101, 101, 101, 429]
    assert await statuses(door, 3, cookie="stranger") == [101, 101, 429]


async def test_another_address_gives_a_session_no_more():
    door = Calls().guard(let_in)
    answers = [await status_of(door, cookie="amina", address=f"203.0.113.{n}") for n in range(4)]
    assert answers == [101, 101, 101, 429]


@pytest.mark.parametrize("cookie", [lambda _n: "", lambda n: f"made-up-{n}"])
async def test_who_changes_the_session_is_counted_by_address(cookie):
    door = Calls().guard(let_in)
    answers = [await status_of(door, cookie=cookie(n), address="203.0.113.7") for n in range(8)]
    assert answers == [101] * 6 + [429] * 2
    assert await status_of(door, cookie="omar", address="198.51.100.2") == 101


async def test_of_several_cookies_the_one_that_is_believed_counts():
    door = Calls().guard(let_in)
    answers = [
        await status_of(door, cookie="amina", more=[(b"cookie", f"sessionid=made-up-{n}".encode())])
        for n in range(4)
    ]
    assert answers == [101, 101, 101, 429]


async def test_a_household_has_one_network():
    door = Calls().guard(let_in)
    answers = [await status_of(door, address=f"2001:db8:0:7::{n:x}") for n in range(7)]
    assert answers == [101] * 6 + [429]
    assert await status_of(door, address="2001:db8:0:8::1") == 101
    assert await status_of(door, address="::ffff:203.0.113.9") == 101


async def test_no_header_of_a_visitors_makes_them_somebody_else(settings):
    settings.BEHIND_FRONT = False
    door = Calls().guard(let_in)
    for n in range(6):
        forwarded = [(b"x-forwarded-for", f"198.51.100.{n}".encode())]
        words = {"address": f"198.51.100.{n}", "client": ("203.0.113.7", 4000), "more": forwarded}
        assert await status_of(door, **words) == 101
    assert await status_of(door, **words) == 429


async def test_behind_the_front_only_its_own_word_counts():
    door = Calls().guard(let_in)
    for n in range(6):
        forwarded = [(b"x-forwarded-for", f"198.51.100.{n}".encode())]
        words = {"address": "203.0.113.7", "client": ("10.0.0.1", 4000), "more": forwarded}
        assert await status_of(door, **words) == 101
    assert await status_of(door, **words) == 429
    assert await status_of(door, address="198.51.100.2", client=("10.0.0.1", 4000)) == 101


async def test_a_refusal_says_when_to_come_back_and_another_server_refuses_too(settings):
    settings.SOCKET_CALLS = {"person": (0, 30), "address": (0, 600)}
    door = Calls().guard(let_in)
    line = a_call(door, cookie="amina")
    await line.send_input({"type": "websocket.connect"})
    assert dict((await line.receive_output())["headers"])[b"retry-after"] == b"4"
    assert (await line.receive_output())["type"] == "websocket.http.response.body"
    plain = a_call(door, cookie="amina")
    del plain.scope["extensions"]
    assert not (await plain.connect())[0]


async def test_a_refusal_asks_no_database(settings):
    """Tests without the mark may not: the call that is let in shows that it would be noticed."""
    settings.SOCKET_CALLS = {"person": (1, 30), "address": (6, 600)}
    door = Calls().guard(with_person(URLRouter(websocket_urlpatterns)))
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        await status_of(door, cookie="a" * 32)
    assert await status_of(door, cookie="a" * 32) == 429


async def test_a_refusal_takes_its_time_but_not_for_many_at_once(settings, monkeypatch):
    settings.SOCKET_CALLS = {"person": (0, 30), "address": (0, 600)}
    monkeypatch.setattr(calls, "HELD_S", 0.5)
    monkeypatch.setattr(calls, "MOST_HELD", 2)
    door, began = Calls().guard(let_in), time.monotonic()

    async def answered():
        assert await status_of(door, cookie="amina") == 429
        return time.monotonic() - began

    took_s = sorted(await asyncio.gather(*[answered() for _ in range(5)]))
    assert took_s[2] < 0.4
    assert took_s[3] >= 0.5
    assert await answered() >= 1
