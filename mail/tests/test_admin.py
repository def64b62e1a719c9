import pytest

from mail.models import Letter, PostEvent, Suppression
from mail.tasks import send_letters
from mail.tests.samples import CODE, TOKEN, post

pytestmark = pytest.mark.django_db
LETTERS, ADDRESSES, EVENTS = "/admin/mail/letter/", "/admin/mail/suppression/", "/admin/mail/postevent/"


@pytest.fixture
def desk(client_of, staff):
    return client_of(staff)


def act(desk, path, action, row):
    return desk.post(path, {"action": action, "_selected_action": [str(row.pk)]}, follow=True)


def test_the_log_shows_states_and_no_secret(desk):
    letter = post("register_code")
    for path in (LETTERS, f"{LETTERS}{letter.pk}/change/"):
        page = desk.get(path).content.decode()
        assert "nour@example.ma" in page
        assert letter.sealed[:20] not in page
        assert CODE not in page
        assert TOKEN not in page


@pytest.mark.parametrize("query", ["?q=nour", "?state__exact=failed", "?kind=login_code", "?language=fr"])
def test_the_log_is_narrowed(desk, query):
    post("login_code")
    assert desk.get(LETTERS + query).status_code == 200


@pytest.mark.parametrize("path", [LETTERS, ADDRESSES, EVENTS])
def test_nothing_is_typed_by_hand(desk, path):
    assert desk.get(f"{path}add/").status_code == 403


def test_a_red_letter_is_sent_again(desk):
    letter = post("password_changed")
    Letter.objects.update(state="failed")
    assert "1" in act(desk, LETTERS, "again", letter).content.decode()
    assert send_letters() == 1


def test_a_code_is_refused_with_a_reason(desk):
    letter = post("login_code")
    Letter.objects.update(state="failed", sealed="")
    page = act(desk, LETTERS, "again", letter).content.decode()
    assert "Un code ou un lien déjà envoyé" in page
    assert Letter.objects.get().state == "failed"


def test_staff_lift_a_suppression(desk):
    row = Suppression.objects.create(address="x@example.ma", reason="bounced")
    act(desk, ADDRESSES, "lift", row)
    row.refresh_from_db()
    assert row.lifted_at is not None


def test_events_are_read(desk):
    row = PostEvent.objects.create(provider="ses", external_id="m-1", raw='{"a": 1}')
    assert "m-1" in desk.get(EVENTS).content.decode()
    assert desk.get(f"{EVENTS}{row.pk}/change/").status_code == 200


@pytest.mark.parametrize("path", [LETTERS, ADDRESSES, EVENTS, "/admin/mail/mailing/"])
def test_others_do_not_come_in(client_of, amina, path):
    assert client_of(amina).get(path).status_code == 302
