from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit.errors import NotAllowed
from mail.models import Letter
from notifications.models import Notice
from notifications.services import (
    Message,
    announce,
    forget_old_notices,
    mark_all_read,
    mark_read,
    remove_notice,
    tell,
)

NEWS = Message(kind="application_sent", key="7:application_sent", data={"campaign": "Argan"})


def test_telling_twice_tells_once(amina, omar):
    tell(readers=[amina.pk], message=NEWS)
    tell(readers=[amina.pk, omar.pk, omar.pk], message=NEWS)
    assert Notice.objects.filter(reader=amina).count() == 1
    assert Notice.objects.filter(reader=omar).count() == 1


@pytest.mark.parametrize("kind", ["application_shortlisted", "offer_made"])
def test_telling_three_costs_what_telling_one_does(amina, omar, atlas, kind):
    def cost(readers, key):
        with CaptureQueriesContext(connection) as queries:
            tell(readers=readers, message=Message(kind=kind, key=key, data={"campaign": "Argan"}))
        return len(queries)

    n_queries = cost([amina.pk], "7")
    assert cost([amina.pk, omar.pk, atlas.pk], "8") == n_queries <= 8


def test_what_was_removed_is_not_told_again(amina, say):
    remove_notice(notice_id=say(amina).pk, by=amina)
    say(amina)
    assert not Notice.objects.of(amina).exists()


def test_mail_is_owed_only_where_people_expect_one(amina, say):
    say(amina, "application_shortlisted")
    assert not Letter.objects.exists()
    say(amina, "offer_made")
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.user_id) == ("notice", amina.email, amina.pk)


def test_telling_twice_mails_once(amina, say):
    say(amina, "offer_made")
    say(amina, "offer_made")
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("act", [mark_read, remove_notice])
def test_nobody_touches_another_inbox(amina, omar, say, act):
    notice = say(amina)
    with pytest.raises(Notice.DoesNotExist):
        act(notice_id=notice.pk, by=omar)
    notice.refresh_from_db()
    assert (notice.read_at, notice.removed_at) == (None, None)


def test_reading_twice_keeps_the_first_time(amina, say):
    first = mark_read(notice_id=say(amina).pk, by=amina).read_at
    assert mark_read(notice_id=Notice.objects.get().pk, by=amina).read_at == first


def test_all_of_mine_is_read_and_nothing_of_others(amina, omar, say):
    say(amina, key="1")
    say(amina, key="2")
    say(omar)
    assert mark_all_read(by=amina) == 2
    assert Notice.objects.of(omar).unread().count() == 1


def test_staff_tell_everybody_once_each(amina, omar, staff):
    words = {"fr": "Bonjour", "ar": "مرحبا", "en": "Hello"}
    told = announce(readers=[amina.pk, omar.pk], words=words, key="news:1", link="/etat", by=staff)
    assert told == 2
    assert Notice.objects.filter(kind="announcement").count() == 2


def test_nobody_else_speaks_to_everybody(amina, omar):
    with pytest.raises(NotAllowed):
        announce(readers=[omar.pk], words={"fr": "Achetez"}, key="spam", link="", by=amina)
    assert not Notice.objects.exists()


def test_old_notices_are_forgotten(amina, say):
    say(amina, key="new")
    old = say(amina, key="old")
    Notice.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=366))
    assert forget_old_notices() == 1
    assert Notice.objects.count() == 1
