"""People who speak HTTP by hand, each from an address of their own on this machine."""

import itertools
import os
import secrets
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter

PASSWORD = "Promenade-au-jardin-2026"
# Two workers of one session, and two sessions in one hour, count on different addresses.
_places = itertools.count(secrets.randbelow(60_000))


def some_place() -> str:
    """An address of this machine that nobody has used."""
    number = next(_places) + os.getpid() % 100
    return f"127.{1 + number // 62_500 % 250}.{number // 250 % 250}.{1 + number % 250}"


class From(HTTPAdapter):
    """Sends from one address."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:
        return super().init_poolmanager(*args, **kwargs, source_address=(self.place, 0))


class Somebody:
    """One person and their tokens."""

    def __init__(self, base_url: str, place: str = "") -> None:
        self.base_url = base_url
        self.http = requests.Session()
        self.http.mount("http://", From(place or some_place()))
        self.email = f"a-{secrets.token_hex(6)}@example.ma"
        self.access = self.refresh = self.device = ""

    def call(self, method: str, path: str, body: Any = None, *, token: str | None = None, **more: Any) -> Any:
        """One request of the API: with one's own token, another one, or none ("")."""
        bearer = self.access if token is None else token
        headers = {**more.pop("headers", {}), **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
        more = {"timeout": 20, "allow_redirects": False, **more}
        return self.http.request(method, self.base_url + path, json=body, headers=headers, **more)

    def register(self) -> "Somebody":
        body = {"email": self.email, "password": PASSWORD, "name": "Nour Alami", "role": "influencer"}
        asked = self.call("POST", "/api/auth/register", {**body, "language": "fr", "consents": CONSENTS})
        assert asked.status_code == 202, asked.text
        code = self.letter("register_code")["code"]
        opened = self.call("POST", "/api/auth/verify-email", {"token": asked.json()["token"], "code": code})
        assert opened.status_code == 201, opened.text
        return self.keep(opened.json())

    def keep(self, signed_in: dict[str, Any]) -> "Somebody":
        self.access, self.refresh = signed_in["access"], signed_in["refresh"]
        self.device = signed_in.get("device", self.device)
        return self

    def log_in(self, email: str, password: str = PASSWORD, *, device: str = "", **headers: str) -> Any:
        body = {"email": email, "password": password, **({"device": device} if device else {})}
        return self.call("POST", "/api/auth/login", body, token="", headers=headers)

    def is_in(self, token: str | None = None) -> bool:
        """Whether a token opens the door that everybody signed in may use."""
        status = self.call("GET", "/api/users/profile", token=token).status_code
        assert status in {200, 401}
        return status == 200

    def letters(self, kind: str, to: str = "") -> list[dict[str, Any]]:
        params = {"format": "json", "to": to or self.email}
        found = requests.get(f"{self.base_url}/dev/mails", params=params, timeout=20).json()
        return [one for one in found if one["kind"] == kind]

    def letter(self, kind: str, to: str = "") -> dict[str, Any]:
        """The newest letter of this kind, as soon as it is there."""
        for _n in range(150):
            if found := self.letters(kind, to):
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no letter {kind} for {to or self.email}")


CONSENTS = ["terms", "privacy"]
