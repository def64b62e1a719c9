"""Amazon and SendGrid by their documented protocols."""

import base64
import email
import email.policy
from datetime import UTC, datetime

import jsonschema
import pytest

from mail.gateways.aws import Signer
from mail.models import Letter
from mail.tasks import send_letters
from mail.tests.samples import post

pytestmark = pytest.mark.django_db
SES = {
    "region": "eu-west-3",
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "configuration_set": "letters",
    "topic_arn": "",
    "url": "",
}
ADDRESS = {
    "type": "object",
    "required": ["email"],
    "properties": {"email": {"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$"}, "name": {"type": "string"}},
    "additionalProperties": False,
}
SWITCH = {"type": "object", "properties": {"enable": {"type": "boolean"}}, "additionalProperties": False}
# The part of SendGrid's published schema that we use, closed: what it does not name is refused.
MAIL_SEND = {
    "type": "object",
    "required": ["personalizations", "from", "subject", "content"],
    "additionalProperties": False,
    "properties": {
        "personalizations": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
                "type": "object",
                "required": ["to"],
                "additionalProperties": False,
                "properties": {
                    "to": {"type": "array", "minItems": 1, "items": ADDRESS},
                    "custom_args": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
        },
        "from": ADDRESS,
        "subject": {"type": "string", "minLength": 1},
        "content": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {
                    "type": {"type": "string", "minLength": 1},
                    "value": {"type": "string", "minLength": 1},
                },
            },
        },
        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
        "tracking_settings": {"type": "object", "additionalProperties": SWITCH},
    },
}
RESERVED = {"to", "from", "subject", "cc", "bcc", "reply-to", "received", "content-type", "dkim-signature"}


def test_a_signature_is_that_of_the_published_vector():
    signer = Signer("AKIDEXAMPLE", SES["secret_access_key"], "us-east-1", "service")
    at = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
    proof = signer.headers("GET", "https://example.amazonaws.com/", b"", {}, at)["authorization"]
    assert proof.endswith("Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")


@pytest.fixture
def ses(settings, peer):
    settings.EMAIL_PROVIDER = "ses"
    settings.SES = SES | {"url": peer.url}
    peer.answer = (200, {"Content-Type": "application/json"}, b'{"MessageId": "0107018e-1"}')
    return peer


def test_amazon_gets_the_whole_message_and_our_number(ses):
    letter = post("reset_link", "ar")
    assert send_letters() == 1
    path, headers, body = ses.asked[0]
    message = email.message_from_bytes(
        base64.b64decode(body["Content"]["Raw"]["Data"]), policy=email.policy.default
    )
    assert path == "/v2/email/outbound-emails"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert body["EmailTags"] == [{"Name": "letter", "Value": str(letter.pk)}]
    assert body["Destination"] == {"ToAddresses": ["nour@example.ma"]}
    assert body["ConfigurationSetName"] == "letters"
    assert message["Content-Language"] == "ar"
    letter.refresh_from_db()
    assert (letter.provider, letter.provider_id) == ("ses", "0107018e-1")


@pytest.mark.parametrize(
    ("status", "state"), [(400, "failed"), (403, "queued"), (429, "queued"), (500, "queued"), (302, "queued")]
)
def test_what_amazon_refuses_is_tried_again_or_not(ses, status, state):
    ses.answer = (status, {"x-amzn-errortype": "MessageRejected:http://x", "Location": "/x"}, b"{}")
    letter = post()
    assert send_letters() == 0
    letter.refresh_from_db()
    assert (letter.state, "MessageRejected" in letter.error) == (state, True)
    assert len(ses.asked) == 1


@pytest.mark.parametrize("kind", ["register_code", "notice"])
def test_sendgrid_gets_the_documented_body(sendgrid, kind):
    letter = post(kind)
    assert send_letters() == 1
    path, headers, body = sendgrid.asked[0]
    jsonschema.validate(body, MAIL_SEND)
    assert (path, headers["Authorization"]) == ("/v3/mail/send", "Bearer SG.test")
    assert [one["type"] for one in body["content"]] == ["text/plain", "text/html"]
    assert body["personalizations"][0]["custom_args"] == {"letter": str(letter.pk)}
    assert not {name.lower() for name in body["headers"]} & RESERVED
    assert body["headers"]["Message-ID"] == f"<letter-{letter.pk}@127.0.0.1>"
    letter.refresh_from_db()
    assert (letter.provider, letter.provider_id) == ("sendgrid", "sg-1")


def test_sendgrid_changes_no_link_and_watches_nobody(sendgrid):
    post()
    send_letters()
    tracking = sendgrid.asked[0][2]["tracking_settings"]
    assert {name: switch["enable"] for name, switch in tracking.items()} == {
        "click_tracking": False,
        "open_tracking": False,
        "subscription_tracking": False,
    }


@pytest.mark.parametrize(
    ("status", "state"), [(400, "failed"), (401, "queued"), (429, "queued"), (503, "queued")]
)
def test_what_sendgrid_refuses_is_tried_again_or_not(sendgrid, status, state):
    sendgrid.answer = (status, {}, b'{"errors": [{"message": "bad", "field": "from.email", "help": null}]}')
    letter = post()
    assert send_letters() == 0
    letter.refresh_from_db()
    assert (letter.state, "from.email" in letter.error) == (state, True)


def test_a_provider_that_does_not_answer_is_tried_again(sendgrid, settings):
    settings.SENDGRID = settings.SENDGRID | {"url": "http://127.0.0.1:1"}
    post()
    assert send_letters() == 0
    assert Letter.objects.get().state == "queued"


@pytest.mark.parametrize("provider", ["ses", "sendgrid"])
def test_line_breaks_in_an_address_reach_no_provider(provider, peer, settings):
    settings.EMAIL_PROVIDER = provider
    settings.SES = SES | {"url": peer.url}
    settings.SENDGRID = {"api_key": "SG.test", "event_key": "", "url": peer.url}
    post(to="nour@example.ma\r\nBcc: evil@example.com")
    assert send_letters() == 0
    assert peer.asked == []
