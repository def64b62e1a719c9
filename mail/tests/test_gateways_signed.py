"""Reports are believed only when signed: SendGrid's own vector, Amazon's with a certificate of ours."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from mail.errors import NotSigned
from mail.gateways import amazon_message, sendgrid_events, signed
from mail.gateways.signed import is_amazons, is_sendgrids
from mail.tests.amazon import CERTIFICATE

# From the tests of SendGrid's own library.
KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+"
    "2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
)
STAMP = "1600112502"
SIGNATURE = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
BODY = (
    b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",'
    b'"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",'
    b'"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",'
    b'"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n'
)


def test_sendgrids_vector_fits():
    assert is_sendgrids(KEY, BODY, SIGNATURE, STAMP)


@pytest.mark.parametrize(
    ("key", "body", "signature", "stamp"),
    [
        (KEY, BODY.strip(), SIGNATURE, STAMP),
        (KEY, BODY.replace(b"dropped", b"deliver"), SIGNATURE, STAMP),
        (KEY, BODY, SIGNATURE, "1600112503"),
        (KEY, BODY, SIGNATURE[:-4] + "AAA=", STAMP),
        (KEY, BODY, "", STAMP),
        (KEY, BODY, "not base64 !", STAMP),
        ("", BODY, SIGNATURE, STAMP),
    ],
)
def test_anything_else_does_not(key, body, signature, stamp):
    assert not is_sendgrids(key, body, signature, stamp)


def test_sendgrids_call_is_read_in_its_time_only(settings, time_machine):
    settings.SENDGRID = {"event_key": KEY}
    with pytest.raises(NotSigned):
        sendgrid_events(BODY, SIGNATURE, STAMP)
    time_machine.move_to(datetime.fromtimestamp(int(STAMP), UTC))
    assert sendgrid_events(BODY, SIGNATURE, STAMP)[0]["event"] == "dropped"


@pytest.mark.parametrize("stamp", ["", "now", "-1", "1e9", "²", "9" * 30])
def test_a_time_that_is_none_is_refused(settings, stamp):
    settings.SENDGRID = {"event_key": KEY}
    with pytest.raises(NotSigned):
        sendgrid_events(BODY, SIGNATURE, stamp)


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        (CERTIFICATE, True),
        ("https://sns.cn-north-1.amazonaws.com.cn/a.pem", True),
        ("http://sns.eu-west-3.amazonaws.com/a.pem", False),
        ("https://sns.eu-west-3.amazonaws.com.evil.example/a.pem", False),
        ("https://sns.eu-west-3.amazonaws.com@evil.example/a.pem", False),
        ("https://evil.example/sns.eu-west-3.amazonaws.com", False),
        ("https://sns.eu-west-3.amazonaws.com:8443/a.pem", False),
        ("https://bucket.s3.amazonaws.com/a.pem", False),
        ("https://xsns.eu-west-3.amazonaws.com/a.pem", False),
        ("https://sns.eu-west-3.amazonaws.com\n.evil.example/", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_certificates_come_from_amazon_only(url, fits):
    assert is_amazons(url) is fits


def read(message):
    return amazon_message(json.dumps(message).encode())


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"Subject": "Hello"},
        {
            "Type": "SubscriptionConfirmation",
            "Token": "t",
            "SubscribeURL": "https://sns.eu-west-3.amazonaws.com/?x",
        },
    ],
)
def test_a_signed_message_is_read(amazon_sns, changed):
    assert read(amazon_sns.message(**changed))["MessageId"] == "m-1"


@pytest.mark.parametrize(
    "forged",
    [
        {"Message": '{"eventType": "Complaint"}'},
        {"MessageId": "m-2"},
        {"Subject": "Hello"},
        {"Signature": ""},
        {"Signature": "AAAA"},
        {"Type": "Else"},
        {"Type": ["Notification"]},
        {"Message": None},
        {"Timestamp": 3},
    ],
)
def test_a_message_changed_after_signing_is_refused(amazon_sns, forged):
    with pytest.raises(NotSigned):
        read({**amazon_sns.message(), **forged})


@pytest.mark.parametrize(
    "changed",
    [
        {"TopicArn": "arn:aws:sns:eu-west-3:666:letters"},
        {"SignatureVersion": "1"},
        {"SigningCertURL": "https://sns.eu-west-3.amazonaws.com.evil.example/a.pem"},
        {"Timestamp": "2020-01-01T00:00:00.000Z"},
        {"Timestamp": "2026-01-01"},
    ],
)
def test_a_message_of_another_topic_time_or_host_is_refused_even_signed(amazon_sns, changed):
    with pytest.raises(NotSigned):
        read(amazon_sns.message(**changed))


def test_an_expired_certificate_is_refused(amazon_sns):
    amazon_sns.publish(amazon_sns.key, days=-1)
    with pytest.raises(NotSigned):
        read(amazon_sns.message())


def test_a_certificate_of_another_kind_is_refused(amazon_sns):
    amazon_sns.publish(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(NotSigned):
        read(amazon_sns.message())


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b'"x"', b"{}"])
def test_what_is_no_message_is_refused(amazon_sns, body):
    with pytest.raises(NotSigned):
        amazon_message(body)


@pytest.mark.parametrize("url", ["https://evil.example/", "http://sns.eu-west-3.amazonaws.com/"])
def test_only_amazons_link_is_followed(url):
    with pytest.raises(NotSigned):
        signed.confirm(url)
