"""A plain API client for one person, as an integration would write it."""

import secrets
import time
from typing import Any
from urllib.parse import quote

import pyotp
import requests

TIMEOUT_S = 20
PATIENCE_S = 30
OTHERS_AT_MOST = 3  # who use the same app at the same time


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
        """Ask, read the letter, type its code."""
        token = self.post("auth/register", body, expect=202)["token"]
        code = self.code_for(body["email"])
        return self._signed_in(self.post("auth/verify-email", {"token": token, "code": code}, expect=201))

    def login(self, email: str, password: str, totp_secret: str = "") -> dict[str, Any]:
        """Password, then what is asked besides."""
        answer = self.post("auth/login", {"email": email, "password": password})
        if step := answer.get("second_step"):
            answer = self._answer(step, email, totp_secret)
        return self._signed_in(answer)

    def login_on_paper(self, email: str, password: str, code: str) -> dict[str, Any]:
        """Password, then one of the codes that were put away."""
        step = self.post("auth/login", {"email": email, "password": password}, expect=202)["second_step"]
        body = {"token": step["token"], "method": "recovery", "code": code}
        return self._signed_in(self.post("auth/second-step", body, expect=200))

    def add_app(self) -> list[str]:
        """Put an authenticator app to use; the codes on paper that come with it."""
        asked = self.post("auth/factors/totp", expect=200)
        body = {"token": asked["token"], "code": pyotp.TOTP(asked["secret"]).now()}
        return self.put("auth/factors/totp", body)["recovery_codes"]

    def _answer(self, step: dict[str, Any], email: str, totp_secret: str) -> dict[str, Any]:
        """A code of the app works once: when somebody has just used it, wait for the next."""
        body = {"token": step["token"], "method": "totp" if "totp" in step["methods"] else "email"}
        if body["method"] == "email":
            return self.post("auth/second-step", {**body, "code": self.code_for(email)})
        app = pyotp.TOTP(totp_secret)
        for _n in range(OTHERS_AT_MOST):
            try:
                return self.post("auth/second-step", {**body, "code": app.now()})
            except Refused:
                time.sleep(app.interval - time.time() % app.interval)
        return self.post("auth/second-step", {**body, "code": app.now()})

    def code_for(self, email: str) -> str:
        """The code of the last letter there: from the demo's mailbox, or typed by whoever reads it."""
        url = f"{self.base_url}/dev/mails?format=json&to={quote(email)}"
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            answer = self.http.get(url, timeout=TIMEOUT_S)
            if not answer.ok:
                return input(f"The code that arrived at {email}: ")
            if codes := [letter["code"] for letter in answer.json() if letter["code"]]:
                return codes[0]
            time.sleep(0.2)
        raise Refused(f"No letter with a code for {email} within {PATIENCE_S} s.")

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

    def upload(self, path: str, files: dict[str, tuple[str | None, bytes, str]]) -> Any:
        """Send files as a form."""
        answer = self.http.post(f"{self.base_url}/api/{path}", files=files, timeout=TIMEOUT_S)
        return self._read(answer, 201)

    def _call(self, method: str, path: str, body: dict[str, Any] | None, expect: int | None) -> Any:
        headers = {"Idempotency-Key": secrets.token_hex(16)} if method == "POST" else {}
        answer = self.http.request(
            method, f"{self.base_url}/api/{path}", json=body, headers=headers, timeout=TIMEOUT_S
        )
        return self._read(answer, expect)

    @staticmethod
    def _read(answer: requests.Response, expect: int | None) -> Any:
        is_fine = answer.status_code == expect if expect else answer.ok
        if not is_fine:
            asked = f"{answer.request.method} {answer.request.path_url}"
            raise Refused(f"{asked} answered {answer.status_code}: {answer.text[:1000]}")
        return answer.json() if answer.content else {}
