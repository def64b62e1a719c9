from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kit.retries import MAX_ATTEMPTS
from mail.errors import AddressRefused, Undeliverable
from mail.models import Letter, ShownLetter, Suppression
from mail.services import claim_letter, letter_failed, letter_sent
from mail.tasks import send_letters
from mail.tests.samples import CODE, TOKEN, post

pytestmark = pytest.mark.django_db


def later(**ago):
    Letter.objects.update(next_try_at=timezone.now() - timedelta(**(ago or {"seconds": 1})))


def test_a_letter_leaves_once():
    letter = post()
    assert (send_letters(), send_letters()) == (1, 0)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.provider) == ("sent", 1, "smtp")
    assert letter.sent_at is not None
    assert [one.to for one in mail.outbox] == [["nour@example.ma"]]


def test_nothing_secret_is_left_once_it_has_gone(settings):
    settings.DEMO = False
    post("register_code")
    send_letters()
    row = str(Letter.objects.values().get())
    assert Letter.objects.get().sealed == ""
    assert CODE not in row
    assert TOKEN not in row
    assert not ShownLetter.objects.exists()


def test_a_claimed_letter_is_nobody_elses():
    post()
    assert claim_letter() is not None
    assert claim_letter() is None


def test_a_worker_that_died_gives_its_letter_back_under_the_same_message_id(time_machine):
    post()
    first = claim_letter()
    time_machine.move_to(timezone.now() + timedelta(seconds=31))
    assert send_letters() == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<letter-{first.pk}@")
    assert Letter.objects.get().attempts == 2


def test_identity_leaves_before_notices_and_news():
    notice, code = post("notice"), post("login_code")
    assert [claim_letter().pk, claim_letter().pk] == [code.pk, notice.pk]


def test_a_letter_that_fails_waits_longer_each_time():
    letter = post("password_changed")
    waits = []
    for _ in range(3):
        later()
        letter_failed(letter_id=claim_letter().pk, error=ConnectionError("no post office"))
        letter.refresh_from_db()
        waits.append((letter.next_try_at - timezone.now()).total_seconds())
    assert waits == sorted(waits)
    assert (letter.state, "no post office" in letter.error) == ("queued", True)


def test_after_ten_attempts_it_is_given_up():
    letter = post("password_changed")
    for _ in range(MAX_ATTEMPTS):
        later()
        letter_failed(letter_id=claim_letter().pk, error=ConnectionError("no post office"))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.sealed) == ("failed", MAX_ATTEMPTS, "")
    later()
    assert claim_letter() is None


def test_a_letter_that_kills_its_worker_is_given_up_too():
    letter = post("password_changed")
    for _ in range(MAX_ATTEMPTS):
        later()
        assert claim_letter() is not None
    later()
    assert claim_letter() is None
    letter.refresh_from_db()
    assert letter.state == "failed"


@pytest.mark.parametrize(("kind", "minutes"), [("login_code", 11), ("reset_link", 61)])
def test_a_dead_code_is_not_sent(kind, minutes):
    letter = post(kind)
    Letter.objects.update(queued_at=timezone.now() - timedelta(minutes=minutes))
    assert send_letters() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.sealed, mail.outbox) == ("failed", "", [])


def test_a_kind_that_is_gone_does_not_hold_up_the_others():
    Letter.objects.filter(pk=post().pk).update(kind="carrier_pigeon")
    post("password_changed")
    assert send_letters() == 1
    assert Letter.objects.get(kind="carrier_pigeon").state == "failed"


def test_nothing_goes_to_a_suppressed_address():
    letter = post(to="Nour@Example.ma")
    Suppression.objects.create(address="nour@example.ma", reason="bounced")
    assert send_letters() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.sealed, mail.outbox) == ("suppressed", "", [])


def test_a_lifted_suppression_holds_nothing_back():
    Suppression.objects.create(address="nour@example.ma", reason="bounced", lifted_at=timezone.now())
    post()
    assert send_letters() == 1


@pytest.mark.parametrize(
    ("error", "state"), [(AddressRefused("550"), "bounced"), (Undeliverable("400"), "failed")]
)
def test_what_will_never_be_taken_is_not_tried_again(error, state):
    letter = post()
    letter_failed(letter_id=claim_letter().pk, error=error)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.sealed) == (state, 1, "")


def test_an_error_that_quotes_the_letter_is_kept_without_its_secrets():
    letter = post("register_code")
    letter_failed(letter_id=claim_letter().pk, error=ValueError(f"refused: {CODE} {TOKEN}"))
    letter.refresh_from_db()
    assert "refused" in letter.error
    assert CODE not in letter.error
    assert TOKEN not in letter.error


def test_a_late_tick_does_not_undo_what_the_provider_said():
    letter = post()
    claim_letter()
    Letter.objects.update(state="delivered")
    letter_sent(letter_id=letter.pk, provider="smtp", provider_id="")
    letter_failed(letter_id=letter.pk, error=ConnectionError())
    letter.refresh_from_db()
    assert letter.state == "delivered"


def test_one_bad_letter_does_not_stop_the_others(caplog):
    bad, good = post("register_code", to="nobody\r\nBcc: evil@example.com"), post("password_changed")
    assert send_letters() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == ("failed", "sent")
    assert "evil" not in str([one.message().as_string() for one in mail.outbox])
    assert CODE not in caplog.text


def test_time_that_is_up_leaves_the_rest_for_the_next_run():
    post()
    assert send_letters(for_s=0) == 0
    assert Letter.objects.get().state == "queued"
