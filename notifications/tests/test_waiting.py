"""Between the fact and the ring people read, choose, mute and sleep."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Phone
from notifications.models import Channel, Notice, PushDevice, Sending, Way
from notifications.services import Wish, choose, finish_notices, mute_thread, remove_notice
from notifications.tasks import send_pushes, send_texts
from notifications.tests.test_push import be_due, make_night, push_of, service, subscribe
from notifications.tests.test_texts import sms_of, texted, twilio

__all__ = ["service", "subscribe", "texted", "twilio"]  # fixtures


@pytest.fixture
def owed(amina, say, service, subscribe):
    """A push that waits for a service that was busy."""
    subscribe(amina)
    notice = say(amina, "offer_made")
    service.answers.append((503, {}))
    send_pushes()
    be_due()
    return notice


def outcome(notice):
    row = push_of(notice)
    return row.state, row.reason


@pytest.mark.parametrize(
    "done",
    [
        lambda notice, user: remove_notice(notice_id=notice.pk, by=user),
        lambda notice, user: finish_notices(ids=[notice.pk], by=user, how="done"),
    ],
    ids=["one", "ticked"],
)
def test_what_is_done_does_not_ring(amina, service, owed, done):
    done(owed, amina)
    send_pushes()
    assert outcome(owed) == ("withheld", "read")
    assert service.browsers["phone"].shown == []


def test_a_choice_made_meanwhile_counts(amina, service, owed):
    choose(by=amina, wishes=[Wish("offer_made", Channel.PUSH, Way.OFF)])
    send_pushes()
    assert outcome(owed) == ("withheld", "off")
    assert service.browsers["phone"].shown == []


def test_a_thread_muted_meanwhile_is_quiet(amina, owed):
    mute_thread(notice_id=owed.pk, by=amina, is_muted=True)
    send_pushes()
    assert outcome(owed) == ("withheld", "muted")


def test_what_comes_due_at_night_waits_for_the_morning(amina, service, owed):
    make_night(amina)
    send_pushes()
    row = push_of(owed)
    assert (row.state, row.reason) == ("owed", "quiet")
    assert row.due_at > timezone.now() + timedelta(minutes=50)
    assert service.browsers["phone"].shown == []


def test_an_sms_waits_for_the_morning_too(amina, say, twilio, texted):
    texted(amina)
    notice = say(amina, "offer_made")
    make_night(amina)
    send_texts()
    assert (sms_of(notice).state, sms_of(notice).reason, twilio.asked) == ("owed", "quiet", [])


def test_a_place_that_lost_its_key_removes_nobody(owed, settings):
    settings.PUSH_KEY = ""
    send_pushes()
    assert (outcome(owed)[0], PushDevice.objects.count()) == ("owed", 1)


def test_a_device_that_cannot_be_read_keeps_nobody_from_being_rung(amina, omar, say, service, subscribe):
    subscribe(amina, "phone")
    PushDevice.objects.update(sealed="00000000.nothing")
    subscribe(omar, "other")
    lost, told = say(amina, "offer_made"), say(omar, "offer_made")
    send_pushes()
    assert outcome(lost) == ("withheld", "nowhere")
    assert outcome(told)[0] == "sent"


def test_a_telephone_that_cannot_be_read_keeps_nobody_from_an_sms(amina, omar, say, twilio, texted):
    for user in (amina, omar):
        texted(user)
    Phone.objects.filter(user=amina).update(sealed="00000000.nothing")
    lost, told = say(amina, "offer_made"), say(omar, "offer_made")
    send_texts()
    assert (sms_of(lost).reason, sms_of(told).state) == ("nowhere", "sent")


def test_a_ring_leads_to_a_notice_that_never_stood_on_the_site(client_of, amina, say, service, subscribe):
    subscribe(amina)
    choose(by=amina, wishes=[Wish("application_rejected", Channel.APP, Way.OFF)])
    say(amina, "application_rejected")
    send_pushes()
    url = service.browsers["phone"].shown[0]["url"]
    assert client_of(amina).get(url).status_code == 302
    assert Notice.objects.get().read_at is not None


def why_no_push(notice):
    return Sending.objects.get(notice=notice, channel=Channel.PUSH).reason


def test_the_log_says_that_a_wish_had_nowhere_to_go_and_what_muted_one(amina, say):
    choose(by=amina, wishes=[Wish("application_shortlisted", Channel.PUSH, Way.ON)])
    first = say(amina, key="0")
    mute_thread(notice_id=first.pk, by=amina, is_muted=True)
    assert why_no_push(first) == Sending.Reason.NOWHERE
    assert why_no_push(say(amina)) == Sending.Reason.MUTED
