"""PayPal's HTTP API: who we are, what was asked, and what an answer means."""

import json
import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

import requests

from payments.errors import GatewayUnreachable
from payments.gateways.port import leave_transaction

log = logging.getLogger(__name__)
TIMEOUT_S = (3.05, 20)
EARLY_S = 60  # a token is renewed this long before it ends
UNAUTHORIZED, TOO_MANY, OURS = 401, 429, 500
# What reading an answer of another shape than its kind has may raise.
MISSHAPEN = (KeyError, IndexError, TypeError, ValueError, AttributeError)

_lock = threading.Lock()
_tokens: dict[tuple[str, str], tuple[str, float]] = {}  # by address and client, in this process only


class Declined(Exception):
    """PayPal understood and said no. `issues` are its codes, the name of the error among them."""

    def __init__(self, status: int, said: Any) -> None:
        said = said if isinstance(said, dict) else {}
        rows = said.get("details")
        details = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        named = [said.get("name"), *(row.get("issue") for row in details)]
        self.status = status
        self.issues = [str(one) for one in named if one]
        self.links = said.get("links") or []
        self.debug_id = str(said.get("debug_id", ""))
        super().__init__(f"{status} {' '.join(self.issues)} (debug id {self.debug_id})")


class Client:
    """One account at one address. No answer, or none that can be read, raises GatewayUnreachable."""

    def __init__(self, config: Mapping[str, str]) -> None:
        self.url = config["url"].rstrip("/")
        self._who = (config["client_id"], config["secret"])

    def get(self, path: str, **params: str) -> dict[str, Any]:
        """Raises Declined, GatewayUnreachable."""
        return self._call("GET", path, params=params)

    def post(self, path: str, body: dict[str, Any] | bytes, key: str) -> dict[str, Any]:
        """`key` makes it safe to ask again: PayPal acts once for it. Raises Declined, GatewayUnreachable."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "PayPal-Request-Id": key}
        return self._call("POST", path, data=raw, headers={**headers, "Prefer": "return=representation"})

    def _call(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """A token that PayPal no longer takes is renewed once."""
        leave_transaction()
        token = self._token()
        answer = self._send(method, path, token, more)
        if answer.status_code == UNAUTHORIZED:
            self._forget(token)
            answer = self._send(method, path, self._token(), more)
        return self._read(f"{method} {path}", answer)

    def _send(self, method: str, path: str, token: str, more: dict[str, Any]) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}", **more.get("headers", {})}
        return self._request(method, path, **{**more, "headers": headers})

    def _request(self, method: str, path: str, **more: Any) -> requests.Response:
        url = f"{self.url}{path}"
        try:
            return requests.request(method, url, timeout=TIMEOUT_S, allow_redirects=False, **more)
        except requests.RequestException as error:
            log.warning("PayPal gave no answer to %s %s: %s", method, path, type(error).__name__)
            raise GatewayUnreachable(gateway="paypal") from error

    def _read(self, what: str, answer: requests.Response) -> dict[str, Any]:
        said = _json(answer)
        if answer.ok and isinstance(said, dict):
            return said
        debug_id = answer.headers.get("PayPal-Debug-Id", "")
        log.warning("PayPal answered %s to %s, debug id %s", answer.status_code, what, debug_id)
        unclear = answer.status_code in {UNAUTHORIZED, TOO_MANY} or answer.status_code >= OURS
        if unclear or answer.ok or not isinstance(said, dict):
            raise GatewayUnreachable(gateway="paypal")
        raise Declined(answer.status_code, said)

    def _token(self) -> str:
        place = (self.url, self._who[0])
        with _lock:
            token, ends = _tokens.get(place, ("", 0.0))
        if token and time.monotonic() < ends:
            return token
        form = {"grant_type": "client_credentials"}
        answer = self._request("POST", "/v1/oauth2/token", data=form, auth=self._who)
        said = _json(answer)
        if not answer.ok or not isinstance(said, dict) or not said.get("access_token"):
            log.error("PayPal does not let us in: %s", answer.status_code)
            raise GatewayUnreachable(gateway="paypal")
        token = str(said["access_token"])
        with _lock:
            _tokens[place] = (token, time.monotonic() + int(said.get("expires_in") or 0) - EARLY_S)
        return token

    def _forget(self, token: str) -> None:
        place = (self.url, self._who[0])
        with _lock:
            if _tokens.get(place, ("", 0.0))[0] == token:
                del _tokens[place]


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except requests.RequestException:
        return None
