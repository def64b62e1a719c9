from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kit.errors import NotAllowed, WrongState
from mail.errors import AddressSuppressed, SecretGone
from mail.models import Letter, PostEvent, ShownLetter, Suppression
from mail.services import forget_old_mail, forget_person, lift_suppression, send_again
from mail.tasks import send_letters, tidy
from mail.tests.samples import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    letter = post("password_changed")
    Letter.objects.update(state="failed", attempts=10, error="no post office")
    return letter


@pytest.mark.parametrize("state", ["failed", "bounced", "suppressed", "sent", "delivered"])
def test_staff_send_again_under_the_same_message_id(failed, staff, state):
    Letter.objects.update(state=state)
    send_again(letter_id=failed.pk, by=staff)
    assert send_letters() == 1
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == ("sent", 1, "")
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<letter-{failed.pk}@127.0.0.1>"


@pytest.mark.parametrize("state", ["queued", "sending", "complained"])
def test_what_is_on_its_way_or_unwanted_is_not_sent_again(failed, staff, state):
    Letter.objects.update(state=state)
    with pytest.raises(WrongState):
        send_again(letter_id=failed.pk, by=staff)
    failed.refresh_from_db()
    assert failed.state == state


def test_a_code_is_not_sent_again(staff):
    letter = post("login_code")
    Letter.objects.update(state="failed", sealed="")
    with pytest.raises(SecretGone):
        send_again(letter_id=letter.pk, by=staff)
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_nothing_is_sent_again_to_a_suppressed_address(failed, staff):
    Suppression.objects.create(address=failed.to, reason="complained")
    with pytest.raises(AddressSuppressed):
        send_again(letter_id=failed.pk, by=staff)
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_nobody_else_sends_again_or_lifts(failed, amina):
    row = Suppression.objects.create(address="x@example.ma", reason="bounced")
    with pytest.raises(NotAllowed):
        send_again(letter_id=failed.pk, by=amina)
    with pytest.raises(NotAllowed):
        lift_suppression(suppression_id=row.pk, by=amina)
    failed.refresh_from_db()
    row.refresh_from_db()
    assert (failed.state, row.lifted_at) == ("failed", None)


def test_a_lifted_address_may_be_suppressed_again(staff):
    row = Suppression.objects.create(address="x@example.ma", reason="bounced")
    lift_suppression(suppression_id=row.pk, by=staff)
    row.refresh_from_db()
    assert (row.lifted_at is not None, row.lifted_by) == (True, staff.pk)
    Suppression.objects.create(address="x@example.ma", reason="complained")


def test_a_person_who_is_forgotten_leaves_no_address(amina):
    gone, waits = post(to=amina.email), post("password_changed", to=amina.email)
    other = post(to="omar@example.ma")
    Letter.objects.filter(pk__in=[gone.pk, waits.pk]).update(user_id=amina.pk)
    send_letters(for_s=0)
    assert forget_person(user_id=amina.pk) == 2
    assert not Letter.objects.filter(to=amina.email).exists()
    left = Letter.objects.exclude(pk=other.pk).values_list("state", "to", "sealed")
    assert set(left) == {("suppressed", "", "")}


def test_old_mail_is_forgotten(staff):
    now = timezone.now()
    old, new = post("password_changed"), post("password_changed")
    Letter.objects.filter(pk=old.pk).update(queued_at=now - timedelta(days=181))
    PostEvent.objects.create(provider="ses", external_id="1", raw="", received_at=now - timedelta(days=91))
    ShownLetter.objects.create(pk=old.pk, to="a", kind="b", subject="c", at=now - timedelta(days=8))
    tidy()
    assert [one.pk for one in Letter.objects.all()] == [new.pk]
    assert not PostEvent.objects.exists()
    assert not ShownLetter.objects.exists()
    assert forget_old_mail() == 0
