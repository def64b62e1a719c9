"""Letters to many: let go by staff, paced, stopped, refused."""

import pytest
from django.core import mail
from django.utils import timezone

from events.models import Event
from kit.errors import NotAllowed, WrongState
from mail.errors import WordsMissing
from mail.models import Letter
from mail.selectors import progress_of, unsubscribe_path, who_refuses
from mail.services import (
    Recipient,
    post_mailing,
    refuse_news,
    start_mailing,
    stop_mailing,
    try_mailing,
)
from mail.tasks import send_letters


def people(*users):
    return [Recipient(user_id=user.pk, to=user.email, language=user.language) for user in users]


@pytest.fixture
def started(mailing, staff):
    start_mailing(mailing_id=mailing.pk, by=staff)
    mailing.refresh_from_db()
    return mailing


def test_starting_tells_whoever_knows_people(started, staff):
    event = Event.objects.get(label="mail.MailingStarted")
    assert (event.payload, event.actor_id) == ({"mailing_id": str(started.pk)}, staff.pk)
    assert started.state == "started"


def test_nobody_else_starts_one(mailing, amina):
    with pytest.raises(NotAllowed):
        start_mailing(mailing_id=mailing.pk, by=amina)
    mailing.refresh_from_db()
    assert mailing.state == "draft"


def test_a_mailing_starts_once(started, staff):
    with pytest.raises(WrongState):
        start_mailing(mailing_id=started.pk, by=staff)


@pytest.mark.parametrize("hole", [{}, {"subject": "", "body": "x"}, {"subject": "x"}])
def test_a_mailing_with_a_hole_does_not_start(mailing, staff, hole):
    mailing.words = {**mailing.words, "ar": hole}
    mailing.save()
    with pytest.raises(WordsMissing):
        start_mailing(mailing_id=mailing.pk, by=staff)
    mailing.refresh_from_db()
    assert mailing.state == "draft"


def test_letters_leave_at_the_pace_that_was_asked(started, amina, omar, atlas):
    assert post_mailing(mailing_id=started.pk, people=people(amina, omar, atlas)) == 3
    times = list(Letter.objects.order_by("next_try_at").values_list("next_try_at", flat=True))
    assert [(one - times[0]).total_seconds() for one in times] == [0, 1, 2]
    assert send_letters() == 1


def test_posting_twice_owes_one_letter_each(started, amina, omar):
    for _ in range(2):
        post_mailing(mailing_id=started.pk, people=people(amina, omar))
    assert Letter.objects.count() == 2


def test_everybody_reads_their_language_and_can_leave_in_one_click(started, amina, omar):
    omar.language = "ar"
    post_mailing(mailing_id=started.pk, people=people(amina, omar))
    Letter.objects.update(next_try_at=timezone.now())
    assert send_letters() == 2
    by_address = {one.to[0]: one for one in mail.outbox}
    assert by_address[omar.email].subject == "رمضان على إنفلوماروك"
    letter = by_address[amina.email]
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    before, _, token = link.rpartition("/")
    assert f"{before}/" == f"http://127.0.0.1:8000/fr{unsubscribe_path(amina.pk)}".rpartition("/")[0] + "/"
    assert who_refuses(token) == amina.pk
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in letter.body
    assert "http://127.0.0.1:8000/fr/campagnes" in letter.body


def test_identity_is_never_held_up_by_news(started, amina, omar):
    post_mailing(mailing_id=started.pk, people=people(amina, omar))
    assert set(Letter.objects.values_list("rank", flat=True)) == {2}


def test_what_staff_wrote_stays_literal(mailing, staff):
    mailing.words["fr"] = {"subject": "{{ 7|add:7 }}", "body": "<b>{% load i18n %}</b> ${7*7}"}
    mailing.save()
    try_mailing(mailing_id=mailing.pk, to=staff.email, by=staff)
    send_letters()
    letter = next(one for one in mail.outbox if one.extra_headers["Content-Language"] == "fr")
    assert letter.subject == "{{ 7|add:7 }}"
    assert "<b>{% load i18n %}</b> ${7*7}" in letter.body
    assert "<b>" not in letter.alternatives[0].content


def test_trying_goes_to_oneself_only_and_is_not_counted(mailing, staff):
    try_mailing(mailing_id=mailing.pk, to=staff.email, by=staff)
    assert send_letters() == 3
    assert {one.to[0] for one in mail.outbox} == {staff.email}
    mailing.refresh_from_db()
    assert (mailing.state, progress_of(mailing).n_sent) == ("draft", 0)


def test_nobody_else_tries_one(mailing, atlas):
    with pytest.raises(NotAllowed):
        try_mailing(mailing_id=mailing.pk, to=atlas.email, by=atlas)
    assert not Letter.objects.exists()


def test_stopping_holds_back_what_waits(started, staff, amina, omar):
    post_mailing(mailing_id=started.pk, people=people(amina, omar))
    send_letters()
    assert stop_mailing(mailing_id=started.pk, by=staff) == 1
    progress = progress_of(started)
    assert (progress.n_sent, progress.n_owed, progress.n_lost) == (1, 0, 1)


def test_nobody_else_stops_one(started, amina):
    with pytest.raises(NotAllowed):
        stop_mailing(mailing_id=started.pk, by=amina)
    started.refresh_from_db()
    assert started.state == "started"


def test_a_stopped_mailing_posts_nothing(started, staff, amina):
    stop_mailing(mailing_id=started.pk, by=staff)
    assert post_mailing(mailing_id=started.pk, people=people(amina)) == 0
    assert not Letter.objects.exists()


def test_refusing_holds_back_ones_own_letters_only(started, amina, omar):
    post_mailing(mailing_id=started.pk, people=people(amina, omar))
    refuse_news(user_id=amina.pk)
    states = dict(Letter.objects.values_list("user_id", "state"))
    assert states == {amina.pk: "suppressed", omar.pk: "queued"}


def test_a_link_is_signed(amina):
    token = unsubscribe_path(amina.pk).rpartition("/")[2]
    assert who_refuses(token) == amina.pk
    for forged in (token[:-1], f"x{token}", str(amina.pk), "", unsubscribe_path(None).rpartition("/")[2]):
        assert who_refuses(forged) is None
