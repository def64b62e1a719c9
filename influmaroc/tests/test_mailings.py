"""Writing to many, from the staff's form to the letters and back to the consent."""

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Consent
from conftest import make_influencer, person
from influmaroc.mailings import Segment, announce_mailing, people_of
from mail.models import Letter, Mailing
from mail.selectors import unsubscribe_path
from mail.tasks import send_letters
from notifications.models import Notice, Sending
from notifications.services import Wish, choose
from privacy.services import ask_deletion, stop_deletion

pytestmark = pytest.mark.django_db
LIST = "/admin/mail/mailing/"
FORM = {
    **{f"subject_{code}": f"Sujet {code}" for code in ("fr", "ar", "en")},
    **{f"body_{code}": f"Texte {code}\n\nFin" for code in ("fr", "ar", "en")},
    "role": "influencer",
    "language": "",
    "city": "",
    "path": "/campagnes",
    "per_minute": "600",
}


@pytest.fixture
def desk(client_of, staff):
    return client_of(staff)


@pytest.fixture
def readers(amina, omar, atlas, rival):
    """Amina, Omar and Atlas asked for news; Rival did not."""
    for user in (amina, omar, atlas):
        Consent.objects.create(user=user, purpose="news")
    return amina, omar, atlas


@pytest.fixture
def mailing(desk, readers):
    assert desk.post(f"{LIST}add/", FORM).status_code == 302
    return Mailing.objects.get()


def ask(desk, mailing, do):
    return desk.post(f"{LIST}{mailing.pk}/desk", {"do": do}, follow=True)


@pytest.mark.parametrize(
    ("segment", "who"),
    [
        ({}, {"amina", "omar", "atlas"}),
        ({"role": "influencer"}, {"amina", "omar"}),
        ({"role": "brand"}, {"atlas"}),
        ({"city": "tanger"}, {"omar"}),
        ({"city": "casablanca"}, {"atlas"}),
        ({"language": "ar"}, {"omar"}),
        ({"language": "ar", "role": "brand"}, set()),
    ],
)
def test_a_segment_is_those_of_it_who_want_news(readers, omar, segment, who):
    omar.language = "ar"
    omar.save()
    assert {one.email.partition("@")[0] for one in people_of(Segment(**segment))} == who


def test_closed_accounts_get_nothing(readers, amina):
    amina.is_active = False
    amina.save()
    assert amina not in people_of(Segment())


def test_staff_write_in_three_languages(mailing, staff):
    assert mailing.words["ar"] == {"subject": "Sujet ar", "body": "Texte ar\n\nFin"}
    assert mailing.segment == {"role": "influencer", "language": "", "city": ""}
    assert (mailing.state, mailing.made_by) == ("draft", staff.pk)


@pytest.mark.parametrize(
    "wrong",
    [{"body_ar": ""}, {"path": "https://evil.example"}, {"path": "//evil.example"}, {"per_minute": "0"}],
)
def test_a_form_with_a_fault_saves_nothing(desk, wrong):
    assert desk.post(f"{LIST}add/", FORM | wrong).status_code == 200
    assert not Mailing.objects.exists()


def test_the_desk_shows_three_letters_and_how_many_get_one(desk, mailing):
    page = desk.get(f"{LIST}{mailing.pk}/desk").content.decode()
    assert page.count("<iframe") == 3
    assert "2 personnes de ce segment" in page
    for code in ("fr", "ar", "en"):
        answer = desk.get(f"{LIST}{mailing.pk}/preview/{code}")
        assert f"Sujet {code}" in answer.content.decode()
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert desk.get(f"{LIST}{mailing.pk}/preview/de").status_code == 404


def test_trying_goes_to_oneself(desk, mailing, staff):
    ask(desk, mailing, "try")
    send_letters()
    assert {one.to[0] for one in mail.outbox} == {staff.email}
    assert len(mail.outbox) == 3


def test_starting_reaches_those_who_want_news_and_nobody_else(desk, mailing, react, amina, omar):
    ask(desk, mailing, "start")
    react()
    Letter.objects.update(next_try_at=timezone.now())
    assert send_letters() == 2
    assert {one.to[0] for one in mail.outbox} == {amina.email, omar.email}
    page = desk.get(f"{LIST}{mailing.pk}/desk").content.decode()
    assert 'max="2" value="2"' in page


