"""Notices by SMS: to a proved telephone, when asked for, not too often, and never twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Phone
from accounts.tests.twilio import Twilio, served
from kit import crypt
from notifications.models import Channel, Habits, Sending, Way
from notifications.selectors import preferences_of, steps_of
from notifications.services import Wish, choose, claim_text, mark_read
from notifications.tasks import send_texts

NUMBER = "+212661234567"


@pytest.fixture
def twilio(settings):
    running = Twilio()
    with served(running) as url:
        settings.TWILIO = {"service": "VA1", "api_key": "SK1", "api_secret": "s3cret", "url": url}
        settings.TWILIO_SMS = {"account": "AC1", "sender": "InfluMaroc", "url": url}
        yield running


@pytest.fixture
def texted(twilio):
    """Somebody with a proved telephone wants this kind by SMS, at any hour."""

    def run(user, kind="offer_made"):
        Phone.objects.get_or_create(user=user, defaults={"sealed": crypt.encrypt(NUMBER)})
        Habits.objects.get_or_create(user=user, defaults={"quiet_from": None, "quiet_until": None})
        choose(by=user, wishes=[Wish(kind, Channel.SMS, Way.ON)])

    return run


def sms_of(notice) -> Sending:
    return notice.sendings.get(channel=Channel.SMS)


def be_due():
    Sending.objects.filter(state="owed").update(due_at=timezone.now())


def test_an_sms_has_a_heading_and_no_names(amina, say, twilio, texted):
    texted(amina)
    notice = say(amina, "offer_made")
    assert send_texts() == 1
    words = "InfluMaroc : Une offre pour vous. http://127.0.0.1:8000/fr/notifications"
    assert twilio.asked == [
        ("Messages.json", {"To": NUMBER, "From": "InfluMaroc", "Body": words.replace(" :", "\u00a0:")})
    ]
    assert sms_of(notice).state == "sent"
    assert send_texts() == 0


def test_nobody_gets_an_sms_who_did_not_ask(amina, say, twilio):
    Phone.objects.create(user=amina, sealed=crypt.encrypt(NUMBER))
    notice = say(amina, "offer_made")
    send_texts()
    assert (twilio.asked, notice.sendings.filter(channel=Channel.SMS).exists()) == ([], False)


def test_only_a_proved_telephone_is_used(amina, say, twilio):
    amina.sealed_phone = crypt.encrypt(NUMBER)
    amina.save()
    choose(by=amina, wishes=[Wish("offer_made", Channel.SMS, Way.ON)])
    notice = say(amina, "offer_made")
    send_texts()
    assert (twilio.asked, sms_of(notice).reason) == ([], "nowhere")


def test_a_sixth_sms_in_a_day_stays_here(amina, say, twilio, texted):
    texted(amina)
    notices = [say(amina, "offer_made", key=str(number)) for number in range(6)]
    send_texts()
    assert len(twilio.asked) == 5
    assert sms_of(notices[5]).reason == "capped"
    Sending.objects.filter(state="sent").update(at=timezone.now() - timedelta(hours=25))
    say(amina, "offer_made", key="tomorrow")
    send_texts()
    assert len(twilio.asked) == 6


@pytest.mark.parametrize("status", [429, 503])
def test_what_surely_did_not_leave_is_tried_again(amina, say, twilio, texted, status):
    texted(amina)
    notice = say(amina, "offer_made")
    twilio.refuse(20429, status)
    send_texts()
    assert sms_of(notice).state == "owed"
    be_due()
    send_texts()
    assert (sms_of(notice).state, len(twilio.asked)) == ("sent", 2)


@pytest.mark.parametrize(("status", "reason"), [(400, "refused"), (500, "unknown")])
def test_what_may_have_left_is_not(amina, say, twilio, texted, status, reason):
    texted(amina)
    notice = say(amina, "offer_made")
    twilio.refuse(21610, status)
    send_texts()
    be_due()
    assert send_texts() == 0
    assert (sms_of(notice).state, sms_of(notice).reason) == ("failed", reason)


def test_a_dead_line_is_tried_again(amina, say, twilio, texted, settings):
    texted(amina)
    notice = say(amina, "offer_made")
    settings.TWILIO_SMS = {**settings.TWILIO_SMS, "url": "http://127.0.0.1:9"}
    send_texts()
    assert sms_of(notice).state == "owed"


def test_a_worker_that_died_does_not_send_it_twice(amina, say, twilio, texted):
    texted(amina)
    notice = say(amina, "offer_made")
    assert claim_text().number == NUMBER
    be_due()
    assert send_texts() == 0
    assert (sms_of(notice).state, sms_of(notice).reason) == ("failed", "unknown")


def test_what_was_read_needs_no_sms(amina, say, twilio, texted):
    texted(amina)
    notice = say(amina, "offer_made")
    mark_read(notice_id=notice.pk, by=amina)
    send_texts()
    assert (twilio.asked, sms_of(notice).reason) == ([], "read")


def test_nights_are_quiet(amina, say, twilio, texted):
    texted(amina)
    now, hour = timezone.localtime(), timedelta(hours=1)
    Habits.objects.filter(user=amina).update(quiet_from=(now - hour).time(), quiet_until=(now + hour).time())
    notice = say(amina, "offer_made")
    assert send_texts() == 0
    assert steps_of(notice)[3].state == "owed"


def test_the_grid_has_no_sms_where_nothing_is_set_up(amina, twilio, settings, client_of):
    page = "/fr/reglages/notifications"
    assert "offer_made.sms" in {cell.name for cell in preferences_of(amina).cells}
    assert 'name="offer_made.sms"' in client_of(amina).get(page).content.decode()
    settings.TWILIO_SMS = {"account": "", "sender": "", "url": ""}
    assert "offer_made.sms" not in {cell.name for cell in preferences_of(amina).cells}
    assert 'name="offer_made.sms"' not in client_of(amina).get(page).content.decode()
