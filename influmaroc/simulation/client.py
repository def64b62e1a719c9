"""People at the API: real routes through the whole stack, in this process, where the clock is ours.

Each request is a transaction of its own, as on a server, and its constraints are checked when it is over.
What is asked under an Idempotency-Key is now and then asked again, at once or much later.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import SignIn, User
from accounts.services import issue_tokens
from influmaroc.simulation.hands import settle_constraints
from influmaroc.simulation.world import Failure, World
from kit.errors import Refusal

REFUSED, SIGNED_OUT, BROKEN = 400, 401, 500
# Said when somebody else is silent or a rate is missing: an answer, not a fault.
NOT_NOW = {"gateway_unreachable", "rate_missing"}
AGAIN_AT_ONCE, AGAIN_LATER, REMEMBERED = 0.2, 0.05, 30


class Refused(Refusal):
    """The API said no, in good form."""

    def __init__(self, answer: Any) -> None:
        super().__init__(answer.content.decode())
        self.code, self.status = code_of(answer), answer.status_code


@dataclass(frozen=True)
class Ask:
    """One request; with a key it acts once, however often it is sent."""

    by: User | None
    method: str
    path: str
    content: bytes
    headers: tuple[tuple[str, str], ...] = ()
    key: str = ""


def code_of(answer: Any) -> str:
    """What a problem body calls itself; "" of anything else."""
    try:
        return str(json.loads(answer.content)["code"])
    except (ValueError, KeyError, TypeError):
        return ""


class People:
    """Signs in whoever asks, asks, and insists on what every answer owes."""

    def __init__(self, world: World) -> None:
        self.world, self._client = world, Client(raise_request_exception=False)
        self._host = urlsplit(settings.SITE_URL).hostname or "localhost"
        self._tokens: dict[Any, str] = {}
        self._done: list[tuple[Ask, bytes]] = []

    def get(self, by: User, path: str) -> Any:
        """Reading one's own never fails."""
        answer = self._send(Ask(by, "GET", path, b""))
        if answer.status_code >= REFUSED:
            raise Failure(f"GET {path} answered {answer.status_code} {code_of(answer)}")
        return json.loads(answer.content)

    def act(self, by: User, method: str, path: str, **body: Any) -> Any:
        """Without a key: what may be sent twice anyway."""
        return self._asked(Ask(by, method, path, json.dumps(body).encode()))

    def post(self, by: User, path: str, **body: Any) -> Any:
        """Under a key, as every client should."""
        return self.once(by, "POST", path, **body)

    def once(self, by: User, method: str, path: str, **body: Any) -> Any:
        """The same for a PUT that takes a key."""
        key = f"{self.world.chance.getrandbits(128):032x}"
        ask = Ask(by, method, path, json.dumps(body).encode(), (("Idempotency-Key", key),), key)
        return self._asked(ask)

    def call(self, path: str, content: bytes, **headers: str) -> Any:
        """A machine that is nobody."""
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return self._asked(Ask(None, "POST", path, content, named))

    def _asked(self, ask: Ask) -> Any:
        answer = self._send(ask)
        if ask.key and self.world.chance.random() < AGAIN_AT_ONCE:
            self._ask_again(ask, answer)
        if answer.status_code >= REFUSED:
            raise Refused(answer)
        if ask.key:
            self._done = [*self._done[1 - REMEMBERED :], (ask, answer.content)]
        if self._done and self.world.chance.random() < AGAIN_LATER:
            self._ask_done(*self.world.pick(self._done))
        return json.loads(answer.content)

    def _ask_again(self, ask: Ask, first: Any) -> None:
        """At once: what was done is told again, what was refused is refused again."""
        if first.status_code < REFUSED:
            self._ask_done(ask, first.content)
            return
        again = self._send(ask)
        if (again.status_code, code_of(again)) != (first.status_code, code_of(first)):
            raise Failure(f"{ask.path}: {code_of(first)}, asked again {again.status_code} {code_of(again)}")

    def _ask_done(self, ask: Ask, content: bytes) -> None:
        again = self._send(ask)
        if again.headers.get("Idempotent-Replayed") != "true" or again.content != content:
            raise Failure(f"{ask.path} was {content!r}, asked again {again.status_code} {again.content!r}")

    def _send(self, ask: Ask) -> HttpResponse:
        answer = self._through_the_stack(ask)
        is_too_long_ago = answer.status_code == SIGNED_OUT or code_of(answer) == "proof_needed"
        if ask.by and is_too_long_ago:
            self._tokens.pop(ask.by.pk)
            answer = self._through_the_stack(ask)
        return answer

    def _through_the_stack(self, ask: Ask) -> Any:
        headers = {"Accept": "application/json", "Accept-Language": "en", **dict(ask.headers)}
        if ask.by:
            headers["Authorization"] = f"Bearer {self._token(ask.by)}"
        with transaction.atomic():
            answer = self._client.generic(
                ask.method,
                f"/api/{ask.path}",
                ask.content,
                "application/json",
                headers=headers,
                SERVER_NAME=self._host,
            )
            if answer.status_code >= BROKEN and code_of(answer) not in NOT_NOW:
                fault = getattr(answer, "exc_info", None)
                raise Failure(f"{ask.method} {ask.path} answered {answer.status_code}: {fault}")
            settle_constraints()
        return answer

    def _token(self, user: User) -> str:
        """Signing in has tests of its own: here the tokens are just handed out."""
        if user.pk not in self._tokens:
            self._tokens[user.pk] = issue_tokens(user=user, factor=SignIn.Factor.TOTP).access
        return self._tokens[user.pk]