def test_sending_is_asked_twice(desk, mailing):
    once = desk.get(f"{LIST}{mailing.pk}/desk").content.decode()
    assert 'value="start"' not in once
    assert 'href="?sure"' in once
    assert 'value="start"' in desk.get(f"{LIST}{mailing.pk}/desk?sure").content.decode()


@pytest.fixture
def samir():
    return make_influencer(person("samir", "influencer"), "samir", 5_000).user


@pytest.fixture
def on_site(desk, readers):
    desk.post(f"{LIST}add/", FORM | {"on_site": "on"})
    return Mailing.objects.get()


def test_on_the_site_the_whole_segment_is_told_once(desk, on_site, react, amina, omar, samir):
    """News by mail need a consent; on the site they are a kind of notice that can be switched off."""
    choose(by=omar, wishes=[Wish("announcement", "app", "off")])
    assert "3 personnes" in desk.get(f"{LIST}{on_site.pk}/desk").content.decode()
    ask(desk, on_site, "start")
    react()
    announce_mailing(on_site)
    shown = Notice.objects.filter(kind="announcement", removed_at=None)
    assert {one.reader for one in shown} == {amina, samir}
    assert shown[0].data["words"]["ar"] == "Sujet ar"
    assert shown[0].link == "/campagnes"


def test_nobody_gets_two_letters_of_one_mailing(desk, on_site, react, amina):
    choose(by=amina, wishes=[Wish("announcement", "mail", "on"), Wish("announcement", "push", "on")])
    ask(desk, on_site, "start")
    react()
    assert Letter.objects.filter(user_id=amina.pk).count() == 1
    assert set(Sending.objects.filter(notice__reader=amina).values_list("channel", flat=True)) == {"push"}


def test_without_the_tick_nobody_is_told_on_the_site(desk, mailing, react):
    ask(desk, mailing, "start")
    react()
    assert not Notice.objects.filter(kind="announcement").exists()


def test_what_was_stopped_before_it_was_told_stays_unsaid(desk, on_site, react):
    ask(desk, on_site, "start")
    ask(desk, on_site, "stop")
    react()
    assert not Notice.objects.filter(kind="announcement").exists()


def test_what_has_started_is_not_edited(desk, mailing):
    ask(desk, mailing, "start")
    desk.post(f"{LIST}{mailing.pk}/change/", FORM | {"subject_fr": "Autre"})
    mailing.refresh_from_db()
    assert mailing.words["fr"]["subject"] == "Sujet fr"
    assert desk.get(f"{LIST}{mailing.pk}/change/").status_code == 200


def test_stopping_holds_back_the_rest(desk, mailing, react):
    ask(desk, mailing, "start")
    react()
    ask(desk, mailing, "stop")
    assert set(Letter.objects.values_list("state", flat=True)) == {"suppressed"}


def test_the_link_in_a_letter_ends_the_consent(client, readers, react, amina, omar):
    client.post(f"/fr{unsubscribe_path(amina.pk)}")
    react()
    assert set(Consent.objects.in_force().values_list("user_id", flat=True)) == {omar.pk, readers[2].pk}
    assert amina not in people_of(Segment())


def test_who_is_leaving_gets_no_news(readers, amina, omar):
    assert {amina, omar} <= set(people_of(Segment()))
    ask_deletion(by=amina)
    assert amina not in people_of(Segment())
    stop_deletion(by=amina)
    assert amina in people_of(Segment())


@pytest.mark.parametrize("who", ["amina", "atlas"])
def test_others_do_not_come_in(request, client_of, mailing, who):
    client = client_of(request.getfixturevalue(who))
    for path in ("desk", "preview/fr"):
        assert client.get(f"{LIST}{mailing.pk}/{path}").status_code == 302


def test_staff_without_the_right_do_not_come_in(client_of, mailing, amina):
    amina.is_staff = True
    amina.save()
    client = client_of(amina)
    assert client.get(f"{LIST}{mailing.pk}/desk").status_code == 404
    assert client.post(f"{LIST}{mailing.pk}/desk", {"do": "start"}).status_code == 404
    mailing.refresh_from_db()
    assert mailing.state == "draft"
