"""The one websocket of a tab: what is new for its reader. Out: hello, notice, unread. In: nothing."""

from typing import Any

from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from notifications.selectors import live_notice, unread_count

NOT_SIGNED_IN = 4401
TOO_CHATTY = 4429
MAX_HEARD = 60


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """Says {"kind": "hello", "unread"}, then {"kind": "notice", ...} and {"kind": "unread", ...} in time, and
    {"kind": "over"} when the sign-in was ended elsewhere.

    What it sends may be lost with the connection: a page that comes back reads the inbox again.
    """

    async def connect(self) -> None:
        self.user = self.scope["user"]
        self.topics: tuple[str, ...] = ()
        self.n_heard = 0
        await self.accept()
        if not self.user.is_authenticated:
            # After accepting, so that the browser sees the code and does not take it for a bad network.
            await self.close(code=NOT_SIGNED_IN)
            return
        self.topics = (f"user.{self.user.pk}", f"sign-in.{self.user.sign_in.pk}")
        # Subscribed before counting: what is told meanwhile comes as a push instead of being missed.
        for topic in self.topics:
            await self.channel_layer.group_add(topic, self.channel_name)
        await self.send_json(
            {"kind": "hello", "unread": await database_sync_to_async(unread_count)(self.user)}
        )

    async def disconnect(self, code: int) -> None:
        for topic in self.topics:
            await self.channel_layer.group_discard(topic, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        """Nothing is expected from a page; a few stray frames are overlooked, a stream of them is not."""
        self.n_heard += 1
        if self.n_heard > MAX_HEARD:
            await self._hang_up(TOO_CHATTY)

    async def _hang_up(self, code: int) -> None:
        """Listen to nothing any more, close, end. Raises StopConsumer.

        Granian keeps the line of a page that says nothing open all the same; nothing is sent over it.
        """
        await self.disconnect(code)
        await self.close(code=code)
        raise StopConsumer

    async def push(self, event: dict[str, Any]) -> None:
        """kit.live sends {"notice": id} or {"unread": n} to the person, {"over": true} to the sign-in."""
        message = event["message"]
        if "over" in message:
            await self.send_json({"kind": "over"})
            await self._hang_up(NOT_SIGNED_IN)
        if "notice" not in message:
            await self.send_json({"kind": "unread", **message})
            return
        news = await database_sync_to_async(live_notice)(message["notice"], self.user)
        if news is not None:
            await self.send_json(news)
