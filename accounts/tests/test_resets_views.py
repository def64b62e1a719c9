import pytest
from django.contrib.sessions.models import Session

from accounts.tests.test_resets import NEW, token
from conftest import PASSWORD

__all__ = ["token"]
ASK, CHOOSE = "/fr/mot-de-passe/oublie", "/fr/mot-de-passe/nouveau"


@pytest.mark.parametrize("email", ["amina@example.ma", "nobody@example.ma"])
def test_every_address_leads_to_the_same_page(client, amina, email):
    answer = client.post(ASK, {"email": email})
    assert (answer.status_code, answer["Location"]) == (302, f"{ASK}/courrier")
    assert email not in client.get(answer["Location"]).content.decode()


def test_no_address_is_a_422(client, db):
    assert client.post(ASK, {"email": "x"}).status_code == 422


def test_too_many_wishes_must_wait(client, amina, settings):
    settings.THROTTLES = {**settings.THROTTLES, "reset-ip": (0, 3600)}
    answer = client.post(ASK, {"email": amina.email})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_the_token_leaves_the_address_at_once(client, token):
    answer = client.get(f"{CHOOSE}/{token}")
    assert (answer.status_code, answer["Location"]) == (302, CHOOSE)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    page = client.get(CHOOSE)
    assert page.status_code == 200
    assert token not in page.content.decode()


def test_the_session_keeps_the_token_sealed(client, token):
    client.get(f"{CHOOSE}/{token}")
    assert token not in str([row.get_decoded() for row in Session.objects.all()])


def test_the_new_password_leads_to_the_login(client, amina, token):
    client.get(f"{CHOOSE}/{token}")
    answer = client.post(CHOOSE, {"password": NEW}, follow=True)
    assert answer.redirect_chain[-1][0] == "/fr/connexion"
    assert "Connectez-vous" in answer.content.decode()
    amina.refresh_from_db()
    assert amina.check_password(NEW)


def test_sessions_elsewhere_end(client, client_of, amina, token):
    elsewhere = client_of(amina)
    client.get(f"{CHOOSE}/{token}")
    client.post(CHOOSE, {"password": NEW})
    assert elsewhere.get("/fr/createur").status_code == 302


def test_a_weak_password_is_a_422_and_the_link_stays(client, amina, token):
    client.get(f"{CHOOSE}/{token}")
    for weak in ("", "short"):
        answer = client.post(CHOOSE, {"password": weak})
        assert answer.status_code == 422
        assert answer.context["form"].errors["password"]
    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)
    assert client.get(CHOOSE).status_code == 200


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_dead_link_leads_to_a_new_one(client, db, language):
    client.get(f"/{language}/mot-de-passe/nouveau/{'x' * 64}")
    page = client.get(f"/{language}/mot-de-passe/nouveau")
    assert page.status_code == 410
    assert f'href="/{language}/mot-de-passe/oublie"' in page.content.decode()
    assert client.post(f"/{language}/mot-de-passe/nouveau", {"password": NEW}).status_code == 410


def test_the_login_page_shows_the_way(client, db):
    assert f'href="{ASK}"' in client.get("/fr/connexion").content.decode()
