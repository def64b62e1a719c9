"""The pretended Stripe as a real process, and a hand on its controls."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from django.conf import settings

from payments.tests.bank import running


@dataclass(frozen=True)
class Peer:
    """Acts of the payer, the banks and Stripe's own desk."""

    url: str
    key: str

    def act(self, path: str, /, **asked: Any) -> dict:
        answer = requests.post(f"{self.url}/_test/{path}", data=asked, headers=self._who(), timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, /, **asked: Any) -> dict:
        """Stripe's own API."""
        answer = requests.post(f"{self.url}/v1/{path}", data=asked, headers=self._who(), timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def look(self, path: str) -> dict:
        return requests.get(f"{self.url}{path}", headers=self._who(), timeout=10).json()

    def press(self, url: str, button: str) -> requests.Response:
        return requests.post(url, data={"button": button}, timeout=10, allow_redirects=False)

    def violations(self) -> list[str]:
        return self.look("/_test/violations")["violations"]

    def _who(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@contextmanager
def running_stripe(place: Path, *words: str) -> Iterator[Peer]:
    """Start manage.py sandbox_stripe; give a hand on it; end it."""
    with running("sandbox_stripe", place, *words) as url:
        yield Peer(url, settings.STRIPE["key"])


def until(true: Callable[[], Any], seconds: float = 10) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found
