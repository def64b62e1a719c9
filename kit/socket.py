"""The two ends of a websocket that its application needs: what is said, and who hears it.

Over plain ASGI each message is an event in a queue, and a task waits for it. A server may hand over its own
line instead, as the extension LINE of the scope (influmaroc.ws does): then nothing waits, and a message costs
half the time.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

LINE = "influmaroc.line"
MOST_UNSENT = 500
Heard = Callable[[bytes | None], None]


class Socket(Protocol):
    """A websocket that was accepted."""

    def listen(self, heard: Heard, hung_up: Callable[[], None]) -> None:
        """Call `heard` with each whole message (None for a binary one), `hung_up` when the other side is
        gone."""

    def say(self, text: bytes) -> bool:
        """Send one message of UTF-8; False when the other side reads too slowly. Never waits."""

    async def close(self, code: int) -> None:
        """After what was said before; who reads too slowly may be cut off without the code."""


def socket_of(scope: dict[str, Any], receive: Any, send: Any) -> Socket:
    """The line that the server hands over, or the events of ASGI."""
    line = scope.get("extensions", {}).get(LINE)
    return line["socket"] if line else Events(receive, send)


class Events:
    """A socket of plain ASGI: any server, and the tests."""

    def __init__(self, receive: Any, send: Any) -> None:
        self._receive, self._send = receive, send
        self._unsent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._reading: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[None] | None = None

    def listen(self, heard: Heard, hung_up: Callable[[], None]) -> None:
        self._reading = asyncio.create_task(self._read(heard, hung_up))
        self._writing = asyncio.create_task(self._write())

    async def _read(self, heard: Heard, hung_up: Callable[[], None]) -> None:
        while (event := await self._receive())["type"] != "websocket.disconnect":
            text = event.get("text")
            heard(None if text is None else text.encode())
        if self._writing is not None:
            self._writing.cancel()
        hung_up()

    async def _write(self) -> None:
        event: dict[str, Any] = {}
        while event.get("type") != "websocket.close":
            event = await self._unsent.get()
            await self._send(event)

    def say(self, text: bytes) -> bool:
        self._unsent.put_nowait({"type": "websocket.send", "text": text.decode()})
        return self._unsent.qsize() <= MOST_UNSENT

    async def close(self, code: int) -> None:
        closing = {"type": "websocket.close", "code": code}
        if self._reading is None or self._writing is None:
            await self._send(closing)
            return
        self._unsent.put_nowait(closing)
        await asyncio.wait([self._writing])
        self._reading.cancel()
