"""How often a websocket may be opened: asked before anything is looked up, so that a refusal costs little.

Counted in each process by itself, by two names that are known without the database: the address, and the
person whose session this is. A session that nobody has come in with counts as a person of its own. The
figures stand in settings.SOCKET_CALLS; why they are what they are, in docs/decisions.md, 80.
"""

import asyncio
import math
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie

from kit.origin import App
from kit.pace import MOST_REMEMBERED, Paces

LONGEST_KEY = 40  # Django's session keys have 32 signs: who sends more does not fill the memory
IPV6_OF_ONE = 64  # bits: a household has all addresses below it
HELD_S, MOST_HELD = 1.0, 200
ANSWER = "websocket.http.response"


class Calls:
    """Two ASGI middlewares: `guard` refuses (429) whoever opens websockets more often than
    settings.SOCKET_CALLS allows, `know` notes who came in.

    The person is counted before the address: what one is refused takes nothing from others behind the same
    address.
    """

    def __init__(self) -> None:
        self._people, self._addresses = (
            Paces(most=most, per_s=a_minute / 60 / settings.WEBSOCKET_WORKERS)
            for most, a_minute in (settings.SOCKET_CALLS[name] for name in ("person", "address"))
        )
        self._person_of: dict[str, str] = {}  # by session
        self._n_held = 0

    def guard(self, app: App) -> App:
        """Outside of everything else."""

        async def guarded(scope: dict[str, Any], receive: Any, send: Any) -> Any:
            if self._allows(session_of(scope), address_of(scope)):
                return await app(scope, receive, send)
            await self._hold()
            return await _refuse(scope, receive, send)

        return guarded

    def know(self, app: App) -> App:
        """Inside, where `scope["user"]` is known: all sessions of one person share what is allowed."""

        async def known(scope: dict[str, Any], receive: Any, send: Any) -> Any:
            if scope["user"].is_authenticated:
                if len(self._person_of) >= MOST_REMEMBERED:
                    self._person_of.clear()
                self._person_of[session_of(scope)] = str(scope["user"].pk)
            return await app(scope, receive, send)

        return known

    async def _hold(self) -> None:
        """Whoever calls again as soon as they are answered is answered a little later: most loops end here.
        Of many at once the rest is answered without it, so that what waits takes no memory to speak of.
        """
        if self._n_held >= MOST_HELD:
            return
        self._n_held += 1
        try:
            await asyncio.sleep(HELD_S)
        finally:
            self._n_held -= 1

    def _allows(self, session: str, address: str) -> bool:
        if session and not self._people.allows(self._person_of.get(session, session)):
            return False
        return not address or self._addresses.allows(address)


def _header(scope: dict[str, Any], name: bytes) -> str:
    """The first of that name, as Channels takes it, or ""."""
    return next((value for key, value in scope["headers"] if key == name), b"").decode("latin-1")


def session_of(scope: dict[str, Any]) -> str:
    """What the browser says its session is, "" when it has none. Believed by nobody, only counted."""
    cookies = parse_cookie(_header(scope, b"cookie"))
    return cookies.get(settings.SESSION_COOKIE_NAME, "")[:LONGEST_KEY]


def address_of(scope: dict[str, Any]) -> str:
    """Whom the front saw, as influmaroc.front.ClientAddress takes it for pages; of IPv6 its network.

    "" for what is no address: behind a socket file there is none.
    """
    said = _header(scope, b"x-real-ip") if settings.BEHIND_FRONT else ""
    try:
        address = ip_address(said or (scope.get("client") or [""])[0])
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address.packed, IPV6_OF_ONE), strict=False))


async def _refuse(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Before the handshake. The browser takes it for a line that is down, polls, and calls again later."""
    await receive()
    if ANSWER not in scope.get("extensions", {}):
        await send({"type": "websocket.close"})  # 403 before the handshake, as ASGI has it
        return
    wait_s = math.ceil(60 * settings.WEBSOCKET_WORKERS / settings.SOCKET_CALLS["person"][1])
    headers = [(b"retry-after", str(wait_s).encode()), (b"content-length", b"0")]
    await send({"type": f"{ANSWER}.start", "status": 429, "headers": headers})
    await send({"type": f"{ANSWER}.body", "body": b""})
