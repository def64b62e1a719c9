"""The live counter for real: an ASGI server process, Valkey, a session cookie, a socket over the network."""

import json
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from conftest import Client
from influmaroc.stack.plan import free_port
from notifications.services import Message, tell

pytestmark = pytest.mark.django_db(transaction=True)
NEWS = Message(kind="offer_made", key="1", data={"brand": "Atlas", "campaign": "Argan", "price_centimes": 1})


@pytest.fixture
def address():
    """An ASGI server on the tests' own database; gone when the test ends."""
    place, port = connection.settings_dict, free_port()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev",
        "DATABASE_URL": f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}",
    }
    uvicorn = [sys.executable, "-m", "uvicorn", "--ws", "influmaroc.ws:Protocol", "--port", str(port)]
    command = [*uvicorn, "--lifespan", "off", "influmaroc.asgi:application"]
    process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)
    yield f"127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def call(address, cookie="", origin=None):
    """A socket; waits for the server to come up."""
    headers = {"Cookie": f"sessionid={cookie}"} if cookie else {}
    deadline = time.monotonic() + 60
    while True:
        try:
            return connect(
                f"ws://{address}/ws/", origin=origin or f"http://{address}", additional_headers=headers
            )
        except (ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_a_browser_hears_of_a_notice_and_nobody_else_does(address, amina):
    client = Client()
    client.force_login(amina)
    with call(address, client.cookies["sessionid"].value) as line:
        assert json.loads(line.recv(5)) == {"kind": "hello", "unread": 0, "talks": 0}
        tell(readers=[amina.pk], message=NEWS)
        news = json.loads(line.recv(5))
        assert (news["kind"], news["unread"]) == ("notice", 1)
        assert "Atlas" in news["text"]
    with call(address) as line, pytest.raises(WebSocketException) as closed:
        line.recv(5)
    assert closed.value.rcvd.code == 4401
    with pytest.raises(InvalidStatus) as refused:
        call(address, client.cookies["sessionid"].value, origin="http://evil.example")
    assert refused.value.response.status_code == 403
