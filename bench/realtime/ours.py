"""The product's socket, hub and server with people who are made up instead of looked up.

Left out: the database (who signs in, how many are unread), and the limit of ten frames a second. A frame goes
to its peer as a message of a conversation does: published to the person, put in words, sent.
"""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import django

django.setup()

from channels.routing import URLRouter  # noqa: E402 - settings first
from django.urls import path  # noqa: E402

from kit.origin import SameOrigin  # noqa: E402
from kit.pace import Pace  # noqa: E402
from kit.socket import Socket, socket_of  # noqa: E402
from notifications.consumers.tab import Tab  # noqa: E402
from notifications.consumers.talk import Talk  # noqa: E402


class Speaking(Talk):
    """Whatever a tab says is a message to its peer."""

    def hear(self, said: dict[str, Any]) -> None:
        card = {**said, "label": "", "data": {}}
        message = {"talk": {"kind": "message", "topic": "direct", "message": card}}
        self.line.hub.publish(self.line.user.peer, message)


class Made(Tab):
    """A tab that asks no database."""

    def __init__(self, user: Any, socket: Socket) -> None:
        super().__init__(user, socket)
        self.talk, self.pace = Speaking(self), Pace(most=1e9, per_s=1e9)

    async def _counts(self) -> dict[str, int]:
        return {"unread": 0, "talks": 0}


def made(room: int, side: int) -> UUID:
    return UUID(int=2 * room + side)


async def live(scope: dict[str, Any], receive: Any, send: Any) -> None:
    room, side = (int(word) for word in scope["query_string"].split(b"/"))
    me, peer = made(room, side), made(room, 1 - side)
    sign_in = SimpleNamespace(pk=me)
    user = SimpleNamespace(pk=me, peer=f"user.{peer}", sign_in=sign_in, is_authenticated=True, language="fr")
    await receive()
    await send({"type": "websocket.accept"})
    await Made(user, socket_of(scope, receive, send)).run()


application = URLRouter([path("ws/", SameOrigin(live))])
