"""Looking after one's own sign-ins: the page and the API."""

import pytest

from accounts.models import SignIn
from accounts.services import issue_tokens, start_sign_in
from conftest import PASSWORD, Client
from mail.models import Letter

PAGE = "/fr/reglages/securite"
NEW = "trois mots au hasard"


@pytest.fixture
def browser(amina):
    """Amina, who came in by the login page."""
    browser = Client()
    browser.post("/fr/connexion", {"email": "amina@example.ma", "password": PASSWORD})
    return browser


@pytest.fixture
def app(api_of, amina):
    """Amina's phone, with a token."""
    api = api_of()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=amina).access}")
    return api


def is_in(browser):
    return browser.get("/fr/createur").status_code == 200


def test_the_page_lists_every_device_and_marks_this_one(browser, amina):
    start_sign_in(user=amina, kind="api")
    devices = browser.get(PAGE).context["devices"]
    assert [device["is_here"] for device in devices].count(True) == 1
    assert len(devices) == 2


def test_a_device_that_is_signed_out_is_out_at_once(browser, app, amina):
    other = SignIn.objects.get(kind="api")
    assert app.get("/api/auth/sign-ins").status_code == 200
    assert browser.post(f"{PAGE}/{other.pk}")["Location"] == PAGE
    assert app.get("/api/auth/sign-ins").status_code == 401


def test_all_others_are_out_at_once_and_this_one_stays(browser, app):
    browser.post(f"{PAGE}/autres")
    assert app.get("/api/auth/sign-ins").status_code == 401
    assert is_in(browser)


def test_the_api_ends_a_page(browser, app):
    page = SignIn.objects.get(kind="page")
    assert app.delete(f"/api/auth/sign-ins/{page.pk}").status_code == 204
    assert app.delete(f"/api/auth/sign-ins/{page.pk}").status_code == 404
    assert not is_in(browser)


def test_the_api_ends_all_others(browser, app):
    assert app.delete("/api/auth/sign-ins").status_code == 204
    assert [one["is_this"] for one in app.get("/api/auth/sign-ins").json()["results"]] == [True]
    assert not is_in(browser)


def test_a_strangers_device_is_not_found(browser, omar):
    other = start_sign_in(user=omar, kind="page")
    assert browser.post(f"{PAGE}/{other.pk}").status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None


def test_the_password_is_changed_and_only_this_device_stays(browser, app, amina):
    answer = browser.post(f"{PAGE}/mot-de-passe", {"current": PASSWORD, "password": NEW})
    assert answer["Location"] == PAGE
    assert is_in(browser)
    assert app.get("/api/auth/sign-ins").status_code == 401
    amina.refresh_from_db()
    assert amina.check_password(NEW)


def test_a_wrong_password_is_told_at_its_field(browser, amina):
    answer = browser.post(f"{PAGE}/mot-de-passe", {"current": "wrong", "password": NEW})
    assert answer.status_code == 422
    assert "current" in answer.context["form"].errors
    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)


def test_the_api_changes_the_password_and_ends_everything(app, browser):
    body = {"current": PASSWORD, "password": NEW}
    assert app.post("/api/auth/change-password", body, format="json").status_code == 204
    assert app.get("/api/auth/sign-ins").status_code == 401
    assert not is_in(browser)


def test_logging_out_ends_the_sign_in(browser):
    browser.post("/fr/deconnexion")
    assert SignIn.objects.get().end == "logout"


def test_a_copied_session_dies_with_the_sign_in(browser):
    copy = Client()
    copy.cookies = browser.cookies.copy()
    assert is_in(copy)
    browser.post("/fr/deconnexion")
    assert not is_in(copy)


def test_a_session_without_a_sign_in_is_nobody(db, amina):
    browser = Client()
    super(Client, browser).force_login(amina)
    assert browser.get("/fr/createur")["Location"].startswith("/fr/connexion")


def test_the_device_is_known_again_by_its_cookie(browser, amina):
    cookie = browser.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    browser.post("/fr/deconnexion")
    browser.post("/fr/connexion", {"email": "amina@example.ma", "password": PASSWORD})
    assert len({one.device_id for one in SignIn.objects.all()}) == 1


def test_the_admin_has_no_door_of_its_own(client, db):
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/fr/connexion?next=/admin/"
    assert client.post("/admin/login/", {"username": "x", "password": "y"})["Location"] == "/fr/connexion"


def test_an_access_token_costs_one_query(app, django_assert_num_queries):
    with django_assert_num_queries(2):
        app.get("/api/auth/sign-ins")


def test_a_password_that_staff_give_ends_what_was_open(browser, app, amina, staff, client_of):
    body = {"password1": NEW, "password2": NEW, "usable_password": "true", "set-password": "1"}
    answer = client_of(staff).post(f"/admin/accounts/user/{amina.pk}/password/", body)
    assert answer.status_code == 302
    assert app.get("/api/auth/sign-ins").status_code == 401
    assert not is_in(browser)
    assert Letter.objects.filter(to=amina.email, kind="password_changed").count() == 1
    amina.refresh_from_db()
    assert amina.check_password(NEW)


def test_the_second_address_refuses_as_the_first_does(client, db):
    answers = [client.get(f"{door}/nothing") for door in ("/auth", "/api/auth")]
    assert {(one.status_code, one["Content-Type"]) for one in answers} == {(404, "application/problem+json")}
