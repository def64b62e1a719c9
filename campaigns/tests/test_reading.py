"""Staff who decide a dispute read its conversation: with a reason that is kept, and with both sides told."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from campaigns.selectors import disputed_talk
from campaigns.services import decide_dispute, open_dispute, read_conversation
from conftest import person
from events.models import Event
from files.models import Access, File
from files.services import forget_person
from files.tests.conftest import depots, make_file
from kit.errors import NotAllowed, WrongState
from messaging.models import Message, StaffReading
from messaging.services import (
    edit_message,
    open_conversation,
    open_reading,
    post_message,
    remove_message,
    report_conversation,
)

__all__ = ["depots"]
pytestmark = pytest.mark.usefixtures("november")
SAID = "Je livre demain"
State = File.State


@pytest.fixture
def talk(active):
    return open_conversation(kind="application", about=str(active.application_id))


@pytest.fixture
def disputed(active, talk, atlas, amina):
    say(talk, amina, SAID)
    return open_dispute(collaboration_id=active.pk, reason="Hors sujet", by=atlas)


@pytest.fixture
def desk(staff, client_of):
    return client_of(staff)


def say(talk, by, body="", *files):
    ids = [one.pk for one in files]
    return post_message(conversation_id=talk.pk, body=body, client_id=uuid4(), by=by, file_ids=ids)


def url(name, row):
    return reverse(f"admin:campaigns_dispute_{name}", args=[row.pk])


def read(desk, row, reason="Pour trancher"):
    return desk.post(url("read", row), {"reason": reason})


def page(desk, row):
    return unescape(desk.get(url("change", row)).content.decode())


def with_right(user, *codenames):
    user.is_superuser = False
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def test_the_words_show_to_whoever_said_why_and_to_nobody_else(desk, disputed, staff, client_of):
    other = person("other", "staff", is_staff=True, is_superuser=True)
    assert SAID not in page(desk, disputed)
    assert read(desk, disputed)["Location"] == url("change", disputed)
    shown = page(desk, disputed)
    assert SAID in shown
    assert "Pour trancher" in shown
    reading = StaffReading.objects.get()
    assert (reading.staff, reading.matter) == (staff, f"dispute:{disputed.pk}")
    theirs = page(client_of(other), disputed)
    assert SAID not in theirs
    assert "Pour trancher" in theirs


def test_without_a_reason_nothing_is_read(desk, disputed, staff):
    assert read(desk, disputed, reason="").status_code == 200
    with pytest.raises(ValidationError):
        read_conversation(collaboration_id=disputed.collaboration_id, reason="\u200b ", by=staff)
    assert not StaffReading.objects.exists()
    assert not Event.objects.filter(label="messaging.ConversationRead").exists()


def test_staff_without_the_right_are_refused_and_nothing_is_written(disputed, staff, amina, atlas, client_of):
    with_right(staff, "view_dispute", "change_report", "view_report")
    desk = client_of(staff)
    assert desk.get(url("read", disputed)).status_code == 403
    assert read(desk, disputed).status_code == 403
    assert url("read", disputed) not in page(desk, disputed)
    for someone in (staff, amina, atlas):
        with pytest.raises(NotAllowed):
            read_conversation(collaboration_id=disputed.collaboration_id, reason="Curieux", by=someone)
    assert not StaffReading.objects.exists()
    assert not Event.objects.filter(label="messaging.ConversationRead").exists()


def test_whoever_loses_the_right_reads_no_more(disputed, staff, client_of):
    read(client_of(staff), disputed)
    with_right(staff, "view_dispute")
    assert SAID not in page(client_of(staff), disputed)


def test_without_a_dispute_there_is_nothing_to_read(active, talk, staff):
    with pytest.raises(WrongState):
        read_conversation(collaboration_id=active.pk, reason="Curieux", by=staff)
    assert not StaffReading.objects.exists()


def test_a_decision_ends_the_reading(desk, disputed, staff):
    read(desk, disputed)
    decide_dispute(
        collaboration_id=disputed.collaboration_id, influencer_bps=5_000, decision="Moitié", by=staff
    )
    shown = page(desk, disputed)
    assert SAID not in shown
    assert "Pour trancher" in shown
    assert url("read", disputed) not in shown
    answer = desk.post(url("read", disputed), {"reason": "Encore"}, follow=True)
    assert [one.level_tag for one in answer.context["messages"]] == ["error"]
    assert StaffReading.objects.count() == 1


def test_it_can_be_read_for_an_hour(desk, disputed):
    read(desk, disputed)
    StaffReading.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert SAID not in page(desk, disputed)


def test_the_reading_is_a_fact_of_ids_alone(desk, disputed, staff, talk):
    read(desk, disputed)
    fact = Event.objects.get(label="messaging.ConversationRead")
    assert fact.actor_id == staff.pk
    reading = StaffReading.objects.get()
    assert fact.payload["reading_id"] == str(reading.pk)
    assert fact.payload["conversation_id"] == str(talk.pk)
    assert fact.payload["matter"] == f"dispute:{disputed.pk}"
    assert "trancher" not in str(fact.payload)
    assert SAID not in str(fact.payload)


def test_a_report_of_the_same_conversation_is_another_matter(disputed, talk, staff, amina):
    report = report_conversation(conversation_id=talk.pk, reason="scam", words="", by=amina)
    open_reading(report_id=report.pk, reason="Signalement", by=staff)
    assert disputed_talk(disputed, staff) is None
    read_conversation(collaboration_id=disputed.collaboration_id, reason="Trancher", by=staff)
    assert disputed_talk(disputed, staff)


def test_only_the_first_reading_names_whom_to_tell(desk, disputed, amina, atlas):
    for _again in range(2):
        read(desk, disputed)
    facts = Event.objects.filter(label="messaging.ConversationRead").order_by("pk")
    first, second = (set(one.payload["reader_ids"]) for one in facts)
    assert first == {str(amina.pk), str(atlas.pk)}
    assert second == set()


def test_earlier_and_removed_words_show_with_the_steps_in_words(desk, disputed, talk, amina, react):
    react()
    edit_message(message_id=say(talk, amina, "4500 MAD").pk, body="4000 MAD", by=amina)
    remove_message(message_id=say(talk, amina, "Paie-moi dehors").pk, by=amina)
    read(desk, disputed)
    shown = page(desk, disputed)
    for words in ("4500 MAD", "4000 MAD", "Paie-moi dehors", "a ouvert un litige"):
        assert words in shown
    assert "campaigns.DisputeOpened" not in shown


def test_files_are_named_with_their_size_and_open_through_a_short_link(
    desk, disputed, talk, amina, staff, tmp_path
):
    file = make_file(amina, tmp_path, size=2048)
    message = say(talk, amina, "", file)
    door = reverse("admin:messaging_staffreading_file", args=[file.pk])
    assert desk.get(door).status_code == 404
    read(desk, disputed)
    shown = page(desk, disputed)
    for words in ("contrat.pdf", "application/pdf", "2,0\xa0Kio", door):
        assert words in shown
    remove_message(message_id=message.pk, by=amina)
    link = desk.get(door)["Location"]
    assert link.startswith(f"/fichiers/{file.pk}/original?k=")
    assert desk.get(link).status_code == 200
    assert Access.objects.get(file=file).reader == staff
    decide_dispute(
        collaboration_id=disputed.collaboration_id, influencer_bps=5_000, decision="Moitié", by=staff
    )
    assert desk.get(door).status_code == 404
    assert desk.get(link).status_code == 404


def test_what_became_of_a_file_is_said(desk, disputed, talk, amina, tmp_path):
    ended = {"state": "refused", "ended_at": timezone.now()}
    ill = make_file(amina, tmp_path, name="malade.pdf")
    lost = make_file(amina, tmp_path, name="perdu.pdf")
    wait = make_file(amina, tmp_path, name="attend.pdf", state="scanning", scan="pending", ready_at=None)
    say(talk, amina, "", ill, lost, wait)
    File.objects.filter(pk=ill.pk).update(reason="infected", scan="infected", **ended)
    File.objects.filter(pk=lost.pk).update(reason="bytes_gone", **ended)
    read(desk, disputed)
    shown = page(desk, disputed)
    with override("fr"):
        refused, waits, removed = (str(one.label) for one in (State.REFUSED, State.SCANNING, State.REMOVED))
        why = [str(one.label) for one in (File.Reason.INFECTED, File.Reason.GONE)]
    for words in (f"({refused} · {why[0]})", f"({refused} · {why[1]})", f"({waits})"):
        assert words in shown
    assert reverse("admin:messaging_staffreading_file", args=[ill.pk]) not in shown
    forget_person(user_id=amina.pk)
    assert f"({removed})" in page(desk, disputed)
    File.objects.filter(pk=lost.pk).delete()
    with override("fr"):
        lost_words = ngettext("%(n)s file is no longer known here.", "", 1) % {"n": 1}
    assert "1 fichier" in lost_words
    assert lost_words in page(desk, disputed)


def test_older_messages_are_one_step_further(desk, disputed, talk, amina, monkeypatch):
    for n in range(4):
        say(talk, amina, f"mot {n}")
    monkeypatch.setattr("messaging.selectors.staff.PAGE", 3)
    read(desk, disputed)
    shown = page(desk, disputed)
    assert "mot 3" in shown
    assert "mot 0" not in shown
    before = Message.objects.get(body="mot 1").place
    assert f'href="?before={before}"' in shown
    older = desk.get(url("change", disputed), {"before": before}).content.decode()
    assert "mot 0" in older
    assert SAID in older
    assert "mot 1" not in older
    for nonsense in ("x", "-1", "9" * 40):
        assert "mot 3" in desk.get(url("change", disputed), {"before": nonsense}).content.decode()


def test_a_transcript_costs_the_same_for_little_and_for_much(disputed, talk, amina, staff, tmp_path):
    read_conversation(collaboration_id=disputed.collaboration_id, reason="Pour trancher", by=staff)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            said = disputed_talk(disputed, staff)
            assert [list(one.message.wordings.all()) for one in said.said]
        return len(asked)

    say(talk, amina, "", make_file(amina, tmp_path))
    few = cost()
    for n in range(10):
        message = say(talk, amina, f"mot {n}", make_file(amina, tmp_path))
        edit_message(message_id=message.pk, body=f"autre {n}", by=amina)
    assert cost() == few <= 8
