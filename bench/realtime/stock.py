"""What the manual of Channels shows: a JSON consumer and the pub/sub layer of channels_redis."""

import os
from typing import Any

import django
from django.conf import settings

layer = {
    "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
    "CONFIG": {"hosts": [os.environ["REDIS_URL"]]},
}
settings.configure(INSTALLED_APPS=["channels"], CHANNEL_LAYERS={"default": layer}, ALLOWED_HOSTS=["*"])
django.setup()

from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402 - settings first
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402


class Stock(AsyncJsonWebsocketConsumer):
    """One group per person."""

    async def connect(self) -> None:
        room, side = self.scope["query_string"].decode().split("/")
        self.me, self.peer = f"{room}.{side}", f"{room}.{1 - int(side)}"
        await self.channel_layer.group_add(self.me, self.channel_name)
        await self.accept()
        await self.send_json({"kind": "hello"})

    async def receive_json(self, content: Any, **_: Any) -> None:
        await self.channel_layer.group_send(self.peer, {"type": "push", "message": content})

    async def push(self, event: dict[str, Any]) -> None:
        await self.send_json({"kind": "message", "message": event["message"]})

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.me, self.channel_name)


application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/", Stock.as_asgi())])})
