"""Rooms of two on one loop: each message is numbered, and its way to the other side is timed."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import orjson
from picows import WSListener, WSMsgType, ws_connect

CALLS_AT_ONCE = 50
SIZE = 100


@dataclass
class Seen:
    """What arrived, in seconds, and what was wrong with it."""

    sent: int = 0
    ways: list[float] = field(default_factory=list)
    wrong: int = 0  # out of its order, or twice

    def quantile_ms(self, share: float) -> float:
        ordered = sorted(self.ways) or [0.0]
        return round(1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2)


class End(WSListener):
    """One side of a room."""

    def __init__(self, room: "Room") -> None:
        super().__init__()
        self.room, self.greeted = room, asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: Any) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: Any, frame: Any) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        said = orjson.loads(frame.get_payload_as_bytes())
        if said.get("kind") == "hello":
            self.greeted.set_result(None)
        else:
            self.room.arrived(said.get("message", said), self)


class Room:
    """Two ends; `goes_on` answers each message with the next one."""

    def __init__(self) -> None:
        self.ends: list[End] = []
        self.seen = Seen()
        self.goes_on = False

    async def open(self, address: str, number: int) -> None:
        for side in (0, 1):
            url = f"ws://{address}/ws/?{number}/{side}"
            headers = {"Origin": f"http://{address}"}
            _transport, end = await ws_connect(lambda: End(self), url, extra_headers=headers)
            await asyncio.wait_for(end.greeted, 30)
            self.ends.append(end)

    def say(self, side: int) -> None:
        self.seen.sent += 1
        said = {"number": self.seen.sent, "at": time.perf_counter(), "body": ""}
        said["body"] = "x" * (SIZE - len(orjson.dumps(said)))
        self.ends[side].transport.send(WSMsgType.TEXT, orjson.dumps(said))

    def arrived(self, said: dict[str, Any], end: End) -> None:
        self.seen.wrong += said["number"] != len(self.seen.ways) + 1
        self.seen.ways.append(time.perf_counter() - said["at"])
        if self.goes_on:
            self.say(self.ends.index(end))


async def opened(address: str, n_sockets: int) -> list[Room]:
    rooms, gate = [Room() for _ in range(n_sockets // 2)], asyncio.Semaphore(CALLS_AT_ONCE)

    async def one(number: int) -> None:
        async with gate:
            await rooms[number].open(address, number)

    await asyncio.gather(*(one(number) for number in range(len(rooms))))
    return rooms


async def closed_loop(rooms: list[Room], n_under_way: int, seconds: float) -> Seen:
    """As many as go, with so many under way."""
    for room in rooms[:n_under_way]:
        room.goes_on = True
        room.say(0)
    await asyncio.sleep(seconds)
    return await _ended(rooms)


async def steady(rooms: list[Room], per_second: int, seconds: float) -> Seen:
    """So many a second, spread over the rooms."""
    started, n_sent = time.perf_counter(), 0
    while (now := time.perf_counter() - started) < seconds:
        while n_sent < now * per_second:
            rooms[n_sent % len(rooms)].say(n_sent // len(rooms) % 2)
            n_sent += 1
        await asyncio.sleep(0.001)
    return await _ended(rooms)


async def _ended(rooms: list[Room]) -> Seen:
    for room in rooms:
        room.goes_on = False
    await asyncio.sleep(1)
    whole = Seen()
    for room in rooms:
        whole.sent += room.seen.sent
        whole.ways += room.seen.ways
        whole.wrong += room.seen.wrong
        room.seen = Seen()
    return whole
