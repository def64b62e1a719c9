"""What providers tell about a letter, from their call to the row."""

import base64
import json
import time

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from events.models import Event
from mail import gateways
from mail.models import Letter, PostEvent, Suppression
from mail.services import handle_post_event, store_post_events
from mail.tasks import handle_post_events
from mail.tests.samples import post

pytestmark = pytest.mark.django_db
SENDGRID, SES = "/api/mail/events/sendgrid", "/api/mail/events/ses"


@pytest.fixture
def letter():
    letter = post()
    Letter.objects.update(state="sent", sealed="", provider_id="sg-1")
    return letter


@pytest.fixture
def call(settings, client):
    """As SendGrid calls, with a key of ours."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    settings.SENDGRID = {"event_key": base64.b64encode(public).decode(), "api_key": "", "url": ""}

    def run(*events, forge=b""):
        body, stamp = json.dumps(events).encode() + b"\r\n", str(int(time.time()))
        signature = base64.b64encode(key.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256())))
        return client.post(
            SENDGRID,
            body + forge,
            content_type="application/json",
            HTTP_X_TWILIO_EMAIL_EVENT_WEBHOOK_SIGNATURE=signature.decode(),
            HTTP_X_TWILIO_EMAIL_EVENT_WEBHOOK_TIMESTAMP=stamp,
        )

    return run


def event(what, letter=None, **more):
    known = {"letter": str(letter.pk)} if letter else {}
    return {"event": what, "email": "nour@example.ma", "sg_event_id": f"e-{what}", **known, **more}


def test_a_forged_call_leaves_nothing(call):
    assert call(event("delivered"), forge=b" ").status_code == 403
    assert not PostEvent.objects.exists()


@pytest.mark.parametrize("path", [SENDGRID, SES])
def test_a_provider_that_is_not_set_up_is_not_there(client, path):
    assert client.post(path, b"[]", content_type="application/json").status_code == 404


def test_the_same_event_is_kept_once(call, letter):
    assert [call(event("delivered", letter)).status_code for _ in range(3)] == [204, 204, 204]
    assert PostEvent.objects.count() == 1
    assert handle_post_events() == 1
    assert handle_post_events() == 0


@pytest.mark.parametrize(
    ("told", "state", "suppressed"),
    [
        (event("delivered"), "delivered", ""),
        (event("bounce", type="bounce", reason="550 no such user"), "bounced", "bounced"),
        (event("bounce", type="blocked", reason="450 try later"), "bounced", ""),
        (event("dropped", reason="Bounced Address"), "bounced", "bounced"),
        (event("dropped", reason="Unsubscribed Address"), "bounced", ""),
        (event("spamreport"), "complained", "complained"),
        (event("open"), "sent", ""),
        (event("processed"), "sent", ""),
    ],
)
def test_what_sendgrid_tells_becomes_a_state(call, letter, told, state, suppressed):
    call({**told, "letter": str(letter.pk)})
    handle_post_events()
    letter.refresh_from_db()
    assert letter.state == state
    assert list(Suppression.objects.values_list("address", "reason")) == (
        [("nour@example.ma", suppressed)] if suppressed else []
    )


def test_a_letter_is_found_by_the_providers_number_too(call, letter):
    call(event("delivered", sg_message_id="sg-1.filterdrecv-p3mdw1-756b"))
    handle_post_events()
    letter.refresh_from_db()
    assert letter.state == "delivered"


def test_the_end_of_the_news_is_told_upwards(call, letter, amina):
    Letter.objects.update(user_id=amina.pk)
    call(event("unsubscribe", letter))
    handle_post_events()
    assert Event.objects.filter(label="mail.NewsRefused", payload={"user_id": str(amina.pk)}).exists()


def test_a_delivery_after_a_bounce_changes_nothing(call, letter):
    call(event("bounce", letter, type="bounce"), event("delivered", letter))
    handle_post_events()
    letter.refresh_from_db()
    assert letter.state == "bounced"


def test_a_report_proves_that_a_letter_had_left(call, letter):
    Letter.objects.update(state="sending", sealed="x")
    call(event("delivered", letter))
    handle_post_events()
    letter.refresh_from_db()
    assert (letter.state, letter.sealed) == ("delivered", "")


def test_a_complaint_about_an_unknown_letter_still_closes_the_address(call):
    call(event("spamreport", email="Someone@Example.ma"))
    handle_post_events()
    assert Suppression.objects.get().address == "someone@example.ma"


def test_two_complaints_close_an_address_once(call, letter):
    call(event("spamreport", letter), event("spamreport", letter, sg_event_id="e-2"))
    handle_post_events()
    assert Suppression.objects.count() == 1


@pytest.mark.parametrize("raw", ["", "[]", "{}", '{"event": "bounce"}', '{"event": 3, "email": "a"}'])
def test_an_event_without_sense_is_ticked_and_ignored(raw):
    store_post_events(provider="sendgrid", events=[("x", raw)])
    assert handle_post_event(event_id=PostEvent.objects.get().pk) == "ignored"
    assert PostEvent.objects.get().handled_at is not None


def told_by_amazon(what, letter, **more):
    mail = {"messageId": "0107-1", "tags": {"letter": [str(letter.pk)]}}
    return json.dumps({"eventType": what, "mail": mail, **more})


PEOPLE = [{"emailAddress": "nour@example.ma"}]


@pytest.mark.parametrize(
    ("what", "more", "after"),
    [
        ("Delivery", {"delivery": {}}, ("delivered", 0)),
        ("Bounce", {"bounce": {"bounceType": "Permanent", "bouncedRecipients": PEOPLE}}, ("bounced", 1)),
        ("Bounce", {"bounce": {"bounceType": "Transient", "bouncedRecipients": PEOPLE}}, ("bounced", 0)),
        ("Complaint", {"complaint": {"complainedRecipients": PEOPLE}}, ("complained", 1)),
        ("Open", {}, ("sent", 0)),
    ],
)
def test_what_amazon_tells_becomes_a_state(client, amazon_sns, letter, what, more, after):
    message = amazon_sns.message(Message=told_by_amazon(what, letter, **more))
    assert client.post(SES, json.dumps(message), content_type="text/plain").status_code == 204
    handle_post_events()
    letter.refresh_from_db()
    assert (letter.state, Suppression.objects.count()) == after


def test_a_forged_message_of_amazon_leaves_nothing(client, amazon_sns):
    message = amazon_sns.message() | {"Message": "forged"}
    assert client.post(SES, json.dumps(message), content_type="text/plain").status_code == 403
    assert not PostEvent.objects.exists()


def test_a_subscription_of_our_topic_is_confirmed_by_the_task(client, amazon_sns, monkeypatch):
    url = "https://sns.eu-west-3.amazonaws.com/?Action=ConfirmSubscription"
    followed = []
    monkeypatch.setattr(gateways, "confirm", followed.append)
    message = amazon_sns.message(Type="SubscriptionConfirmation", Token="t", SubscribeURL=url)
    assert client.post(SES, json.dumps(message), content_type="text/plain").status_code == 204
    assert followed == []
    handle_post_events()
    assert (followed, PostEvent.objects.get().outcome) == ([url], "confirm")


def test_a_confirmation_that_fails_is_tried_again(client, amazon_sns, settings):
    store_post_events(
        provider="ses",
        events=[
            ("m", json.dumps({"Type": "SubscriptionConfirmation", "SubscribeURL": "https://evil.example"}))
        ],
    )
    handle_post_events()
    assert PostEvent.objects.get().handled_at is None
