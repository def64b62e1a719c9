"""Web Push against another's push service and browser: npm's web-push-testing opens what we seal."""

import json
import shutil
import subprocess
import time

import pytest
import requests

from accounts.models import SignIn
from conftest import let_in
from influmaroc import devservers
from influmaroc.stack.plan import free_port
from kit import webpush
from notifications.models import Channel, Habits, PushDevice, Sending
from notifications.selectors.pushing import push_public_key
from notifications.services import Message, add_device, tell
from notifications.tasks import send_pushes

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PACKAGE = "web-push-testing@1.2.2"
READY_S = 60


@pytest.fixture(scope="module")
def peer(tmp_path_factory):
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    place = devservers.state_dir() / "peers" / "webpush"
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "node_modules" / "web-push-testing").exists():
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(place), PACKAGE]
        subprocess.run(npm, check=True, timeout=300)
    port = free_port()
    command = ["node", "node_modules/web-push-testing/src/bin/server.js", str(port)]
    log = tmp_path_factory.mktemp("webpush") / "log"
    with log.open("w") as out, subprocess.Popen(command, cwd=place, stdout=out, stderr=out) as process:
        _wait(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def _wait(url, process, log):
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            requests.post(f"{url}/status", timeout=1)
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


def subscription(peer, key):
    asked = {"userVisibleOnly": "true", "applicationServerKey": key}
    said = requests.post(f"{peer}/subscribe", json=asked, timeout=10).json()["data"]
    return {**said, "endpoint": said["endpoint"].replace("localhost", "127.0.0.1")}


def opened(peer, browser):
    asked = {"clientHash": browser["clientHash"]}
    said = requests.post(f"{peer}/get-notifications", json=asked, timeout=10).json()
    return [json.loads(one) for one in said["data"]["messages"]]


@pytest.fixture
def ringing(peer, amina):
    """A browser of the peer's that Amina wants to be rung on."""
    amina.sign_in = let_in(amina, SignIn.Kind.PAGE)
    Habits.objects.create(user=amina, quiet_from=None, quiet_until=None)
    browser = subscription(peer, push_public_key())
    add_device(by=amina, endpoint=browser["endpoint"], **{n: browser["keys"][n] for n in ("p256dh", "auth")})
    return browser


def ring(amina, key):
    tell(readers=[amina.pk], message=Message(kind="offer_made", key=key, data={"campaign": "Argan"}))
    send_pushes()
    return Sending.objects.get(notice__key=key, channel=Channel.PUSH)


def test_a_browser_of_others_opens_what_we_sealed(peer, ringing, amina):
    assert ring(amina, "1").state == "sent"
    (said,) = opened(peer, ringing)
    assert (said["title"], said["url"]) == (
        "Une offre pour vous",
        f"/fr/notifications/{amina.notices.get().pk}",
    )


def test_a_sender_that_the_browser_did_not_subscribe_to_is_refused(peer, ringing, amina, settings):
    settings.PUSH_KEY = webpush.new_private_key()
    assert (ring(amina, "2").state, opened(peer, ringing)) == ("failed", [])


def test_an_expired_subscription_is_not_rung_again(peer, ringing, amina):
    requests.post(f"{peer}/expire-subscription/{ringing['clientHash']}", timeout=10)
    row = ring(amina, "3")
    assert (row.state, row.reason, PushDevice.objects.alive().count()) == ("withheld", "nowhere", 0)
