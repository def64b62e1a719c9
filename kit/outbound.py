"""Calls to addresses that people gave us. Every guard against being turned round (SSRF) is here.

The name is looked up once; all its addresses have to be of the Internet; the connection goes to one of those
very numbers, while TLS and the Host header keep the name. No redirect is followed, no proxy of the
environment asked. One deadline holds for everything: the look-up, the handshake, an answer drop by drop.
"""

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import certifi

from kit.addresses import Address, BadAddress, Rules, is_public, parse
from kit.paging import natural

READ_AT_MOST = 64 * 1024
HEADERS_AT_MOST = 32 * 1024
CONNECT_S = 5.0
TRIED_AT_MOST = 4  # of the addresses behind one name
WAITS = frozenset({429, 503})  # answers whose Retry-After is honoured
LONGEST_WAIT_S = 24 * 3600


class Unanswered(Exception):
    """There is no answer. `kind` is one of KINDS; the words are for the log of whoever gave the address."""

    KINDS = ("address", "dns", "connect", "tls", "timeout", "protocol")

    def __init__(self, kind: str, words: str = "") -> None:
        super().__init__(words or kind)
        self.kind = kind


@dataclass(frozen=True)
class Answer:
    """What came back; `body` is cut after READ_AT_MOST bytes. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def lookup(host: str, port: int) -> list[str]:
    """Every number behind a name. Tests put a stub of their own here."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@cache
def trust() -> ssl.SSLContext:
    """Whose certificates are believed: the usual list. Names are checked, old protocols are not spoken."""
    return ssl.create_default_context(cafile=certifi.where())


def numbers_of(address: Address, *, within_s: float = CONNECT_S) -> list[str]:
    """The numbers that may be called for this address. Raises BadAddress when only one of them is not public,
    or there is none.
    """
    if address.is_loop:
        return ["127.0.0.1"] if address.host == "localhost" else [address.host]
    found = _looked_up(address, within_s)
    if not found:
        raise BadAddress("unresolved")
    if not all(is_public(number) for number in found):
        raise BadAddress("inside")
    return found


def post(url: str, body: bytes, headers: Mapping[str, str], *, rules: Rules, within_s: float) -> Answer:
    """Send it once, and read the answer. Raises Unanswered."""
    deadline = time.monotonic() + within_s
    try:
        address = parse(url, rules)
        numbers = numbers_of(address, within_s=min(CONNECT_S, within_s))
    except BadAddress as error:
        kind = "dns" if error.reason == "unresolved" else "address"
        raise Unanswered(kind, error.reason) from error
    try:
        with _connected(address, numbers, deadline) as sock:
            return _spoken(_Timed(sock, deadline), address, body, headers)
    except TimeoutError as error:
        raise Unanswered("timeout") from error
    except ssl.SSLError as error:
        raise Unanswered("tls", _reason(error)) from error
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered("protocol", _reason(error)) from error


def wait_s(answer: Answer) -> int:
    """Retry-After in seconds, whether it names a number or a moment; 0 when nothing was asked for."""
    said = answer.headers.get("retry-after", "") if answer.status in WAITS else ""
    if (seconds := natural(said, LONGEST_WAIT_S)) is not None:
        return seconds
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0, min(int((when - datetime.now(UTC)).total_seconds()), LONGEST_WAIT_S))


def _looked_up(address: Address, within_s: float) -> list[str]:
    """In a thread of its own: the system's resolver knows no deadline."""
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(lookup(address.host, address.port))
        except (OSError, UnicodeError):
            found.clear()

    thread = threading.Thread(target=ask, name="lookup", daemon=True)
    thread.start()
    thread.join(within_s)
    return list(found)


def _connected(address: Address, numbers: list[str], deadline: float) -> socket.socket:
    sock = _first_that_answers(numbers, address.port, deadline)
    if not address.is_tls:
        return sock
    try:
        sock.settimeout(_left(deadline))
        return trust().wrap_socket(sock, server_hostname=address.host)
    except BaseException:
        sock.close()
        raise


def _first_that_answers(numbers: list[str], port: int, deadline: float) -> socket.socket:
    why: OSError = OSError("nobody there")
    for number in numbers[:TRIED_AT_MOST]:
        try:
            return socket.create_connection((number, port), timeout=min(CONNECT_S, _left(deadline)))
        except OSError as error:
            why = error
    kind = "timeout" if isinstance(why, TimeoutError) else "connect"
    raise Unanswered(kind, _reason(why))


def _spoken(sock: "_Timed", address: Address, body: bytes, headers: Mapping[str, str]) -> Answer:
    line = http.client.HTTPConnection(address.host, address.port)
    line.sock = sock  # connected already; http.client only speaks
    whole = {"Host": address.netloc, "Connection": "close", **headers}
    line.request("POST", address.target, body=body, headers=whole)
    said = line.getresponse()
    kept = {name.lower(): value for name, value in said.getheaders()}
    return Answer(said.status, kept, said.read(READ_AT_MOST))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _reason(error: Exception) -> str:
    return (getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error))[:200]


class _Timed:
    """A socket whose every step is given only what is left of the time, and of the bytes."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline

    def sendall(self, data: Any) -> None:
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, *_how: Any) -> io.BufferedReader:
        return io.BufferedReader(_Drops(self._sock, self._deadline))

    def close(self) -> None:
        self._sock.close()


class _Drops(io.RawIOBase):
    """What comes in, for at most so long and at most so much."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline, self._n_left = sock, deadline, READ_AT_MOST + HEADERS_AT_MOST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._n_left <= 0:
            raise http.client.HTTPException("the answer is too long")
        self._sock.settimeout(_left(self._deadline))
        n_read = self._sock.recv_into(buffer)
        self._n_left -= n_read
        return n_read
