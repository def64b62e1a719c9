"""What people choose, what nobody can, and what the log says of it."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mail.models import Letter, Suppression
from mail.tasks import send_letters
from notifications.errors import KindFixed
from notifications.models import Channel, Choice, Habits, Notice, Sending, Way
from notifications.selectors import (
    GROUPS,
    KINDS,
    next_digest,
    preferences_of,
    quiet_until,
    readers_of,
    steps_of,
)
from notifications.selectors.choosing import default_way, ways_open
from notifications.selectors.kinds import is_locked
from notifications.selectors.kinds.groups import BRAND_ONLY, CREATOR_ONLY, LIKE, STAFF_ONLY
from notifications.services import Wish, choose, mark_read, send_next_digest
from notifications.tasks import send_digests

CASABLANCA = ZoneInfo("Africa/Casablanca")


def wish(user, kind, channel, way):
    choose(by=user, wishes=[Wish(kind, channel, way)])


def told(notice):
    return {step.channel: step.state for step in steps_of(notice)[:2]}


def test_every_kind_is_in_one_group():
    named = [kind for group in GROUPS.values() for kind in group.kinds]
    assert sorted(named) == sorted(KINDS)


def test_the_tables_about_kinds_name_kinds_that_there_are():
    assert {*LIKE, *LIKE.values(), *BRAND_ONLY, *CREATOR_ONLY, *STAFF_ONLY} <= set(KINDS)


@pytest.mark.parametrize("who", ["amina", "atlas", "staff"])
def test_the_grid_names_each_event_once(who, request):
    for group in preferences_of(request.getfixturevalue(who)).groups:
        titles = [str(event.title) for event in group.events]
        assert len(titles) == len(set(titles)), titles


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize(("kind", "event"), LIKE.items())
def test_kinds_that_are_one_event_start_alike_and_are_as_open(kind, event, channel):
    assert default_way(kind, channel) == default_way(event, channel)
    assert ways_open(kind, channel) == ways_open(event, channel)


def test_a_creator_is_not_asked_about_plans_of_brands(amina, atlas):
    mine, theirs = (
        {event.kind for group in preferences_of(user).groups for event in group.events}
        for user in (amina, atlas)
    )
    assert "plan_charged" in theirs - mine
    assert "offer_made" in mine - theirs


def test_only_what_differs_from_the_default_is_kept(amina):
    wish(amina, "offer_made", Channel.MAIL, Way.OFF)
    assert Choice.objects.get().way == Way.OFF
    wish(amina, "offer_made", Channel.MAIL, Way.ON)
    assert not Choice.objects.exists()


def test_a_letter_that_is_switched_off_is_not_written_and_the_log_says_why(amina, say):
    wish(amina, "offer_made", Channel.MAIL, Way.OFF)
    notice = say(amina, "offer_made")
    assert not Letter.objects.exists()
    row = notice.sendings.get()
    assert (row.channel, row.state, row.reason) == ("mail", "withheld", "off")


def test_a_letter_can_be_asked_for_where_none_is_expected(amina, say):
    wish(amina, "application_shortlisted", Channel.MAIL, Way.ON)
    say(amina, "application_shortlisted")
    assert Letter.objects.get().user_id == amina.pk


def test_choices_of_one_are_not_those_of_another(amina, omar, say):
    wish(amina, "offer_made", Channel.MAIL, Way.OFF)
    say(omar, "offer_made")
    assert Letter.objects.get().user_id == omar.pk


def test_a_choice_holds_for_kinds_that_are_one_event(atlas, say):
    wish(atlas, "deadline_campaign_rejected", Channel.MAIL, Way.OFF)
    say(atlas, "deadline_campaign_draft")
    assert not Letter.objects.exists()


def test_what_is_unwanted_on_the_site_is_told_elsewhere_only(amina, say):
    wish(amina, "content_accepted", Channel.APP, Way.OFF)
    wish(amina, "content_accepted", Channel.MAIL, Way.ON)
    notice = say(amina, "content_accepted", platform="instagram", format="reel")
    assert not Notice.objects.of(amina).exists()
    assert Letter.objects.count() == 1
    assert told(notice) == {"app": "withheld", "mail": "owed"}


def test_security_and_money_cannot_be_switched_off(amina):
    locked = [kind for kind in KINDS if is_locked(kind)]
    for wanted in (
        *(Wish(kind, Channel.APP, Way.OFF) for kind in locked),
        *(
            Wish(kind, Channel.MAIL, way)
            for kind in locked
            if KINDS[kind].is_mailed
            for way in ("off", "digest")
        ),
    ):
        with pytest.raises(KindFixed):
            choose(by=amina, wishes=[wanted])
    assert not Choice.objects.exists()


def test_a_stray_row_does_not_silence_money(amina, say):
    Choice.objects.create(user=amina, kind="payout_paid", channel=Channel.MAIL, way=Way.OFF)
    say(amina, "payout_paid", last4="1234", amount_centimes=100)
    assert Letter.objects.count() == 1


def test_what_asks_something_stays_on_the_site(amina):
    with pytest.raises(KindFixed):
        wish(amina, "offer_made", Channel.APP, Way.OFF)


def test_one_wrong_wish_keeps_none(amina):
    wishes = [Wish("offer_made", "mail", "off"), Wish("payout_paid", "mail", "off")]
    with pytest.raises(KindFixed):
        choose(by=amina, wishes=wishes)
    assert not Choice.objects.exists()


def test_half_a_quiet_time_is_refused(amina):
    with pytest.raises(ValidationError) as caught:
        choose(by=amina, wishes=[], habits={"quiet_from": None})
    assert set(caught.value.message_dict) == {"quiet_from"}


@pytest.mark.parametrize(
    ("hours", "clock", "until"),
    [
        ((22, 8), "2026-11-27 23:30", "2026-11-28 08:00"),
        ((22, 8), "2026-11-27 03:00", "2026-11-27 08:00"),
        ((22, 8), "2026-11-27 08:00", None),
        ((22, 8), "2026-11-27 21:59", None),
        ((13, 15), "2026-11-27 14:00", "2026-11-27 15:00"),
        ((13, 15), "2026-11-27 15:00", None),
        ((9, 9), "2026-11-27 09:00", None),
        (None, "2026-11-27 23:30", None),
    ],
)
def test_quiet_hours_are_those_of_the_persons_clock(amina, hours, clock, until):
    start, end = (time(hours[0]), time(hours[1])) if hours else (None, None)
    Habits.objects.create(user=amina, quiet_from=start, quiet_until=end)
    now = datetime.fromisoformat(clock).replace(tzinfo=CASABLANCA)
    wanted = datetime.fromisoformat(until).replace(tzinfo=CASABLANCA) if until else None
    assert quiet_until(amina, now) == wanted


def test_an_hour_that_comes_twice_ends_the_second_time(amina):
    """On 7 February 2027 the clock goes back at three: it is 2:15 twice, and 2:30 too."""
    Habits.objects.create(user=amina, quiet_from=time(22), quiet_until=time(2, 30))
    second = datetime(2027, 2, 7, 2, 15, fold=1, tzinfo=CASABLANCA)
    assert quiet_until(amina, second).timestamp() - second.timestamp() == 15 * 60


def test_another_zone_has_other_nights(amina):
    amina.time_zone = "America/Montreal"
    night_there = datetime(2026, 11, 27, 4, 0, tzinfo=ZoneInfo("UTC"))
    assert quiet_until(amina, night_there) == datetime(2026, 11, 27, 13, 0, tzinfo=ZoneInfo("UTC"))


def test_a_zone_that_is_gone_is_that_of_the_house(amina):
    amina.time_zone = "Mars/Olympus"
    assert next_digest(amina, timezone.now()).tzinfo == CASABLANCA


def test_the_digest_is_todays_or_tomorrows(amina):
    Habits.objects.create(user=amina, digest_hour=18)
    morning = datetime(2026, 11, 27, 9, tzinfo=CASABLANCA)
    assert next_digest(amina, morning) == datetime(2026, 11, 27, 18, tzinfo=CASABLANCA)
    assert next_digest(amina, next_digest(amina, morning)) == datetime(2026, 11, 28, 18, tzinfo=CASABLANCA)


@pytest.fixture
def digesting(amina, say):
    """Two notices that wait for Amina's digest."""
    wish(amina, "offer_made", Channel.MAIL, Way.DIGEST)
    return [say(amina, "offer_made", key=key) for key in ("1", "2")]


