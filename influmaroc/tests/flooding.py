"""Somebody who is signed in and abuses the websocket.

    python -m influmaroc.tests.flooding SOCKET COOKIE,COOKIE... SECONDS
    python -m influmaroc.tests.flooding SOCKET COOKIE SECONDS calls

Prints JSON: of each kind of abuse, how often it was tried and with which codes the lines ended, or 429 where
they were refused; there is a sign-in for the many sockets, and one for each other kind. Or the statuses of
somebody who does nothing but call as fast as they can.
"""

import base64
import json
import secrets
import signal
import socket
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from functools import partial

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, unix_connect

N_SOCKETS = 45
N_CALLERS = 50
LARGE = 70_000
UPGRADE = "\r\n".join(
    [
        "GET /ws/ HTTP/1.1",
        "Host: 127.0.0.1",
        "Origin: http://127.0.0.1",
        "X-Real-IP: 203.0.113.7",
        "Cookie: sessionid={cookie}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: {key}",
        "",
        "",
    ]
)
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
        try:
            with suppress(OSError), call_() as line:
                with suppress(OSError, WebSocketException):
                    ABUSES[kind](line)
                codes[kind][code_of(line)] += 1
        except InvalidStatus as refused:
            codes[kind][refused.response.status_code] += 1
        except WebSocketException:
            continue


def too_many(call_: object) -> Counter:
    """How many of many sockets stay open, and with which codes the others end."""
    lines, codes = [], Counter()
    for _number in range(N_SOCKETS):
        try:
            lines.append(call_())
        except InvalidStatus as refused:
            codes[refused.response.status_code] += 1
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


def calls(place: str, cookie: str, seconds: float) -> Counter:
    """Many threads that call, read the status, hang up, and call again, until the time is over or SIGTERM
    comes. Says on a line when they have begun.
    """
    end, statuses, is_over = time.monotonic() + seconds, Counter(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())
    words = UPGRADE.format(cookie=cookie, key=base64.b64encode(secrets.token_bytes(16)).decode())

    def call_and_call() -> None:
        while time.monotonic() < end and not is_over.is_set():
            with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
                line.settimeout(5)
                line.connect(place)
                line.sendall(words.encode())
                statuses[line.recv(4096)[9:12].decode()] += 1

    threads = [threading.Thread(target=call_and_call) for _ in range(N_CALLERS)]
    for thread in threads:
        thread.start()
    print("begun", flush=True)  # noqa: T201
    for thread in threads:
        thread.join()
    return statuses


def abuses(place: str, cookies: list[str], seconds: float) -> dict[str, Counter]:
    """All of them at once, after the many sockets."""
    codes: dict[str, Counter] = {kind: Counter() for kind in ABUSES}
    sockets = too_many(partial(call, place, cookies[0]))
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=abuse, args=[kind, partial(call, place, cookie), codes, end])
        for kind, cookie in zip(ABUSES, cookies[1:], strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"sockets": sockets, **codes}


def main() -> None:
    place, cookies, seconds, *only_calls = sys.argv[1:]
    if only_calls:
        said: object = calls(place, cookies, float(seconds))
    else:
        said = abuses(place, cookies.split(","), float(seconds))
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
