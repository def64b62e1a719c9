"""Amazon as others wrote it: its own library, and a double of its services. make test-full installs both."""

from datetime import UTC, datetime

import pytest
import requests

from mail.gateways.aws import Signer
from mail.tasks import send_letters
from mail.tests.samples import post
from mail.tests.test_gateways_providers import SES

MISSING = "requirements-peers.txt is not installed"
moto = pytest.importorskip("moto.server", reason=MISSING)
SigV4Auth = pytest.importorskip("botocore.auth", reason=MISSING).SigV4Auth
AWSRequest = pytest.importorskip("botocore.awsrequest", reason=MISSING).AWSRequest
Credentials = pytest.importorskip("botocore.credentials", reason=MISSING).Credentials
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def amazon():
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_a_signature_is_that_of_amazons_own_library():
    url, body = "https://email.eu-west-3.amazonaws.com/v2/email/outbound-emails", b'{"a": "\xc3\xa9"}'
    request = AWSRequest("POST", url, data=body, headers={"content-type": "application/json"})
    SigV4Auth(Credentials(SES["access_key_id"], SES["secret_access_key"]), "ses", "eu-west-3").add_auth(
        request
    )
    at = datetime.strptime(request.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    signer = Signer(SES["access_key_id"], SES["secret_access_key"], "eu-west-3", "ses")
    ours = signer.headers("POST", url, body, {"content-type": "application/json"}, at)
    assert ours["authorization"] == request.headers["Authorization"]


def test_amazons_double_takes_a_letter_from_a_known_sender(amazon, settings):
    settings.EMAIL_PROVIDER = "ses"
    settings.SES = SES | {"url": amazon, "configuration_set": ""}
    unknown = post("password_changed")
    assert send_letters() == 0
    unknown.refresh_from_db()
    assert (unknown.state, unknown.provider_id) == ("failed", "")
    sender = {"EmailIdentity": "bonjour@influmaroc.test"}
    headers = {"authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261125/eu-west-3/ses/aws4_request"}
    requests.post(
        f"{amazon}/v2/email/identities", json=sender, headers=headers, timeout=10
    ).raise_for_status()
    known = post("password_changed")
    assert send_letters() == 1
    known.refresh_from_db()
    assert (known.state, bool(known.provider_id)) == ("sent", True)
