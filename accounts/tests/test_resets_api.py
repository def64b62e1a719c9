import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import PasswordResetToken
from accounts.tests.test_resets import NEW, ask, latest_token, token
from conftest import person

__all__ = ["token"]
DOORS = ["/api/auth", "/auth"]


@pytest.fixture
def api(api_of):
    return api_of()


@pytest.mark.parametrize("door", DOORS)
def test_known_and_unknown_addresses_hear_the_same(api, amina, door):
    answers = [
        api.post(f"{door}/forgot-password", {"email": email}, format="json")
        for email in ("amina@example.ma", "nobody@example.ma")
    ]
    assert {one.status_code for one in answers} == {202}
    assert answers[0].content == answers[1].content
    assert {*answers[0].headers} == {*answers[1].headers}


@pytest.mark.parametrize("door", DOORS)
def test_a_link_is_looked_at_then_used_once(api, amina, token, door):
    looked = api.get(f"{door}/validate-reset-token/{token}")
    assert looked.json()["valid"] is True
    assert (looked["Cache-Control"], looked["Referrer-Policy"]) == ("no-store", "no-referrer")
    body = {"token": token, "password": NEW}
    assert api.post(f"{door}/reset-password", body, format="json").status_code == 204
    assert api.post(f"{door}/reset-password", body, format="json").status_code == 410
    amina.refresh_from_db()
    assert amina.check_password(NEW)


def test_unknown_used_and_expired_sound_the_same(api, token):
    PasswordResetToken.objects.update(expires_at=timezone.now())
    answers = [api.get(f"/api/auth/validate-reset-token/{one}") for one in (token, "x" * 64)]
    bodies = [{**one.json(), "request_id": ""} for one in answers]
    assert bodies[0] == bodies[1]
    assert bodies[0]["code"] == "reset_gone"
    assert answers[0]["Referrer-Policy"] == "no-referrer"


def test_a_weak_password_is_named(api, token):
    answer = api.post("/auth/reset-password", {"token": token, "password": "short"}, format="json")
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"password"}


@pytest.mark.parametrize("email", ["", "no address", "a\x00@example.ma", 5])
def test_a_strange_address_is_a_400(api, db, email):
    answer = api.post("/api/auth/forgot-password", {"email": email}, format="json")
    assert answer.status_code == 400


def test_staff_see_no_token_and_no_hash(api_of, staff, token):
    page = api_of(staff).get("/api/auth/admin/password-reset-tokens")
    row = PasswordResetToken.objects.get()
    assert page.json()["results"][0]["state"] == "live"
    assert token not in page.content.decode()
    assert row.token_hash not in page.content.decode()


@pytest.mark.parametrize(("state", "n"), [("live", 1), ("expired", 0), ("used", 0)])
def test_the_list_is_narrowed_by_state(api_of, staff, token, state, n):
    page = api_of(staff).get("/api/auth/admin/password-reset-tokens", {"state": state})
    assert len(page.json()["results"]) == n


def test_staff_without_the_permission_are_refused(api_of, token):
    clerk = person("clerk", "staff", is_staff=True)
    PasswordResetToken.objects.update(expires_at=timezone.now())
    assert api_of(clerk).get("/api/auth/admin/password-reset-tokens").status_code == 403
    assert api_of(clerk).post("/api/auth/admin/cleanup-expired-tokens").status_code == 403
    assert PasswordResetToken.objects.count() == 1
    clerk.user_permissions.add(Permission.objects.get(codename="delete_passwordresettoken"))
    clerk = type(clerk).objects.get(pk=clerk.pk)
    answer = api_of(clerk).post("/api/auth/admin/cleanup-expired-tokens")
    assert answer.json() == {"removed": 1}


def test_the_admin_shows_the_list_without_secrets(client_of, staff, token):
    desk, row = client_of(staff), PasswordResetToken.objects.get()
    for address in (
        reverse("admin:accounts_passwordresettoken_changelist"),
        reverse("admin:accounts_passwordresettoken_change", args=[row.pk]),
    ):
        page = desk.get(address)
        assert page.status_code == 200
        assert row.token_hash not in page.content.decode()
    assert desk.get(reverse("admin:accounts_passwordresettoken_add")).status_code == 403


def test_asking_again_gives_another_token(token, react):
    ask()
    react()
    assert latest_token() != token
