"""What the services promise; races are in test_races."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import person
from events.models import Event
from kit.errors import NotAllowed, WrongState
from messaging.errors import (
    Blocked,
    NothingToSay,
    Removed,
    SameMessageDiffers,
    TooLate,
    TooLong,
)
from messaging.models import Conversation, Message, Report, Seat, StaffReading, Wording
from messaging.selectors import gap_of, reads_of, unread_count
from messaging.services import (
    block_side,
    close_report,
    edit_message,
    keep,
    mark_all_read,
    mark_read,
    open_contacts,
    open_conversation,
    open_reading,
    post_line,
    remind_of_unread,
    remove_message,
    report_conversation,
    save_draft,
    seat_member,
    seat_of,
    set_manners,
    unblock_side,
    unseat_member,
)
from messaging.tests.conftest import say


def age(message, **by):
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(**by))


def test_a_conversation_is_opened_once_with_both_sides(salma, viewer, talk, application):
    again = open_conversation(kind="application", about=str(application.pk))
    assert again.pk == talk.pk
    seats = talk.seats.select_related("user", "party")
    assert {(seat.user.name, seat.party.side, seat.writes) for seat in seats} == {
        ("Amina", "influencer", True),
        ("Atlas", "brand", True),
        ("Salma", "brand", True),
        ("Viewer", "brand", False),
    }


def test_messages_stand_in_one_order(talk, amina, atlas):
    said = [say(talk, by, str(n)) for n, by in enumerate([amina, atlas, amina])]
    assert [message.place for message in said] == [1, 2, 3]
    assert [message.n for message in said] == [1, 2, 3]
    talk.refresh_from_db()
    assert (talk.last_place, talk.last_n, talk.newest) == (3, 3, said[2])


def test_the_same_client_id_is_the_same_message(talk, amina):
    first = say(talk, amina, "Salam", client_id=(key := uuid4()))
    assert say(talk, amina, "Salam", client_id=key).pk == first.pk
    with pytest.raises(SameMessageDiffers):
        say(talk, amina, "Autre", client_id=key)
    assert Message.objects.count() == 1
    assert Event.objects.filter(label="messaging.MessagePosted").count() == 1


def test_two_people_may_choose_the_same_client_id(talk, amina, atlas):
    key = uuid4()
    assert say(talk, amina, "a", client_id=key).pk != say(talk, atlas, "b", client_id=key).pk


def test_strangers_and_onlookers_say_nothing(viewer, talk, omar, rival):
    for stranger in (omar, rival):
        with pytest.raises(Conversation.DoesNotExist):
            say(talk, stranger, "Salam")
    with pytest.raises(NotAllowed):
        say(talk, viewer, "Salam")
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ("", NothingToSay),
        (" \u202e\n\u200f\u2067", NothingToSay),
        ("x" * 4001, TooLong),
    ],
)
def test_what_cannot_be_said(talk, amina, body, refusal):
    with pytest.raises(refusal):
        say(talk, amina, body)
    assert not Message.objects.exists()


def test_marks_that_reorder_or_hide_are_taken_out(talk, amina):
    assert say(talk, amina, "prix\u202e 005 \u200bMAD").body == "prix 005 MAD"


def test_z11_marks_of_arabic_persian_and_emoji_stay_and_hide_no_contact(talk, amina):
    written = "\u200fالكود C++\u200e می\u200cخواهم \U0001f468\u200d\U0001f467"
    assert say(talk, amina, written).body == written
    assert say(talk, amina, "\u2067a").body == "\u2067a\u2069"
    hidden = say(talk, amina, "اتصل 06\u200d12\u200f34\u061c56\u200c78 wa.\u200dme/1")
    assert hidden.reads(contacts_open=False) == "اتصل ••• •••"
    assert hidden.contacts == ["link", "phone"]
    assert not {"\u200d", "\u200f", "12"} & set(hidden.findable)


def test_contacts_are_covered_until_the_funds_are_secured(talk, application, amina):
    message = say(talk, amina, "Appelle le 06 12 34 56 78")
    assert message.reads(contacts_open=False) == "Appelle le •••"
    assert message.contacts == ["phone"]
    assert "06" not in message.findable
    open_contacts(kind="application", about=str(application.pk))
    talk.refresh_from_db()
    assert talk.contacts_open_at
    assert message.reads(contacts_open=True) == "Appelle le 06 12 34 56 78"


def test_whoever_was_away_gets_what_shows_now(talk, application, amina, atlas):
    say(talk, amina, "06 12 34 56 78"), say(talk, amina, "Salam")
    open_contacts(kind="application", about=str(application.pk))
    open_contacts(kind="application", about=str(application.pk))
    gap = gap_of(Conversation.objects.get(pk=talk.pk), 2, atlas)
    assert [(message.place, message.n) for message in gap.messages] == [(1, 3)]
    assert gap.upto == 3


def n_queries(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_opening_many_contacts_costs_as_much_as_one(talk, application, amina):
    def act():
        open_contacts(kind="application", about=str(application.pk))

    say(talk, amina, "06 12 34 56 78")
    one = n_queries(act)
    Conversation.objects.update(contacts_open_at=None)
    for _number in range(4):
        say(talk, amina, "06 12 34 56 78")
    assert n_queries(act) == one
    places = list(Message.objects.order_by("n").values_list("place", flat=True))
    assert places == [1, 2, 3, 4, 5]
    assert Conversation.objects.get(pk=talk.pk).last_n == Message.objects.aggregate(n=Max("n"))["n"]


def test_nothing_is_covered_in_a_team_or_once_the_money_is_held(funded, atlas_brand, amina_profile):
    abouts = {
        "team": str(atlas_brand.pk),
        "application": str(funded.application_id),
        "direct": f"{atlas_brand.pk}:{amina_profile.pk}",
    }
    for kind, about in abouts.items():
        assert open_conversation(kind=kind, about=about).contacts_open_at


def test_a_direct_conversation_is_covered(atlas_brand, amina_profile):
    about = f"{atlas_brand.pk}:{amina_profile.pk}"
    assert open_conversation(kind="direct", about=about).contacts_open_at is None


# ---- reading ---------------------------------------------------------------------------------------


def test_one_s_own_words_are_read_and_others_are_news(talk, amina, atlas):
    say(talk, amina, "Salam")
    assert (unread_count(amina), unread_count(atlas)) == (0, 1)


def test_a_read_mark_never_goes_back(talk, amina, atlas):
    first, second = say(talk, amina, "un"), say(talk, amina, "deux")
    mark_read(message_id=second.pk, by=atlas)
    before = seat_of(talk.pk, atlas)
    mark_read(message_id=first.pk, by=atlas)
    after = seat_of(talk.pk, atlas)
    assert (after.read_place, after.n, after.read_at) == (2, before.n, before.read_at)
    assert unread_count(atlas) == 0


def test_read_marks_are_changes_that_others_get(talk, amina, atlas):
    message = say(talk, amina, "Salam")
    mark_read(message_id=message.pk, by=atlas)
    gap = gap_of(Conversation.objects.get(pk=talk.pk), message.n, amina)
    assert [(seat.user, seat.read_place) for seat in gap.reads] == [(atlas, 1)]
    assert gap.upto == 2


def test_whoever_hides_read_marks_sees_none(talk, amina, atlas):
    message = say(talk, amina, "Salam")
    set_manners(shows_reads=False, shows_presence=False, by=atlas)
    mark_read(message_id=message.pk, by=atlas)
    assert reads_of(talk, amina) == []
    set_manners(shows_reads=True, shows_presence=False, by=atlas)
    set_manners(shows_reads=False, shows_presence=False, by=amina)
    assert reads_of(talk, amina) == []
    talk.refresh_from_db()
    assert talk.last_n == 1  # nobody was told


def test_everything_is_read_at_once(talk, amina, atlas):
    say(talk, amina, "Salam")
    assert mark_all_read(by=atlas) == 1
    assert mark_all_read(by=atlas) == 0
    assert unread_count(atlas) == 0


def test_unread_messages_are_told_once_after_ten_minutes(talk, amina, atlas):
    say(talk, amina, "Salam")
    now = timezone.now()
    assert remind_of_unread(now=now) == 0
    later = now + timedelta(minutes=11)
    assert remind_of_unread(now=later) == 1
    assert remind_of_unread(now=later) == 0
    fact = Event.objects.get(label="messaging.MessagesUnread")
    assert fact.payload["user_id"] == str(atlas.pk)
    assert fact.payload["n_unread"] == 1


def test_reminding_many_costs_as_much_as_one_but_for_the_facts(salma, talk, amina, monkeypatch):
    emitted = []
    monkeypatch.setattr("messaging.services.reading.emit", emitted.append)
    later = timezone.now() + timedelta(minutes=11)
    say(talk, amina, "Salam")
    Seat.objects.filter(user=salma).update(muted_at=later)
    one = n_queries(lambda: remind_of_unread(now=later))
    Seat.objects.update(reminded_place=0, muted_at=None)
    assert n_queries(lambda: remind_of_unread(now=later)) == one
    assert [fact.sender for fact in emitted] == ["Amina"] * 3


def test_neither_a_step_nor_more_words_put_the_reminder_off(talk, application, amina, atlas):
    age(say(talk, amina, "Salam"), minutes=11)
    say(talk, amina, "Tu es là ?")
    post_line(kind="application", about=str(application.pk), event_id=7, label="x", data={})
    assert remind_of_unread(now=timezone.now()) == 1


def test_whoever_has_not_looked_is_not_told_again(talk, amina, atlas):
    age(say(talk, amina, "Salam"), minutes=12)
    assert remind_of_unread(now=timezone.now()) == 1
    later = say(talk, amina, "Encore")
    age(later, minutes=11)
    assert remind_of_unread(now=timezone.now()) == 0
    mark_read(message_id=later.pk, by=atlas)
    age(say(talk, amina, "Enfin"), minutes=11)
    assert remind_of_unread(now=timezone.now()) == 1


def test_a_step_alone_reminds_nobody(talk, application, amina):
    say(talk, amina, "Salam")
    mark_read(message_id=Message.objects.get().pk, by=Seat.objects.exclude(user=amina).get().user)
    post_line(kind="application", about=str(application.pk), event_id=7, label="x", data={})
    assert remind_of_unread(now=timezone.now() + timedelta(minutes=11)) == 0


def test_nobody_is_told_of_what_is_read_or_muted(talk, amina, atlas):
    message = say(talk, amina, "Salam")
    later = timezone.now() + timedelta(minutes=11)
    keep(conversation_id=talk.pk, by=atlas, muted=True)
    assert remind_of_unread(now=later) == 0
    keep(conversation_id=talk.pk, by=atlas, muted=False)
    mark_read(message_id=message.pk, by=atlas)
    assert remind_of_unread(now=later) == 0


# ---- changing --------------------------------------------------------------------------------------


def test_words_are_changed_and_the_old_ones_kept(talk, amina):
    message = say(talk, amina, "4500 MAD")
    changed = edit_message(message_id=message.pk, body="4000 MAD", by=amina)
    assert (changed.body, changed.place, changed.n) == ("4000 MAD", 1, 2)
    assert changed.edited_at
    assert [row.body for row in Wording.objects.all()] == ["4500 MAD"]


def test_words_are_taken_back_and_kept_for_disputes(talk, amina):
    message = say(talk, amina, "Non !")
    removed = remove_message(message_id=message.pk, by=amina)
    assert (removed.body, removed.findable) == ("", "")
    assert removed.n == 2
    again = remove_message(message_id=message.pk, by=amina)
    assert again.n == 2
    assert [row.body for row in Wording.objects.all()] == ["Non !"]
    with pytest.raises(Removed):
        edit_message(message_id=message.pk, body="Oui", by=amina)


def test_after_a_quarter_of_an_hour_words_stand(talk, amina):
    message = say(talk, amina, "4500 MAD")
    age(message, minutes=15)
    with pytest.raises(TooLate):
        edit_message(message_id=message.pk, body="4000 MAD", by=amina)
    with pytest.raises(TooLate):
        remove_message(message_id=message.pk, by=amina)
    message.refresh_from_db()
    assert (message.body, message.n, Wording.objects.count()) == ("4500 MAD", 1, 0)


def test_whoever_may_only_look_by_now_changes_nothing(salma, talk):
    message = say(talk, salma, "4500 MAD")
    Seat.objects.filter(user=salma).update(writes=False)
    with pytest.raises(NotAllowed):
        edit_message(message_id=message.pk, body="1 MAD", by=salma)
    message.refresh_from_db()
    assert message.body == "4500 MAD"


def test_nobody_changes_the_words_of_others(talk, amina, atlas, omar):
    message = say(talk, amina, "4500 MAD")
    with pytest.raises(NotAllowed):
        edit_message(message_id=message.pk, body="1 MAD", by=atlas)
    with pytest.raises(NotAllowed):
        remove_message(message_id=message.pk, by=atlas)
    with pytest.raises(Message.DoesNotExist):
        remove_message(message_id=message.pk, by=omar)
    message.refresh_from_db()
    assert message.body == "4500 MAD"


# ---- lines -----------------------------------------------------------------------------------------


def test_a_step_is_told_once_and_is_no_news_to_whoever_is_up_to_date(talk, application, amina, atlas):
    say(talk, amina, "Salam")
    step = {"kind": "application", "about": str(application.pk), "event_id": 7, "data": {"who": "Atlas"}}
    for _again in range(2):
        post_line(**step, label="campaigns.ApplicationShortlisted")
    line = Message.objects.get(event_id=7)
    assert (line.place, line.author, line.kind) == (2, None, "line")
    assert (unread_count(amina), unread_count(atlas)) == (0, 1)


# ---- people ----------------------------------------------------------------------------------------


def test_new_members_sit_in_every_conversation_and_leave_them(talk, amina, atlas_brand):
    say(talk, amina, "Salam")
    friend, key = person("ali", "brand"), f"brand:{atlas_brand.pk}"
    assert seat_member(key=key, user_id=friend.pk, writes=True) == 1
    assert say(talk, friend, "Bonjour").place == 2
    assert unread_count(friend) == 0
    seat_member(key=key, user_id=friend.pk, writes=False)
    with pytest.raises(NotAllowed):
        say(talk, friend, "Encore")
    assert unseat_member(key=key, user_id=friend.pk) == 1
    with pytest.raises(Conversation.DoesNotExist):
        say(talk, friend, "Encore")
    assert not Conversation.objects.visible_to(friend).exists()
    assert Message.objects.count() == 2


def test_a_block_ends_direct_messages_but_not_the_work(talk, amina, amina_profile, atlas, atlas_brand):
    direct = open_conversation(kind="direct", about=f"{atlas_brand.pk}:{amina_profile.pk}")
    say(direct, atlas, "Bonjour")
    block_side(seat=seat_of(direct.pk, amina), by=amina)
    block_side(seat=seat_of(direct.pk, amina), by=amina)
    for someone in (atlas, amina):
        with pytest.raises(Blocked):
            say(direct, someone, "Encore")
    assert say(talk, atlas, "Et le contrat ?").place == 1
    unblock_side(seat=seat_of(direct.pk, amina))
    assert say(direct, atlas, "Encore").place == 2


def test_keeping_is_one_s_own(talk, amina, atlas):
    keep(conversation_id=talk.pk, by=amina, archived=True, pinned=True)
    save_draft(conversation_id=talk.pk, text="Je pense que", by=amina)
    seat = seat_of(talk.pk, amina)
    assert (bool(seat.archived_at), bool(seat.pinned_at), seat.draft) == (True, True, "Je pense que")
    other = seat_of(talk.pk, atlas)
    assert (other.archived_at, other.pinned_at, other.draft) == (None, None, "")


def test_news_brings_a_conversation_back_from_the_archive_unless_muted(talk, amina, atlas):
    keep(conversation_id=talk.pk, by=amina, archived=True)
    say(talk, atlas, "Bonjour")
    assert seat_of(talk.pk, amina).archived_at is None
    keep(conversation_id=talk.pk, by=amina, archived=True, muted=True)
    say(talk, atlas, "Bonjour ?")
    assert seat_of(talk.pk, amina).archived_at


def test_a_sent_draft_is_gone(talk, amina):
    save_draft(conversation_id=talk.pk, text="Salam", by=amina)
    say(talk, amina, "Salam")
    assert seat_of(talk.pk, amina).draft == ""


# ---- staff -----------------------------------------------------------------------------------------


def test_a_report_is_one_until_it_is_answered(talk, amina, atlas, omar):
    message = say(talk, atlas, "Paie-moi dehors")
    asked = {"conversation_id": talk.pk, "reason": "off_platform", "words": "Il insiste", "by": amina}
    first = report_conversation(**asked, message_id=message.pk)
    assert report_conversation(**asked).pk == first.pk
    assert first.message == message
    with pytest.raises(Conversation.DoesNotExist):
        report_conversation(**{**asked, "by": omar})
    assert Report.objects.count() == 1


def test_staff_read_with_a_reason_and_both_sides_are_told_at_the_end(talk, amina, atlas, staff):
    report = report_conversation(conversation_id=talk.pk, reason="scam", words="", by=amina)
    with pytest.raises(NotAllowed):
        open_reading(report_id=report.pk, reason="curieux", by=atlas)
    open_reading(report_id=report.pk, reason="Signalement", by=staff)
    close_report(report_id=report.pk, outcome="Averti", by=staff)
    with pytest.raises(WrongState):
        close_report(report_id=report.pk, outcome="Encore", by=staff)
    with pytest.raises(WrongState):
        open_reading(report_id=report.pk, reason="Encore", by=staff)
    fact = Event.objects.get(label="messaging.ReportClosed")
    assert set(fact.payload["reader_ids"]) == {str(amina.pk), str(atlas.pk)}
    assert StaffReading.objects.count() == 1


def test_nobody_is_told_of_a_reading_that_did_not_happen(talk, amina, staff):
    report = report_conversation(conversation_id=talk.pk, reason="spam", words="", by=amina)
    close_report(report_id=report.pk, outcome="Rien", by=staff)
    assert Event.objects.get(label="messaging.ReportClosed").payload["reader_ids"] == []


@pytest.mark.parametrize("is_told", [True, False])
def test_whoever_answers_has_read_and_says_so_unless_they_keep_it_private(talk, amina, atlas, is_told):
    set_manners(shows_reads=is_told, shows_presence=False, by=atlas)
    asked = say(talk, amina, "Salam ?")
    say(talk, atlas, "Salam !")
    talk.refresh_from_db()
    told = reads_of(talk, amina, since=asked.n)
    assert [seat.read_place > asked.place for seat in told] == ([True] if is_told else [])
    assert talk.last_n == asked.n + 1
