"""Somebody who plays PayPal, as a real process, for the tests that talk to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from payments.tests.bank import running

LOGIN = {"client_id": "paypal-client-for-tests", "secret": "paypal-secret-for-tests"}


class Peer:
    """Its address, and its levers."""

    def __init__(self, url: str, place: Path) -> None:
        self.url, self.place = url, place

    def pull(self, lever: str, **asked: Any) -> dict[str, Any]:
        who = {"Authorization": f"Bearer {LOGIN['secret']}"}
        answer = requests.post(f"{self.url}/_{lever}", json=asked, headers=who, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Ask as the account's owner."""
        login = (LOGIN["client_id"], LOGIN["secret"])
        token = requests.post(f"{self.url}/v1/oauth2/token", auth=login, timeout=5).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        answer = requests.post(f"{self.url}{path}", json=body, headers=bearer, timeout=5)
        assert answer.ok, answer.text
        return answer.json()

    def register(self, url: str) -> str:
        """Have messages sent there; the id that they are signed for."""
        body = {"url": url, "event_types": [{"name": "*"}]}
        return self.post("/v1/notifications/webhooks", body)["id"]


@contextmanager
def running_paypal(place: Path) -> Iterator[Peer]:
    """Start manage.py sandbox_paypal; give it; end it. PAYPAL_SPECS holds it to them."""
    env = {"PAYPAL_CLIENT_ID": LOGIN["client_id"], "PAYPAL_SECRET": LOGIN["secret"]}
    with running("sandbox_paypal", place, env=env) as url:
        yield Peer(url, place)
