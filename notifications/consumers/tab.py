"""The one websocket of a tab: what is new for its reader, and the conversations it looks at.

Out: hello, notice, unread, over; and of conversations what notifications.consumers.talk says.
In: watch, unwatch, typing. Anything else is overlooked; too much, too large or no JSON ends the line.

A plain ASGI application: a consumer of Channels costs ten times as much for each message.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
from channels.db import database_sync_to_async
from django.conf import settings

from kit.hub import Unreachable, hub
from kit.pace import Pace
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
_open: Counter[UUID] = Counter()  # how many lines each person has to this process


async def live(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The ASGI application under /ws/; `scope["user"]` is who is signed in."""
    await Tab(scope["user"], receive, send).run()


class Tab:
    """Says {"kind": "hello", "unread", "talks"}, then {"kind": "notice", ...} and {"kind": "unread", ...} in
    time, and {"kind": "over"} when the sign-in was ended elsewhere.

    What it sends may be lost with the connection: a page that comes back reads again what it missed. A line
    that cannot hear any more, or whose page reads too slowly, is closed (1013), so that its page does so.
    """

    def __init__(self, user: Any, receive: Any, send: Any) -> None:
        self.user = user
        self.pace = Pace(most=20, per_s=10)
        self.talk = Talk(self)
        self._receive, self._send = receive, send
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_WAITING)
        self._is_behind = False

    async def run(self) -> None:
        """From the browser's wish to the end of the line."""
        await self._receive()
        # Accepted even to be refused: the browser sees the code, and does not take it for a bad network.
        await self._send({"type": "websocket.accept"})
        if not self.user.is_authenticated:
            code = NOT_SIGNED_IN
        elif _open[self.user.pk] >= settings.LIVE_TABS:
            code = AGAINST_THE_RULES
        else:
            with _counted(self.user.pk):
                code = await self._stay()
        if code != HUNG_UP:
            await self._send({"type": "websocket.close", "code": code})

    async def _stay(self) -> int:
        """Until somebody ends it; the code to close with."""
        topics = (f"user.{self.user.pk}", f"sign-in.{self.user.sign_in.pk}")
        feeding = asyncio.create_task(self._feed())
        try:
            # Joined before counting: what is told meanwhile comes as a push instead of being missed.
            await hub().join(topics, self.hear)
            await self.say({"kind": "hello", **await self._counts()})
            return await self._attend()
        except Unreachable:
            return TRY_AGAIN
        finally:
            feeding.cancel()
            self.talk.end()
            hub().leave(topics, self.hear)

    @database_sync_to_async
    def _counts(self) -> dict[str, int]:
        return {"unread": unread_count(self.user), "talks": unread_talks(self.user)}

    async def _feed(self) -> None:
        """What the page sends, in one queue with what others push: one thing is done after the other."""
        while True:
            event = await self._receive()
            await self._inbox.put(event)
            if event["type"] == "websocket.disconnect":
                return

    def hear(self, message: dict[str, Any]) -> None:
        """A message of the hub: {"notice": id}, {"unread": n} or {"talk": {...}} to the person,
        {"over": true} to the sign-in, {"aside": {...}} among tabs that look at one conversation, {"gone":
        true} to all.
        """
        try:
            self._inbox.put_nowait(message)
        except asyncio.QueueFull:
            self._is_behind = True

    async def _attend(self) -> int:
        while not self._is_behind:
            message = await self._inbox.get()
            heard = self._obey if message.get("type") else self._pass_on
            code = await heard(message)
            if code is not None:
                return code
        return TRY_AGAIN

    async def _obey(self, event: dict[str, Any]) -> int | None:
        """One small JSON object a frame, ten a second."""
        if event["type"] == "websocket.disconnect":
            return HUNG_UP
        if not self.pace.allows():
            return AGAINST_THE_RULES
        text = event.get("text")
        if text is None or len(text) > MAX_FRAME:
            return TOO_LARGE if text else AGAINST_THE_RULES
        try:
            said = orjson.loads(text)
        except orjson.JSONDecodeError:
            return AGAINST_THE_RULES
        if isinstance(said, dict):
            await self.talk.hear(said)
        return None

    async def _pass_on(self, message: dict[str, Any]) -> int | None:
        if "gone" in message:
            return TRY_AGAIN
        if "over" in message:
            await self.say({"kind": "over"})
            return NOT_SIGNED_IN
        if "talk" in message:
            await self.talk.pass_on(message["talk"])
        elif "aside" in message:
            await self.talk.overhear(message["aside"])
        elif "notice" in message:
            await self._show(message["notice"])
        else:
            await self.say({"kind": "unread", **message})
        return None

    async def _show(self, notice_id: str) -> None:
        news = await database_sync_to_async(live_notice)(notice_id, self.user)
        if news is not None:
            await self.say(news)

    async def say(self, frame: dict[str, Any]) -> None:
        """One frame to the page."""
        await self._send({"type": "websocket.send", "text": orjson.dumps(frame).decode()})


@contextmanager
def _counted(person: UUID) -> Iterator[None]:
    _open[person] += 1
    try:
        yield
    finally:
        _open[person] -= 1
        if not _open[person]:
            del _open[person]
