"""Staff look at the site as somebody sees it, and every way of doing more than looking is shut."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SecurityEvent, SignIn, StaffLook
from accounts.services import issue_tokens
from conftest import person
from influencers.models import Influencer
from influmaroc.see_as import LOOK_KEY
from influmaroc.sign_ins import person_of
from notifications.models import Notice
from notifications.services import Message, tell

WHY = "Elle ne voit pas son contrat"


def start(desk, whom, reason=WHY):
    return desk.post(f"/admin/regard/{whom.pk}", {"reason": reason})


@pytest.fixture
def desk(client_of, staff, amina):
    """A member of staff who looks at the site as amina."""
    client = client_of(staff)
    assert start(client, amina)["Location"] == "/fr/"
    return client


def look():
    return StaffLook.objects.get()


def test_pages_are_drawn_for_the_person_under_a_banner(desk, amina):
    page = desk.get("/fr/createur")
    assert page.status_code == 200
    assert page.context["user"] == amina
    assert "im-looking" in page.content.decode()
    assert "im-looking" in desk.get("/fr/campagnes").content.decode()


def test_it_is_recorded_and_the_person_finds_it(desk, client_of, amina, staff):
    desk.get("/fr/createur")
    desk.get("/fr/campagnes")
    desk.post("/regard/fin")
    row = look()
    assert (row.staff, row.person, row.reason, row.n_pages) == (staff, amina, WHY, 2)
    assert row.started_at < row.ended_at < timezone.now()
    assert SecurityEvent.objects.get(user=amina).kind == "seen_as"
    trail = client_of(amina).get("/fr/reglages/securite").content.decode()
    assert SecurityEvent.objects.get(user=amina).get_kind_display() in trail
    assert WHY not in trail


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/fr/createur/profil/about"),
        ("post", "/fr/createur/profil/photo"),
        ("post", "/fr/reglages/compte"),
        ("post", "/fr/reglages/securite/autres"),
        ("post", "/fr/notifications/tout-lire"),
        ("post", "/fr/deconnexion"),
        ("post", "/i18n/setlang/"),
        ("put", "/fr/createur"),
        ("delete", "/fr/createur"),
        ("patch", "/api/users/profile"),
        ("get", "/api/users/profile"),
        ("get", "/api/finances/payouts"),
        ("post", "/api/auth/change-password"),
        ("post", "/auth/forgot-password"),
        ("post", "/nowhere"),
    ],
)
def test_nothing_is_written_and_the_api_is_shut(desk, amina, method, path):
    before = Influencer.objects.values().get(user=amina)
    body = {"name": "X", "bio": "X", "city": "fes"}
    for extra in ({}, {"HTTP_HX_REQUEST": "true"}):
        assert getattr(desk, method)(path, body, **extra).status_code == 403
    assert Influencer.objects.values().get(user=amina) == before


@pytest.mark.parametrize(
    "path",
    [
        "/fr/reglages/webhooks",
        "/fr/messages",
        "/fr/createur/gains",
        "/ar/createur/gains",
        "/fr/createur/gains/rib",
        "/fr/createur/gains/virement?amount=500",
        "/fr/reglages/securite",
        "/fr/reglages/compte",
    ],
)
def test_money_banks_and_ways_in_are_never_shown(desk, client_of, amina, path):
    assert client_of(amina).get(path).status_code in {200, 302}
    assert desk.get(path).status_code == 403


def test_a_page_that_writes_while_it_is_read_is_refused(desk, client_of, amina):
    tell(readers=[amina.pk], message=Message(kind="campaign_approved", key="1"))
    notice = Notice.objects.get(user=amina) if hasattr(Notice, "user") else Notice.objects.get()
    path = f"/fr/notifications/{notice.pk}"
    assert desk.get(path).status_code == 403
    assert Notice.objects.of(amina).unread().count() == 1
    assert desk.get("/fr/createur").status_code == 200
    assert client_of(amina).get(path).status_code == 302
    assert Notice.objects.of(amina).unread().count() == 0


def test_the_admin_stays_the_desk_of_who_looks(desk, staff):
    page = desk.get("/admin/")
    assert page.status_code == 200
    assert page.context["user"] == staff
    assert look().person.name in page.content.decode()


def test_a_websocket_stays_that_of_who_looks(desk, staff):
    assert LOOK_KEY in desk.session
    assert person_of(desk.session) == staff


def test_the_persons_own_devices_are_left_alone(client_of, api_of, amina, staff):
    own, app = client_of(amina), api_of()
    app.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=amina).access}")
    rows = list(SignIn.objects.filter(user=amina).order_by("pk").values())
    desk = client_of(staff)
    start(desk, amina)
    desk.get("/fr/createur")
    desk.post("/regard/fin")
    assert list(SignIn.objects.filter(user=amina).order_by("pk").values()) == rows
    assert own.get("/fr/createur").status_code == 200
    assert app.get("/api/users/profile").status_code == 200


def test_the_end_leads_back_to_the_desk(desk, amina, staff):
    assert desk.post("/regard/fin")["Location"] == f"/admin/accounts/user/{amina.pk}/change/"
    assert desk.get("/fr/createur").status_code == 403
    assert desk.get("/fr/contrats").context["user"] == staff


def test_after_fifteen_minutes_it_is_over(desk):
    StaffLook.objects.update(started_at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert desk.post("/fr/notifications/tout-lire")["Location"] == "/admin/accounts/user/"
    assert LOOK_KEY not in desk.session
    row = look()
    assert row.ended_at == row.until
    assert row.n_pages == 0


@pytest.mark.parametrize("change", ["right", "staff", "person"])
def test_it_ends_with_the_right_to_it(desk, amina, staff, change):
    if change == "person":
        type(amina).objects.filter(pk=amina.pk).update(is_active=False)
    elif change == "right":
        type(staff).objects.filter(pk=staff.pk).update(is_superuser=False)
    else:
        type(staff).objects.filter(pk=staff.pk).update(is_active=False)
    answer = desk.get("/fr/createur")
    assert answer.status_code == 302
    assert LOOK_KEY not in desk.session


def test_only_with_the_right_with_a_reason_and_never_at_staff(client_of, staff, amina, atlas):
    plain = person("plain", "staff", is_staff=True)
    for who, whom in [(plain, amina), (atlas, amina), (amina, amina), (staff, plain), (staff, staff)]:
        client = client_of(who)
        assert start(client, whom).status_code in {302, 403}
        assert LOOK_KEY not in client.session
    assert start(client_of(staff), amina, " ").status_code == 422
    assert not StaffLook.objects.exists()


def test_a_look_of_another_or_a_made_up_one_is_worth_nothing(desk, client_of, amina, omar):
    for value in (str(look().pk), "x", ""):
        client = client_of(omar)
        session = client.session
        session[LOOK_KEY] = value
        session.save()
        assert client.get("/fr/createur").status_code == 302
        assert client.get("/fr/createur").context["user"] == omar


def test_one_looks_as_one_person_at_a_time(desk, atlas):
    start(desk, atlas)
    assert desk.get("/fr/marque").context["user"] == atlas
    assert StaffLook.objects.filter(ended_at=None).get().person == atlas
