"""Done, kept, muted, ticked: how people keep their inbox."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mail.models import Letter
from notifications.errors import NoThread
from notifications.models import Channel, MutedThread, Notice
from notifications.selectors import steps_of, threads
from notifications.services import finish_notices, mute_thread, put_back, remove_notice, save_notice

INBOX, API = "/fr/notifications", "/api/notifications"


def mute(notice, user, *, is_muted=True):
    mute_thread(notice_id=notice.pk, by=user, is_muted=is_muted)


def test_a_muted_thread_neither_counts_nor_writes_and_the_log_says_why(amina, say):
    mute(say(amina, "application_rejected", key="1"), amina)
    Letter.objects.all().delete()
    notice = say(amina, "application_rejected", key="2")
    assert notice.read_at is not None
    assert Notice.objects.of(amina).filter(pk=notice.pk).exists()
    assert not Letter.objects.exists()
    row = notice.sendings.get(channel=Channel.MAIL)
    assert (row.state, row.reason) == ("withheld", "muted")
    assert "sourdine" in str(steps_of(notice)[1].why)


def test_what_asks_something_still_counts_in_a_muted_thread(amina, say):
    mute(say(amina, key="1"), amina)
    notice = say(amina, "offer_made", key="2")
    assert notice.read_at is None
    assert not Letter.objects.exists()


def test_money_is_told_in_a_muted_thread(amina, say):
    mute(say(amina, key="1"), amina)
    notice = say(amina, "payout_paid", key="2", last4="1234", amount_centimes=100)
    assert (notice.read_at, Letter.objects.count()) == (None, 1)


def test_muting_is_ones_own_and_ends(amina, omar, say):
    mute(say(amina, key="1"), amina)
    assert say(omar, key="1").read_at is None
    mute(Notice.objects.filter(reader=amina).get(), amina, is_muted=False)
    assert say(amina, key="2").read_at is None
    assert not MutedThread.objects.exists()


def test_a_notice_about_nothing_cannot_be_muted(amina, say):
    notice = say(amina)
    Notice.objects.update(thread="")
    with pytest.raises(NoThread):
        mute(notice, amina)


def test_what_is_kept_is_found_when_it_is_done(client_of, amina, say):
    notice, other = say(amina, key="1"), say(amina, key="2")
    save_notice(notice_id=notice.pk, by=amina, is_saved=True)
    remove_notice(notice_id=notice.pk, by=amina)
    page = client_of(amina).get(f"{INBOX}?voir=saved").content.decode()
    assert str(notice.pk) in page
    assert str(other.pk) not in page


def test_keeping_twice_keeps_the_first_time(amina, say):
    notice = say(amina)
    first = save_notice(notice_id=notice.pk, by=amina, is_saved=True).saved_at
    assert save_notice(notice_id=notice.pk, by=amina, is_saved=True).saved_at == first
    assert save_notice(notice_id=notice.pk, by=amina, is_saved=False).saved_at is None


def test_many_are_ticked_at_once_and_none_of_others(amina, omar, say):
    mine, theirs = [say(amina, key=key) for key in "12"], say(omar)
    ids = [notice.pk for notice in [*mine, theirs]]
    assert finish_notices(ids=ids, by=amina, how="read") == 2
    assert finish_notices(ids=ids, by=amina, how="done") == 2
    assert finish_notices(ids=ids, by=amina, how="done") == 0
    assert not Notice.objects.of(amina).exists()
    assert Notice.objects.of(omar).unread().count() == 1


@pytest.mark.parametrize(("button", "n_left"), [("read", 2), ("done", 0)])
def test_the_page_ticks_many(client_of, amina, say, button, n_left):
    ids = [str(say(amina, key=key).pk) for key in "12"]
    url = reverse("notifications:finish")
    answer = client_of(amina).post(url, {"notice": [*ids, "nonsense"], button: "1", "voir": "unread"})
    offered = f"&fait={ids[1]}" if button == "done" else ""
    assert answer["Location"].startswith(f"{INBOX}?voir=unread")
    assert offered in answer["Location"]
    assert Notice.objects.of(amina).count() == n_left
    assert not Notice.objects.of(amina).unread().exists()


def test_what_was_done_by_mistake_is_put_back_by_its_reader_alone(client_of, amina, omar, say):
    notice, client = say(amina), client_of(amina)
    page = client.post(reverse("notifications:remove", args=[notice.pk]), follow=True).content.decode()
    assert f'name="notice" value="{notice.pk}"' in page
    assert put_back(ids=[notice.pk], by=omar) == 0
    client.post(reverse("notifications:put-back"), {"notice": [str(notice.pk), "nonsense"]})
    assert Notice.objects.of(amina).get() == notice
    assert put_back(ids=[notice.pk], by=amina) == 0


def test_the_page_keeps_and_mutes(client_of, amina, say):
    notice, client = say(amina, "offer_made"), client_of(amina)
    client.post(reverse("notifications:save", args=[notice.pk]), {"on": "1"})
    client.post(reverse("notifications:mute", args=[notice.pk]), {"on": "1"})
    notice.refresh_from_db()
    assert notice.saved_at is not None
    page = client.get(INBOX).content.decode()
    assert "Réactiver" in page
    client.post(reverse("notifications:mute", args=[notice.pk]), {})
    assert "Mettre en sourdine" in client.get(INBOX).content.decode()


def test_each_notice_says_why_it_is_told(client_of, api_of, amina, say):
    notice = say(amina, "contract_completed")
    Notice.objects.filter(pk=notice.pk).update(thread="collaboration:1")
    assert "Vous êtes partie au contrat" in client_of(amina).get(INBOX).content.decode()
    answer = api_of(amina).get(API, headers={"Accept-Language": "en"}).json()["results"][0]
    assert answer["reason"] == "You are a party to the contract"


def test_the_api_keeps_and_mutes(api_of, amina, say):
    notice, api = say(amina), api_of(amina)
    say(amina, key="other")
    assert api.put(f"{API}/{notice.pk}/saved").json()["saved_at"] is not None
    kept = api.get(f"{API}?saved=true").json()["results"]
    assert [one["id"] for one in kept] == [str(notice.pk)]
    assert api.delete(f"{API}/{notice.pk}/saved").json()["saved_at"] is None
    assert api.put(f"{API}/{notice.pk}/mute").status_code == 204
    assert MutedThread.objects.get().thread == notice.thread
    assert api.delete(f"{API}/{notice.pk}/mute").status_code == 204
    assert not MutedThread.objects.exists()


def test_the_api_puts_back_what_was_done_by_mistake(api_of, amina, omar, say):
    notice, api = say(amina), api_of(amina)
    api.delete(f"{API}/{notice.pk}")
    assert api.get(API).json()["results"] == []
    assert api_of(omar).put(f"{API}/{notice.pk}/put-back").status_code == 404
    assert api.get(API).json()["results"] == []
    for _again in range(2):
        back = api.put(f"{API}/{notice.pk}/put-back")
        assert back.status_code == 200
        assert back.json()["read_at"] is not None
    assert [one["id"] for one in api.get(API).json()["results"]] == [str(notice.pk)]


def test_seeing_what_is_muted_costs_one_query(amina, say, django_assert_num_queries):
    notices = [say(amina, key=str(key)) for key in range(3)]
    with django_assert_num_queries(1):
        assert [one.is_muted for one in threads(notices, amina)] == [False]


def test_an_inbox_with_nothing_left_says_so(client_of, amina):
    assert "Tout est traité" in client_of(amina).get(INBOX).content.decode()


def test_a_muted_thread_is_as_old_as_its_word(amina, say):
    mute(say(amina), amina)
    mute(amina.notices.get(), amina)
    assert MutedThread.objects.get().made_at <= timezone.now()
