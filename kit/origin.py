"""Who may open a websocket: pages of this very host."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier

App = Callable[..., Awaitable[Any]]


class SameOrigin:
    """ASGI middleware: refuse a websocket whose Origin is missing or names another host than the one called.

    A browser always sends Origin, and a foreign page cannot forge it; cookies alone would let it listen in.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        origin, host = urlsplit(headers.get(b"origin", "")), headers.get(b"host", "")
        if origin.netloc and origin.netloc.lower() == host.lower():
            return await self.app(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)
