"""The one websocket of a tab: what is new for its reader, and the conversations it looks at.

Out: hello, notice, unread, over; and of conversations what notifications.consumers.talk says.
In: watch, unwatch, typing. Anything else is overlooked; too much, too large or no JSON ends the line.
"""

from collections import Counter
from typing import Any
from uuid import UUID

import orjson
from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from messaging.selectors import unread_count as unread_talks
from notifications.consumers.pace import Pace
from notifications.consumers.talk import Talk
from notifications.selectors import live_notice, unread_count

NOT_SIGNED_IN = 4401
AGAINST_THE_RULES = 1008
TOO_LARGE = 1009
MAX_FRAME = 4096
MOST_TABS = 20
_open: Counter[UUID] = Counter()  # how many lines each person has to this process


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """Says {"kind": "hello", "unread", "talks"}, then {"kind": "notice", ...} and {"kind": "unread", ...} in
    time, and {"kind": "over"} when the sign-in was ended elsewhere.

    What it sends may be lost with the connection: a page that comes back reads again what it missed.
    """

    async def connect(self) -> None:
        self.user = self.scope["user"]
        self.topics: tuple[str, ...] = ()
        self.pace = Pace(most=20, per_s=10)
        self.talk = Talk(self)
        self.is_counted = False
        await self.accept()
        if not self.user.is_authenticated:
            # After accepting, so that the browser sees the code and does not take it for a bad network.
            await self.close(code=NOT_SIGNED_IN)
            return
        if _open[self.user.pk] >= MOST_TABS:
            await self.close(code=AGAINST_THE_RULES)
            return
        _open[self.user.pk] += 1
        self.is_counted = True
        self.topics = (f"user.{self.user.pk}", f"sign-in.{self.user.sign_in.pk}")
        # Subscribed before counting: what is told meanwhile comes as a push instead of being missed.
        for topic in self.topics:
            await self.channel_layer.group_add(topic, self.channel_name)
        await self.send_json({"kind": "hello", **await self._counts()})

    @database_sync_to_async
    def _counts(self) -> dict[str, int]:
        return {"unread": unread_count(self.user), "talks": unread_talks(self.user)}

    async def disconnect(self, code: int) -> None:
        if self.is_counted:
            self.is_counted = False
            _open.subtract([self.user.pk])
            if not _open[self.user.pk]:
                del _open[self.user.pk]
        await self.talk.end()
        for topic in self.topics:
            await self.channel_layer.group_discard(topic, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        """One small JSON object a frame, ten a second."""
        if not self.pace.allows():
            await self._hang_up(AGAINST_THE_RULES)
        if text_data is None or len(text_data) > MAX_FRAME:
            await self._hang_up(TOO_LARGE if text_data else AGAINST_THE_RULES)
        try:
            said = orjson.loads(text_data or "")
        except orjson.JSONDecodeError:
            await self._hang_up(AGAINST_THE_RULES)
        if isinstance(said, dict):
            await self.talk.hear(said)

    async def _hang_up(self, code: int) -> None:
        """Listen to nothing any more, close, end. Raises StopConsumer.

        Granian keeps the line of a page that says nothing open all the same; nothing is sent over it.
        """
        await self.disconnect(code)
        await self.close(code=code)
        raise StopConsumer

    async def push(self, event: dict[str, Any]) -> None:
        """kit.live sends {"notice": id}, {"unread": n} or {"talk": {...}} to the person, {"over": true} to
        the sign-in, and tabs that look at one conversation {"aside": {...}} to each other.
        """
        message = event["message"]
        if "over" in message:
            await self.send_json({"kind": "over"})
            await self._hang_up(NOT_SIGNED_IN)
        if "talk" in message:
            await self.talk.pass_on(message["talk"])
        elif "aside" in message:
            await self.talk.overhear(message["aside"])
        elif "notice" in message:
            await self._show(message["notice"])
        else:
            await self.send_json({"kind": "unread", **message})

    async def _show(self, notice_id: str) -> None:
        news = await database_sync_to_async(live_notice)(notice_id, self.user)
        if news is not None:
            await self.send_json(news)
