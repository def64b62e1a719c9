"""Addresses that people give us and our servers will call: which of them may be called at all.

Nothing here speaks to the network: a name is judged by its letters, a number by the range it lies in. What a
name leads to is looked at by kit.outbound, each time it is called.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

import idna

LONGEST = 2000
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
# Endings that lead into somebody's own network, whatever a resolver says today.
INSIDE = frozenset({"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion"})
_UNPRINTED = re.compile(r"[\x00-\x20\x7f\\]")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
# What ipaddress calls global, or may call so one day, and yet is not the Internet, or hides another address.
_CLOSED = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
_OPEN_IPV6 = ip_network("2000::/3")


class BadAddress(ValueError):
    """It may not be called. `reason` is a word for machines: one of REASONS."""

    REASONS = ("malformed", "scheme", "userinfo", "port", "number", "inside", "unresolved")

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Rules:
    """What may be called. `may_loop`: this machine itself too, by plain http, on any port (development)."""

    ports: frozenset[int] = frozenset({443})
    may_loop: bool = False


@dataclass(frozen=True)
class Address:
    """One that may be called as far as its letters tell. `host` is lower case ASCII, without a last dot."""

    scheme: str
    host: str
    port: int
    target: str
    is_loop: bool = False

    @property
    def is_tls(self) -> bool:
        return self.scheme == "https"

    @property
    def netloc(self) -> str:
        """As the Host header has it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.is_tls else 80) else f"{name}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.target}"


def parse(text: str, rules: Rules) -> Address:
    """The address, if it may be called. Raises BadAddress."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"}:
        raise BadAddress("scheme")
    if "@" in parts.netloc:
        raise BadAddress("userinfo")
    host, port = _host(parts), _port(parts)
    is_loop = rules.may_loop and host in LOOPBACK_NAMES
    if not is_loop:
        _ensure_outside(parts, host, port, rules)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    address = Address(parts.scheme, host, port, target, is_loop)
    if len(str(address)) > LONGEST:  # in the letters of the DNS a name is longer than in its own
        raise BadAddress("malformed")
    return address


def is_public(number: str) -> bool:
    """Is it an address of the Internet, and of nothing inside, beside or behind it?"""
    ip = ip_address(number.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip not in _OPEN_IPV6:
        return False  # mapped and translated IPv4, link-local, unique local, multicast, the machine itself
    return ip.is_global and not any(ip in net for net in _CLOSED if net.version == ip.version)


def _split(text: str) -> SplitResult:
    if not text or len(text) > LONGEST or _UNPRINTED.search(text) or "#" in text:
        raise BadAddress("malformed")
    try:
        parts = urlsplit(text)
    except ValueError as error:  # brackets that do not fit, letters that become a separator
        raise BadAddress("malformed") from error
    if not (parts.path + parts.query).isascii():
        raise BadAddress("malformed")
    return parts


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError as error:
        raise BadAddress("port") from error
    if port is None:
        return 443 if parts.scheme == "https" else 80
    return port


def _host(parts: SplitResult) -> str:
    """In the letters of the DNS: wide digits, circled ones and ideographic dots become what they are."""
    name = parts.hostname or ""
    if "%" in name:
        raise BadAddress("malformed")  # a zone of this machine, or letters in disguise
    if ":" in name:
        try:
            return str(IPv6Address(name))
        except ValueError as error:
            raise BadAddress("malformed") from error
    try:
        return idna.encode(name, uts46=True, std3_rules=True).decode().lower().removesuffix(".")
    except (idna.IDNAError, UnicodeError) as error:
        raise BadAddress("malformed") from error


def _ensure_outside(parts: SplitResult, host: str, port: int, rules: Rules) -> None:
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        _ensure_public_number(host)
    elif "." not in host or host.rpartition(".")[2] in INSIDE:
        raise BadAddress("inside")
    if parts.scheme != "https":
        raise BadAddress("scheme")
    if port not in rules.ports:
        raise BadAddress("port")


def _ensure_public_number(host: str) -> None:
    """Four plain decimals, or IPv6: octal, hexadecimal and shortened ones no honest caller writes."""
    try:
        written = str(ip_address(host)) if ":" in host else str(IPv4Address(host))
    except ValueError as error:
        raise BadAddress("number") from error
    if not is_public(written):
        raise BadAddress("inside")
