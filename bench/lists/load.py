"""A small keep-alive client on one thread: a few connections, each with one request under way."""

import selectors
import socket
import statistics
import time
from dataclasses import dataclass, field
from itertools import cycle

HEAD_END = b"\r\n\r\n"
BUFFER = 1 << 16


@dataclass
class Burst:
    """What one burst against one server gave."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    n_bytes: int = 0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def quantile_ms(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000

    @property
    def median_bytes(self) -> float:
        return self.n_bytes / max(1, len(self.latencies))


@dataclass
class Line:
    """One connection and the answer it is waiting for."""

    socket: socket.socket
    sent_at: float = 0.0
    body: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        self.body.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def is_whole(self) -> bool:
        """Read what has come; True when the answer is complete. Raises when it is not a 200."""
        chunk = self.socket.recv(BUFFER)
        if not chunk:
            raise ConnectionError("the server hung up")
        self.body += chunk
        end = self.body.find(HEAD_END)
        if end < 0:
            return False
        head = bytes(self.body[:end]).lower()
        if b" 200 " not in head[:16]:
            raise ConnectionError(bytes(self.body[:600]).decode(errors="replace"))
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        return len(self.body) >= end + len(HEAD_END) + length


def request(path: str, headers: dict[str, str] | None = None) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: keep-alive", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def burst(port: int, requests: list[bytes], *, connections: int, seconds: float) -> Burst:
    """Keep `connections` requests under way for `seconds`, taking them in turn."""
    following = cycle(requests)
    with selectors.DefaultSelector() as ready:
        lines = [Line(socket.create_connection(("127.0.0.1", port))) for _n in range(connections)]
        for line in lines:
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(line.socket, selectors.EVENT_READ, line)
            line.ask(next(following))
        result = _run(ready, following, seconds)
        for line in lines:
            line.socket.close()
    return result


def _run(ready: selectors.BaseSelector, following: "cycle[bytes]", seconds: float) -> Burst:
    started = time.perf_counter()
    result = Burst(seconds)
    while (now := time.perf_counter()) - started < seconds:
        for key, _events in ready.select(timeout=1):
            line: Line = key.data
            if line.is_whole():
                result.latencies.append(time.perf_counter() - line.sent_at)
                result.n_bytes += len(line.body)
                line.ask(next(following))
    result.seconds = now - started
    return result


def median(values: list[float]) -> float:
    return statistics.median(values)
