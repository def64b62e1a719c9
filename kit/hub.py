"""Who listens to which topic in this process, and the one line to Valkey that joins the processes.

A topic is `user.<id>` and the like. Whoever listens is an ear: a function that takes a message and returns at
once. Nothing is kept: what is said while nobody listens, or while the line is down, is lost, and whoever
listens again has to look at the rows first.
"""

import asyncio
import logging
import weakref
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import hiredis
import orjson
from django.conf import settings
from redis.connection import parse_url

log = logging.getLogger(__name__)
PREFIX: Final = "live:"
PATIENCE_S: Final = 2
PULSE_S: Final = 10
PING: Final = hiredis.pack_command((b"PING",))
Message = dict[str, Any]
Ear = Callable[[Message], None]
GONE: Final[Message] = {"gone": True}  # told to every ear when the line is lost


class Unreachable(Exception):
    """Valkey does not answer; nobody can listen now."""


class Hub:
    """The topics of one event loop. The line is there while anybody listens.

    Everything it is told in one turn of the loop leaves in one write, and nothing waits for an answer but
    `join`: what a process publishes a moment after somebody has joined is heard.
    """

    def __init__(self) -> None:
        self._ears: dict[str, set[Ear]] = {}
        self._asked: dict[str, asyncio.Future[None]] = {}
        self._line: _Line | None = None
        self._calling = asyncio.Lock()
        self._said: list[bytes] = []

    async def join(self, topics: tuple[str, ...], ear: Ear) -> None:
        """Listen to topics; Valkey has said that it knows. Raises Unreachable, and then listens to none."""
        for topic in topics:
            self._ears.setdefault(topic, set()).add(ear)
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._call()
                for answer in [self._ask(topic) for topic in topics]:
                    await asyncio.shield(answer)
        except (OSError, TimeoutError) as error:
            self.leave(topics, ear)
            raise Unreachable(str(error)) from error
        except asyncio.CancelledError:
            self.leave(topics, ear)
            raise

    def leave(self, topics: tuple[str, ...], ear: Ear) -> None:
        """Listen to these no more. Leaving what was not joined does nothing."""
        for topic in topics:
            ears = self._ears.get(topic, set())
            ears.discard(ear)
            if not ears and self._ears.pop(topic, None) is not None:
                self._forget(topic)
        if not self._ears and self._line is not None:
            self._send()  # what was said with the last breath
            self._line.close()

    def publish(self, topic: str, message: Message) -> None:
        """Tell every process, this one too. Lost when the line is down."""
        self._say(b"PUBLISH", _name(topic), orjson.dumps(message))

    async def _call(self) -> None:
        async with self._calling:
            if self._line is None or self._line.is_closing:
                self._line, self._asked = await call(settings.LIVE_URL, self), {}

    def _ask(self, topic: str) -> "asyncio.Future[None]":
        """One question for each topic, whoever waits for its answer."""
        if topic not in self._asked:
            self._asked[topic] = asyncio.get_running_loop().create_future()
            self._say(b"SUBSCRIBE", _name(topic))
        return self._asked[topic]

    def _forget(self, topic: str) -> None:
        """Not before the answer to the question is there: it would be taken for that to the next one."""
        if topic in self._asked and self._asked[topic].done():
            del self._asked[topic]
            self._say(b"UNSUBSCRIBE", _name(topic))

    def _say(self, *words: bytes) -> None:
        if self._line is None:
            return
        if not self._said:
            asyncio.get_running_loop().call_soon(self._send)
        self._said.append(_packed(*words))

    def _send(self) -> None:
        said, self._said = b"".join(self._said), []
        if said and self._line is not None:
            self._line.write(said)

    def hear(self, answer: Any) -> None:
        """What Valkey says: a subscription that stands, or a message. Its other answers mean nothing here."""
        if not isinstance(answer, hiredis.PushNotification):
            return
        topic = answer[1].decode().removeprefix(PREFIX)
        if answer[0] == b"message":
            self._pass_on(topic, orjson.loads(answer[2]))
        elif answer[0] == b"subscribe" and topic in self._asked:
            self._asked[topic].set_result(None)
            if topic not in self._ears:
                self._forget(topic)

    def _pass_on(self, topic: str, message: Message) -> None:
        for ear in tuple(self._ears.get(topic, ())):
            ear(message)

    def lost(self, line: "_Line") -> None:
        """The line is down: everybody is told, and has to join again."""
        if line is not self._line:
            return
        ears = {ear for ears in self._ears.values() for ear in ears}
        waiting = [asked for asked in self._asked.values() if not asked.done()]
        self._line, self._ears, self._asked, self._said = None, {}, {}, []
        for asked in waiting:
            asked.set_exception(ConnectionResetError("the line to Valkey is down"))
            asked.exception()  # whoever asked may have gone
        for ear in ears:
            ear(GONE)
        if ears:
            log.warning("the line to Valkey is down: %d listeners were told", len(ears))


class _Line(asyncio.Protocol):
    """One connection that speaks RESP3, in which subscriptions and other commands share a line."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._reader = hiredis.Reader()
        self._transport: asyncio.Transport | None = None
        self._is_alive = True
        self.greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def is_closing(self) -> bool:
        return self._transport is None or self._transport.is_closing()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._check()

    def _check(self) -> None:
        """A server that vanished without a word is noticed: it has to answer within PULSE_S."""
        if self._transport is None or self._transport.is_closing():
            return
        if not self._is_alive:
            self._transport.abort()
            return
        self._is_alive = False
        asyncio.get_running_loop().call_later(PULSE_S, self._check)
        if self.greeted.done():
            self.write(PING)

    def data_received(self, data: bytes) -> None:
        self._is_alive = True
        self._reader.feed(data)
        while (answer := self._reader.gets()) is not False:
            if self.greeted.done():
                self._hub.hear(answer)
            elif isinstance(answer, hiredis.ReplyError):
                self.greeted.set_exception(OSError(str(answer)))
            else:
                self.greeted.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.greeted.done():
            self.greeted.set_exception(ConnectionResetError("Valkey hung up"))
        self._hub.lost(self)

    def write(self, words: bytes) -> None:
        if self._transport is not None:
            self._transport.write(words)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def call(url: str, hub: Hub) -> _Line:
    """A line that has been greeted. Raises OSError."""
    place = parse_url(url)
    loop = asyncio.get_running_loop()
    make = lambda: _Line(hub)  # noqa: E731
    if "path" in place:
        _transport, line = await loop.create_unix_connection(make, place["path"])
    else:
        secure = urlsplit(url).scheme == "rediss"
        _transport, line = await loop.create_connection(
            make, place.get("host", "localhost"), place.get("port", 6379), ssl=secure or None
        )
    line.write(_packed(*_greeting(place)))
    await line.greeted
    return line


def _greeting(place: dict[str, Any]) -> tuple[bytes, ...]:
    if "password" not in place:
        return (b"HELLO", b"3")
    user, password = place.get("username") or "default", place["password"]
    return (b"HELLO", b"3", b"AUTH", user.encode(), password.encode())


def _packed(*words: Any) -> bytes:
    return hiredis.pack_command(words)


def _name(topic: str) -> bytes:
    return (PREFIX + topic).encode()


_hubs: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = weakref.WeakKeyDictionary()


def hub() -> Hub:
    """The one of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