def be_due():
    Sending.objects.update(due_at=timezone.now())


def test_a_digest_is_one_letter_at_its_hour(amina, digesting):
    assert not send_next_digest()
    assert not Letter.objects.exists()
    be_due()
    assert send_digests() == 1
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.data["n"], len(letter.data["lines"])) == (
        "digest",
        amina.email,
        2,
        2,
    )
    assert send_digests() == 0
    assert Letter.objects.count() == 1


def test_the_log_follows_a_digest_to_the_mailbox(digesting):
    first = digesting[0]
    assert told(first) == {"app": "sent", "mail": "digest"}
    be_due()
    send_digests()
    assert told(first) == {"app": "sent", "mail": "owed"}
    send_letters()
    assert told(first) == {"app": "sent", "mail": "sent"}


def test_what_was_read_is_not_in_the_digest(amina, digesting):
    mark_read(notice_id=digesting[0].pk, by=amina)
    be_due()
    send_digests()
    assert Letter.objects.get().data["n"] == 1
    assert told(digesting[0])["mail"] == "withheld"


def test_a_digest_of_nothing_is_no_letter(amina, digesting):
    for notice in digesting:
        mark_read(notice_id=notice.pk, by=amina)
    be_due()
    assert send_digests() == 1
    assert not Letter.objects.exists()


def test_everybody_has_a_digest_of_their_own(amina, omar, digesting, say):
    wish(omar, "offer_made", Channel.MAIL, Way.DIGEST)
    say(omar, "offer_made")
    be_due()
    assert send_digests() == 2
    assert {letter.user_id: letter.data["n"] for letter in Letter.objects.all()} == {amina.pk: 2, omar.pk: 1}


def test_a_closed_account_gets_no_digest(amina, digesting):
    amina.is_active = False
    amina.save()
    be_due()
    send_digests()
    assert not Letter.objects.exists()
    assert set(Sending.objects.values_list("state", "reason")) == {("withheld", "gone")}


def test_a_blocked_address_is_told_by_the_log(amina, say):
    Suppression.objects.create(address=amina.email, reason=Suppression.Reason.BOUNCED)
    notice = say(amina, "offer_made")
    send_letters()
    step = steps_of(notice)[1]
    assert (step.state, str(step.why)[:4]) == ("withheld", "Rien")


def test_what_nobody_asked_for_is_explained(amina, say):
    step = steps_of(say(amina, "application_shortlisted"))[1]
    assert (step.channel, step.state) == (Channel.MAIL, "withheld")
    assert str(step.why)


def test_looking_readers_up_costs_two_queries(amina, omar, django_assert_num_queries):
    with django_assert_num_queries(2):
        people = readers_of([amina.pk, omar.pk], "offer_made")
        assert [reader.way("offer_made", Channel.MAIL) for reader in people.values()] == ["on", "on"]
        assert next_digest(people[amina.pk].user, timezone.now())
