"""A plain API client for one person, as an integration would write it."""

import secrets
from typing import Any

import requests

TIMEOUT_S = 20


class Refused(Exception):
    """The server answered otherwise than expected; the message holds its problem body."""


class Client:
    """Speaks JSON with a bearer token. `api` paths are relative to the server's /api/."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self.http = requests.Session()
        self.http.headers["Accept"] = "application/json"
        self.http.headers["Accept-Language"] = "en"

    def register(self, **body: Any) -> dict[str, Any]:
        return self._signed_in(self.post("auth/register", body, expect=201))

    def login(self, email: str, password: str) -> dict[str, Any]:
        return self._signed_in(self.post("auth/login", {"email": email, "password": password}))

    def _signed_in(self, answer: dict[str, Any]) -> dict[str, Any]:
        self.http.headers["Authorization"] = f"Bearer {answer['access']}"
        return answer["user"]

    def get(self, path: str) -> Any:
        return self._call("GET", path, None, 200)

    def put(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return self._call("PUT", path, body or {}, 200)

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        return self._call("PATCH", path, body, 200)

    def post(self, path: str, body: dict[str, Any] | None = None, expect: int | None = None) -> Any:
        """Every POST carries an Idempotency-Key, as the API advises."""
        return self._call("POST", path, body or {}, expect)

    def _call(self, method: str, path: str, body: dict[str, Any] | None, expect: int | None) -> Any:
        headers = {"Idempotency-Key": secrets.token_hex(16)} if method == "POST" else {}
        answer = self.http.request(
            method, f"{self.base_url}/api/{path}", json=body, headers=headers, timeout=TIMEOUT_S
        )
        is_fine = answer.status_code == expect if expect else answer.ok
        if not is_fine:
            raise Refused(f"{method} /api/{path} answered {answer.status_code}: {answer.text[:1000]}")
        return answer.json() if answer.content else {}

    def pay(self, action: dict[str, Any], scenario: str = "pay") -> dict[str, Any]:
        """Do what the browser does at the hosted page: post the signed form, then press a button."""
        url, fields = action["url"], action["fields"]
        bank = requests.Session()
        for form in (fields, {"reference": fields.get("reference", ""), "scenario": scenario}):
            answer = bank.post(url, data=form, headers={"Accept": "application/json"}, timeout=TIMEOUT_S)
            if not answer.ok:
                raise Refused(f"The bank answered {answer.status_code}: {answer.text[:500]}")
        return answer.json()
