"""The least a server can do: picows and one pipelined line to Valkey; what comes in goes out as it is."""

import asyncio
import sys
from typing import Any

import hiredis
import uvloop
from picows import WSListener, WSMsgType, ws_create_server
from redis.connection import parse_url


class Wire(asyncio.Protocol):
    """One RESP3 connection; whatever is said in one turn of the loop leaves in one write."""

    def __init__(self) -> None:
        self.reader, self.said, self.ears = hiredis.Reader(), [], {}

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(hiredis.pack_command((b"HELLO", b"3")))

    def say(self, *words: bytes) -> None:
        if not self.said:
            asyncio.get_running_loop().call_soon(self.flush)
        self.said.append(hiredis.pack_command(words))

    def flush(self) -> None:
        self.transport.write(b"".join(self.said))
        self.said.clear()

    def data_received(self, data: bytes) -> None:
        self.reader.feed(data)
        while (answer := self.reader.gets()) is not False:
            if isinstance(answer, hiredis.PushNotification) and answer[1] in self.ears:
                self.ears[answer[1]].hear(answer)


class Line(WSListener):
    """One socket: hears its own name, speaks to its peer's."""

    def __init__(self, wire: Wire, query: bytes) -> None:
        super().__init__()
        room, side = query.split(b"/")
        self.wire, self.me, self.peer = wire, b"%s/%s" % (room, side), b"%s/%d" % (room, 1 - int(side))

    def on_ws_connected(self, transport: Any) -> None:
        self.transport = transport
        self.wire.ears[self.me] = self
        self.wire.say(b"SUBSCRIBE", self.me)

    def on_ws_frame(self, transport: Any, frame: Any) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self.wire.say(b"PUBLISH", self.peer, frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()

    def on_ws_disconnected(self, transport: Any) -> None:
        self.wire.ears.pop(self.me, None)

    def hear(self, answer: Any) -> None:
        said = answer[2] if answer[0] == b"message" else b'{"kind":"hello"}'
        self.transport.send(WSMsgType.TEXT, said)


async def serve(port: int, url: str) -> None:
    place = parse_url(url)
    loop = asyncio.get_running_loop()
    if "path" in place:
        _transport, wire = await loop.create_unix_connection(Wire, place["path"])
    else:
        _transport, wire = await loop.create_connection(Wire, place["host"], place.get("port", 6379))
    server = await ws_create_server(
        lambda asked: Line(wire, asked.path.split(b"?")[1]), "127.0.0.1", port, backlog=1024
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), sys.argv[2]))
