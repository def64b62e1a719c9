"""Against a real SMTP server."""

import email
import email.policy
import logging

import pytest

from mail.models import Letter
from mail.tasks import send_letters
from mail.tests.samples import CODE, LANGUAGES, TOKEN, post

pytestmark = pytest.mark.django_db


def parsed(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_arrives_whole(sink, language):
    letter = post("register_code", language)
    assert send_letters() == 1
    message = parsed(sink.messages[0])
    assert message["To"] == "nour@example.ma"
    assert message["Message-ID"] == f"<letter-{letter.pk}@127.0.0.1>"
    assert message["Content-Language"] == language
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert TOKEN in message.get_body(("plain",)).get_content()
    assert TOKEN in message.get_body(("html",)).get_content()


def test_many_letters_share_a_connection(sink):
    for _ in range(5):
        post("password_changed")
    assert send_letters() == 5
    assert len({parsed(raw)["Message-ID"] for raw in sink.messages}) == 5


def test_an_unknown_mailbox_bounces_at_once_and_the_next_letter_leaves(sink):
    sink.refuses["nobody@example.ma"] = "550 5.1.1 no such user"
    bad, good = post(to="nobody@example.ma"), post("password_changed")
    assert send_letters() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.error, good.state) == ("bounced", "550 5.1.1 no such user", "sent")


def test_a_full_mailbox_is_tried_again(sink):
    sink.refuses["nour@example.ma"] = "452 4.2.2 full"
    letter = post()
    assert send_letters() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("queued", 1)


def test_a_dead_server_is_tried_again_under_the_same_message_id(sink, settings):
    letter, port = post("password_changed"), settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    assert send_letters() == 0
    settings.EMAIL_PORT = port
    Letter.objects.update(next_try_at=letter.queued_at)
    assert send_letters() == 1
    assert parsed(sink.messages[0])["Message-ID"] == f"<letter-{letter.pk}@127.0.0.1>"


@pytest.mark.parametrize("name", ["brand", "inviter"])
def test_line_breaks_in_names_make_no_header(sink, name):
    post("team_invitation", **{name: "Atlas\r\nBcc: evil@example.com\r\n\r\nBonjour"})
    assert send_letters() == 1
    message = parsed(sink.messages[0])
    assert message["Bcc"] is None
    assert "evil@example.com" in message["Subject"]
    assert sink.messages[0].count(b"\nSubject:") == 1


def test_no_code_and_no_token_in_any_log(sink, caplog):
    caplog.set_level(logging.DEBUG)
    post("register_code")
    sink.refuses["bad@example.ma"] = f"554 refused {CODE} {TOKEN}"
    post("register_code", to="bad@example.ma")
    send_letters()
    # "mail.log" is the sink's own.
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert ours
    assert CODE not in str(ours)
    assert TOKEN not in str(ours)
    assert CODE not in str(list(Letter.objects.values()))
