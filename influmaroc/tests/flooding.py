"""Somebody who is signed in and abuses the websocket.

    python -m influmaroc.tests.flooding SOCKET COOKIE SECONDS

Prints JSON: of each kind of abuse, how often it was tried and with which codes the lines ended.
"""

import json
import sys
import threading
import time
from collections import Counter
from contextlib import suppress

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, unix_connect

N_SOCKETS = 45
LARGE = 70_000
SMALL = 200  # as many at once as no pace allows


def call(place: str, cookie: str) -> ClientConnection:
    return unix_connect(
        place,
        "ws://127.0.0.1/ws/",
        origin="http://127.0.0.1",
        additional_headers={"Cookie": f"sessionid={cookie}"},
        ping_interval=None,
        close_timeout=1,
    )


def code_of(line: ClientConnection) -> int | None:
    """With which code the server closes; None when it does not within five seconds."""
    end = time.monotonic() + 5
    try:
        while (left := end - time.monotonic()) > 0:
            line.recv(left)
    except TimeoutError:
        return None
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
    return None


def pieces(line: ClientConnection) -> None:
    """A frame in empty pieces, without an end."""
    first = Frame(Opcode.TEXT, b"{", fin=False).serialize(mask=True)
    line.socket.sendall(first + Frame(Opcode.CONT, b"", fin=False).serialize(mask=True) * SMALL)


def controls(opcode: Opcode, line: ClientConnection) -> None:
    line.socket.sendall(Frame(opcode, b"x" * 100).serialize(mask=True) * SMALL)


def small_ones(line: ClientConnection) -> None:
    for _number in range(SMALL):
        line.send("{}")


ABUSES = {
    "large": lambda line: line.send("x" * LARGE),
    "large json": lambda line: line.send(json.dumps({"kind": "x" * 10_000})),
    "flood": small_ones,
    "malformed": lambda line: line.send("{"),
    "binary": lambda line: line.send(b"{}"),
    "pings": lambda line: controls(Opcode.PING, line),
    "pongs": lambda line: controls(Opcode.PONG, line),
    "pieces": pieces,
}


def abuse(kind: str, call_: object, codes: dict[str, Counter], end: float) -> None:
    while time.monotonic() < end:
        with suppress(OSError, WebSocketException), call_() as line:
            with suppress(OSError, WebSocketException):
                ABUSES[kind](line)
            codes[kind][code_of(line)] += 1


def too_many(call_: object) -> tuple[int, Counter]:
    """How many of many sockets stay open, and with which codes the others end."""
    lines, codes = [call_() for _ in range(N_SOCKETS)], Counter()
    time.sleep(2)
    for line in lines:
        try:
            line.recv(1)  # the greeting
            line.recv(0.05)
        except TimeoutError:
            codes["open"] += 1
        except ConnectionClosed as closed:
            codes[closed.rcvd.code if closed.rcvd else 1006] += 1
    for line in lines:
        line.close()
    return codes


def main() -> None:
    place, cookie, seconds = sys.argv[1:]

    def call_() -> ClientConnection:
        return call(place, cookie)

    codes: dict[str, Counter] = {kind: Counter() for kind in ABUSES}
    sockets = too_many(call_)
    end = time.monotonic() + float(seconds)
    threads = [threading.Thread(target=abuse, args=[kind, call_, codes, end]) for kind in ABUSES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump({"sockets": sockets, **codes}, sys.stdout)


if __name__ == "__main__":
    main()
