"""The websocket server for real: abused by one person, it closes their lines and serves the others; whoever is
out of a conversation, of the house, or signed out elsewhere hears nothing more within moments.
"""

import json
import subprocess
import sys
import time

import psutil
import pytest
from django.conf import settings
from websockets.sync.client import unix_connect

from conftest import Client
from kit.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)
ABUSED_S = 15
N_ASKED = 60
MEMORY = 20 << 20  # bytes that the server may have more of afterwards
SLOWER_S = 0.25  # for others, on two cores of which the abuser takes one


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def call(programs, cookie):
    place, origin = programs.folder / "run" / "websocket.sock", "http://127.0.0.1"
    words = {"Cookie": f"sessionid={cookie}"}
    return unix_connect(str(place), "ws://127.0.0.1/ws/", origin=origin, additional_headers=words)


def memory_of(programs):
    server = psutil.Process(programs.running["websocket"].popen.pid)
    return sum(one.memory_info().rss for one in [server, *server.children(recursive=True)])


def p95_of_asking(line):
    """Seconds until the server has looked into the database for somebody and answered."""
    took = []
    for _ in range(N_ASKED):
        strange, began = str(uuid7()), time.monotonic()
        line.send(json.dumps({"kind": "watch", "conversation": strange}))
        assert json.loads(line.recv(10)) == {"kind": "left", "conversations": [strange]}
        took.append(time.monotonic() - began)
        time.sleep(0.11)
    return sorted(took)[int(len(took) * 0.95)]


def flooding(programs, cookie, seconds):
    place = str(programs.folder / "run" / "websocket.sock")
    command = [sys.executable, "-m", "influmaroc.tests.flooding", place, cookie, str(seconds)]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_w3_abuse_ends_the_line_and_nobody_else_is_slower(programs, amina, omar):
    programs.start("websocket")
    bad = cookie_of(amina)
    assert flooding(programs, bad, 3).wait(60) == 0  # the server has done all of it once
    with call(programs, cookie_of(omar)) as line:
        line.recv(10)
        quiet_s, memory = p95_of_asking(line), memory_of(programs)
        attacker = flooding(programs, bad, ABUSED_S)
        abused_s = p95_of_asking(line)
    codes = json.loads(attacker.communicate(timeout=60)[0])
    more = memory_of(programs) - memory
    print(  # noqa: T201
        f"{codes}; memory {more / 2**20:+.1f} MB; p95 of another person {quiet_s * 1000:.0f} ms alone, "
        f"{abused_s * 1000:.0f} ms meanwhile"
    )
    sockets = codes.pop("sockets")
    assert 1 <= sockets["open"] <= 20
    assert set(sockets) == {"open", "1008"}
    large = {kind: set(codes.pop(kind)) for kind in ("large", "large json")}
    assert large == {"large": {"1009"}, "large json": {"1009"}}
    assert {kind: set(ended) for kind, ended in codes.items()} == {kind: {"1008"} for kind in codes}
    assert more < MEMORY
    assert abused_s < quiet_s + SLOWER_S
