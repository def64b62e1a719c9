"""uvicorn's websocket with a measure for what no application hears: pings, pongs, and pieces of a frame.

Whole messages are counted by `notifications.consumers.tab`, and read one at a time.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from kit.pace import Pace

AGAINST_THE_RULES = 1008


class Protocol(WebSocketsSansIOProtocol):
    """A line that sends more than ten of them a second is closed (1008)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pace = Pace(most=20, per_s=10)

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
