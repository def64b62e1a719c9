"""Twilio as Twilio describes it: its own OpenAPI file, served by Prism. npm brings both."""

import shutil
import subprocess
import time

import pytest
import requests

from accounts.errors import SmsUnavailable
from accounts.gateways import twilio
from influmaroc import devservers
from influmaroc.stack.plan import free_port
from notifications.gateways import send_text

pytestmark = pytest.mark.slow
PACKAGES = ("@stoplight/prism-cli@5.14.2", "@twilio/cli-core@9.0.0")
SPECS = "node_modules/@twilio/cli-core/src/services/twilio-api"
READY_S = 60


@pytest.fixture(scope="module")
def peer(tmp_path_factory):
    yield from prism_of("twilio_verify_v2.json", tmp_path_factory)


@pytest.fixture(scope="module")
def messages_peer(tmp_path_factory):
    yield from prism_of("twilio_api_v2010.json", tmp_path_factory)


def prism_of(spec, tmp_path_factory):
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    place = devservers.state_dir() / "peers" / "twilio"
    place.mkdir(parents=True, exist_ok=True)
    if not (place / SPECS).exists():
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(place), *PACKAGES]
        subprocess.run(npm, check=True, timeout=300)
    port = free_port()
    prism = ["node", "node_modules/.bin/prism", "mock", "-h", "127.0.0.1", "-p", str(port), f"{SPECS}/{spec}"]
    log = tmp_path_factory.mktemp("prism") / "log"
    with log.open("w") as out, subprocess.Popen(prism, cwd=place, stdout=out, stderr=out) as process:
        until = time.monotonic() + READY_S
        while "is listening" not in log.read_text() and time.monotonic() < until:
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def at_peer(peer, settings):
    settings.TWILIO = {"service": f"VA{'a' * 32}", "api_key": "SK1", "api_secret": "s", "url": peer}
    return settings.TWILIO


def test_twilios_own_schema_takes_what_we_send_and_we_what_it_answers(at_peer):
    twilio.send("+212661234567", "ar")
    assert twilio.check("+212661234567", "482913") is True  # its example of an answer says "approved"


def test_the_schema_refuses_what_twilio_would(at_peer, settings):
    url = f"{at_peer['url']}/v2/Services/{at_peer['service']}/Verifications"
    wrong = requests.post(url, data={"To": "+212661234567"}, auth=("SK1", "s"), timeout=10)
    assert wrong.status_code == 422
    settings.TWILIO = at_peer | {"service": "VA1"}
    with pytest.raises(SmsUnavailable):
        twilio.send("+212661234567", "fr")


def test_twilios_own_schema_takes_a_text_of_ours(at_peer, messages_peer, settings):
    settings.TWILIO_SMS = {"account": f"AC{'a' * 32}", "sender": "InfluMaroc", "url": messages_peer}
    assert send_text("+212661234567", "InfluMaroc : مرحبا") == ("taken", 0)
    settings.TWILIO_SMS = {**settings.TWILIO_SMS, "sender": f"MG{'a' * 32}"}
    assert send_text("+212661234567", "InfluMaroc : Bonjour") == ("taken", 0)


def test_a_text_to_an_account_that_is_none_is_refused(at_peer, messages_peer, settings):
    settings.TWILIO_SMS = {"account": "AC1", "sender": "InfluMaroc", "url": messages_peer}
    assert send_text("+212661234567", "Salam") == ("refused", 0)
