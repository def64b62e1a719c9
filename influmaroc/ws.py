"""uvicorn's websocket with a measure for what no application hears (pings, pongs, and pieces of a frame), and
handed over to the application once it stands (kit.socket).

Whole messages are counted by `notifications.consumers.tab`.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, apply_mask
from websockets.http11 import Request

from kit.pace import Pace
from kit.socket import LINE, Heard

AGAINST_THE_RULES = 1008
FINAL_TEXT, MASKED = 0x81, 0x80
LONGEST_IN_ONE_BYTE = 125
MOST_UNSENT_BYTES = 512 * 1024


class Protocol(WebSocketsSansIOProtocol):
    """A line that sends more than ten of them a second is closed (1008). Is a kit.socket.Socket."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pace = Pace(most=20, per_s=10)
        self._is_between = False  # the library waits for the first byte of a frame
        self._heard: Heard | None = None
        self._hung_up: Callable[[], None] | None = None

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == HTTPStatus.SWITCHING_PROTOCOLS and not self.conn.extensions:
            self.scope["extensions"][LINE] = {"socket": self}
            self._is_between = not self.conn.reader.buffer

    def listen(self, heard: Heard, hung_up: Callable[[], None]) -> None:
        """From now on nothing goes through ASGI's queue but the end."""
        self.transport.set_write_buffer_limits(high=MOST_UNSENT_BYTES)
        self._heard, self._hung_up = heard, hung_up
        if self.disconnected:
            hung_up()

    def say(self, text: bytes) -> bool:
        """Whoever hung up is told nothing; a line whose bytes are not taken is too slow."""
        if not self.close_sent and not self.transport.is_closing():
            self.transport.write(text_frame(text))
        return self.writable.is_set()

    async def close(self, code: int) -> None:
        """As ASGI does it: the other side has ten seconds to answer. Where it does not even take what was
        said before, nothing more is kept for it.
        """
        if self.writable.is_set():
            await self.send({"type": "websocket.close", "code": code})
        else:
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Short frames that come whole are told apart here, and texts among them are read, at a tenth of the
        library's price. From the first other frame on the library reads whatever comes.
        """
        at = 0
        while self._is_between and (end := end_of_short_frame(data, at)):
            if data[at] == FINAL_TEXT and self._heard is not None and not self.frames:
                self._hear(apply_mask(data[at + 6 : end], data[at + 2 : at + 6]))
            else:
                super().data_received(data[at:end])
            at = end
        if at < len(data):
            self._is_between = False
            super().data_received(data[at:])

    def _hear(self, text: bytes | None) -> None:
        """Unless either side has said that it closes."""
        if self._heard is not None and not self.close_sent and not self.transport.is_closing():
            self._heard(text)

    def send_receive_event_to_app(self) -> None:
        if self._heard is None:
            super().send_receive_event_to_app()
            return
        data, self.frames = b"".join(self.frames), []
        self._hear(data if self.curr_msg_data_type == "text" else None)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._hung_up is not None:
            self._hung_up()
            self._heard = self._hung_up = None

    def handle_ping(self) -> None:
        if self._may_go_on():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._may_go_on():
            super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        if self._may_go_on():
            super().handle_cont(event)

    def _may_go_on(self) -> bool:
        if self.close_sent or self.pace.allows():
            return not self.close_sent
        self.queue.put_nowait({"type": "websocket.disconnect", "code": AGAINST_THE_RULES})
        self.conn.send_close(AGAINST_THE_RULES)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.transport.close()
        return False


def end_of_short_frame(data: bytes, at: int) -> int:
    """Where the masked frame of at most 125 bytes ends that begins at `at`; 0 when it is none, or not here in
    full (RFC 6455, 5.2: two bytes, the mask's four, the words).
    """
    if len(data) < at + 6:
        return 0
    length = data[at + 1] - MASKED
    end = at + 6 + length
    return end if 0 <= length <= LONGEST_IN_ONE_BYTE and end <= len(data) else 0


def text_frame(text: bytes) -> bytes:
    """A whole message as the server's side of a line without extensions writes it (RFC 6455, 5.2): final,
    text, not masked. What a process writes most; the library takes seven times as long for it.
    """
    length = len(text)
    if length <= LONGEST_IN_ONE_BYTE:
        return bytes((0x81, length)) + text
    if length < 1 << 16:
        return b"\x81\x7e" + length.to_bytes(2, "big") + text
    return b"\x81\x7f" + length.to_bytes(8, "big") + text
