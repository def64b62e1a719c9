"""Endpoints of the house cast, and receivers on this machine."""

import json
import subprocess
import sys
import threading

import pytest
import requests
from django.conf import settings as project
from django.core.cache import cache
from django.utils import timezone

from brands.models import Brand
from kit import crypt
from webhooks.management.receiver import Receiver
from webhooks.models import Call, Endpoint
from webhooks.selectors import new_secret

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def make_endpoint(holder, url="http://127.0.0.1:9/hook", **fields) -> Endpoint:
    column = "brand" if isinstance(holder, Brand) else "influencer"
    rows = {"types": ["*"], "sealed": crypt.encrypt(fields.pop("secret", new_secret()))}
    return Endpoint.objects.create(**{column: holder, "url": url, **rows, **fields})


def owe(endpoint, n=1, **fields) -> list[Call]:
    """Calls without an event, due now."""
    rows = [Call(endpoint=endpoint, type="webhook.test", body=f'{{"n":{i}}}', **fields) for i in range(n)]
    return Call.objects.bulk_create(rows)


def make_due() -> None:
    """As if the pause of everything owed had passed."""
    Call.objects.owed().update(next_attempt_at=timezone.now(), leased_until=None)


@pytest.fixture(autouse=True)
def no_sender():
    cache.delete("webhooks-sender")


@pytest.fixture
def receiver():
    """One in this process, that believes SECRET."""
    server = Receiver(secrets=[SECRET])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def endpoint(atlas_brand, receiver) -> Endpoint:
    """Of Atlas Argan, told everything."""
    return make_endpoint(atlas_brand, f"{receiver.url}/hook", secret=SECRET)


class Program:
    """A receiver in a process of its own."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "webhooks.management.receiver", "--secret", SECRET]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=project.BASE_DIR)
        places = json.loads(self.process.stdout.readline())
        self.url, self.control = places["url"], places["control"]

    def seen(self) -> dict:
        return requests.get(self.control, timeout=5).json()

    def say(self, *answers: str) -> None:
        requests.post(self.control, json={"answers": answers}, timeout=5)


@pytest.fixture
def program():
    started = Program()
    yield started
    started.process.kill()
    started.process.wait()
    started.process.stdout.close()
