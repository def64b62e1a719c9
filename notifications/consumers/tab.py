"""The one websocket of a tab: what is new for its reader, and the conversations it looks at.

Out: hello, notice, unread, over; and of conversations what notifications.consumers.talk says.
In: watch, unwatch, typing. Anything else is overlooked; too much, too large or no JSON ends the line.

A plain ASGI application: a consumer of Channels costs ten times as much for each message. What needs no
database is done at once, in the turn of the loop in which it is heard.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
from channels.db import database_sync_to_async
from django.conf import settings

from kit.hub import Unreachable, hub
from kit.order import InOrder
from kit.pace import Pace
from kit.socket import Socket, socket_of
from messaging.selectors import unread_count as unread_talks
from notifications.consumers.talk import Talk
from notifications.selectors import live_notice, unread_count

HUNG_UP = 0  # the browser did: there is nobody to close for
NOT_SIGNED_IN = 4401
AGAINST_THE_RULES = 1008
TOO_LARGE = 1009
TRY_AGAIN = 1013
MAX_FRAME = 4096
MOST_WAITING = 500
Heard = bytes | dict[str, Any] | None  # of the page, or of the hub
_open: Counter[UUID] = Counter()  # how many lines each person has to this process


async def live(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The ASGI application under /ws/; `scope["user"]` is who is signed in."""
    await receive()
    # Accepted even to be refused: the browser sees the code, and does not take it for a bad network.
    await send({"type": "websocket.accept"})
    await Tab(scope["user"], socket_of(scope, receive, send)).run()


class Tab:
    """Says {"kind": "hello", "unread", "talks"}, then {"kind": "notice", ...} and {"kind": "unread", ...} in
    time, and {"kind": "over"} when the sign-in was ended elsewhere.

    What it sends may be lost with the connection: a page that comes back reads again what it missed. A line
    that cannot hear any more, or whose page reads too slowly, is closed (1013), so that its page does so.

    One thing is done after the other: what is heard while the database is asked waits until it has answered.
    """

    def __init__(self, user: Any, socket: Socket) -> None:
        self.user = user
        self.pace = Pace(most=20, per_s=10)
        self.hub = hub()
        self.talk = Talk(self)
        self._socket = socket
        self._code: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._order = InOrder(self._do, self._fail, MOST_WAITING)

    async def run(self) -> None:
        """From the first word to the end of the line."""
        if not self.user.is_authenticated:
            code = NOT_SIGNED_IN
        elif _open[self.user.pk] >= settings.LIVE_TABS:
            code = AGAINST_THE_RULES
        else:
            with _counted(self.user.pk):
                code = await self._stay()
        if code != HUNG_UP:
            await self._socket.close(code)

    async def _stay(self) -> int:
        """Until somebody ends it; the code to close with."""
        topics = (f"user.{self.user.pk}", f"sign-in.{self.user.sign_in.pk}")
        self._socket.listen(self._read, lambda: self._end(HUNG_UP))
        try:
            # Joined before counting: what is told meanwhile comes as a push instead of being missed.
            await self.hub.join(topics, self.hear)
            self._order.begin(self._greet())
            return await self._code
        except Unreachable:
            return TRY_AGAIN
        finally:
            await self._order.end()
            self.talk.end()
            self.hub.leave(topics, self.hear)

    async def _greet(self) -> None:
        self.say({"kind": "hello", **await self._counts()})

    @database_sync_to_async
    def _counts(self) -> dict[str, int]:
        return {"unread": unread_count(self.user), "talks": unread_talks(self.user)}

    def _end(self, code: int) -> None:
        if not self._code.done():
            self._code.set_result(code)

    def _read(self, frame: bytes | None) -> None:
        """A whole message of the page, None for a binary one: one small JSON object, ten a second."""
        if self._code.done():
            return
        if not self.pace.allows():
            self._end(AGAINST_THE_RULES)
        else:
            self._take(frame)

    def hear(self, message: dict[str, Any]) -> None:
        """A message of the hub: {"notice": id}, {"unread": n} or {"talk": {...}} to the person,
        {"over": true} to the sign-in, {"aside": {...}} among tabs that look at one conversation, {"gone":
        true} to all.
        """
        if not self._code.done():
            self._take(message)

    def _take(self, heard: Heard) -> None:
        if not self._order.take(heard):
            self._end(TRY_AGAIN)

    def _do(self, heard: Heard) -> Awaitable[None] | None:
        if self._code.done():
            return None
        return self._pass_on(heard) if isinstance(heard, dict) else self._obey(heard)

    def _fail(self, error: Exception) -> None:
        """What goes wrong here is this line's alone: it ends `run`."""
        if not self._code.done():
            self._code.set_exception(error)

    def _obey(self, frame: bytes | None) -> Awaitable[None] | None:
        if frame is None or len(frame) > MAX_FRAME:
            self._end(TOO_LARGE if frame else AGAINST_THE_RULES)
            return None
        try:
            said = orjson.loads(frame)
        except orjson.JSONDecodeError:
            self._end(AGAINST_THE_RULES)
            return None
        return self.talk.hear(said) if isinstance(said, dict) else None

    def _pass_on(self, message: dict[str, Any]) -> Awaitable[None] | None:
        if "talk" in message:
            self.talk.pass_on(message["talk"])
        elif "aside" in message:
            self.talk.overhear(message["aside"])
        elif "notice" in message:
            return self._show(message["notice"])
        elif "gone" in message:
            self._end(TRY_AGAIN)
        elif "over" in message:
            self.say({"kind": "over"})
            self._end(NOT_SIGNED_IN)
        else:
            self.say({"kind": "unread", **message})
        return None

    async def _show(self, notice_id: str) -> None:
        news = await database_sync_to_async(live_notice)(notice_id, self.user)
        if news is not None:
            self.say(news)

    def say(self, frame: dict[str, Any]) -> None:
        """One frame to the page."""
        if not self._code.done() and not self._socket.say(orjson.dumps(frame)):
            self._end(TRY_AGAIN)


@contextmanager
def _counted(person: UUID) -> Iterator[None]:
    _open[person] += 1
    try:
        yield
    finally:
        _open[person] -= 1
        if not _open[person]:
            del _open[person]
