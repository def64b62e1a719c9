import pytest
from django.urls import reverse

from conftest import PASSWORD

LOGIN = "/fr/connexion"


def log_in(client, **fields):
    return client.post(LOGIN, {"email": "amina@example.ma", "password": PASSWORD, **fields})


def test_logging_in_leads_to_the_first_page_of_the_role(client, amina):
    answer = log_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/fr/createur")
    assert answer.cookies["language"].value == "fr"


def test_one_goes_on_where_one_was_in_the_language_of_the_account(client, amina):
    amina.language = "ar"
    amina.save()
    assert log_in(client, next="/fr/createurs/recherche?q=x")["Location"] == "/ar/createurs/recherche?q=x"


EVIL = ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", " //evil.test"]


@pytest.mark.parametrize("onward", EVIL)
def test_one_is_not_led_off_the_site(client, amina, onward):
    assert log_in(client, next=onward)["Location"] == "/fr/createur"


@pytest.mark.parametrize("email", ["amina@example.ma", "nobody@example.ma"])
def test_a_wrong_login_is_one_neutral_sentence(client, amina, email):
    answer = log_in(client, email=email, password="wrong")
    assert answer.status_code == 422
    assert str(answer.context["form"].non_field_errors()[0])
    assert "sign_in" not in client.session


def test_the_session_key_changes_at_login_and_at_logout(client, amina):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "x"
    session.save()
    keys = [session.session_key]
    log_in(client)
    keys.append(client.session.session_key)
    client.post("/fr/deconnexion")
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert "_auth_user_id" not in client.session


def test_logging_out_by_a_link_is_refused(client, amina):
    client.force_login(amina)
    assert client.get("/fr/deconnexion").status_code == 405
    assert "_auth_user_id" in client.session


def test_too_many_tries_must_wait(client, amina, settings):
    settings.THROTTLES = {**settings.THROTTLES, "login": (0, 900)}
    answer = log_in(client)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_a_signed_in_person_needs_no_login_page(client, staff):
    client.force_login(staff)
    assert client.get(LOGIN)["Location"] == reverse("admin:index")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_has_one_heading_in_each_language(client, db, language):
    page = client.get(f"/{language}/connexion?next=/fr/createur").content.decode()
    assert page.count("<h1") == 1
    assert 'name="next"' in page
