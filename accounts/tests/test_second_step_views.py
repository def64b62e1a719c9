"""The second step, staff's first factor, step-up and the factors of the settings: on the website."""

import re
from urllib.parse import quote

import pyotp
import pytest

from accounts.models import Authenticator, SignIn
from accounts.services import start_sign_in
from conftest import PASSWORD, secrets_of
from kit import crypt
from kit.requests import Caller
from mail.models import Letter

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ELSEWHERE = Caller(ip="105.66.1.2", user_agent="Firefox", device="laptop")


@pytest.fixture
def with_app(amina):
    Authenticator.objects.create(user=amina, sealed=crypt.encrypt(SECRET))
    return amina


def log_in(client, user, onward=""):
    return client.post("/fr/connexion", {"email": user.email, "password": PASSWORD, "next": onward})


def shown():
    return pyotp.TOTP(SECRET).now()


def secret_on(answer):
    return re.search(r"data-secret>([A-Z2-7]+)<", answer.content.decode())[1]


def token_on(answer):
    return re.search(r'name="token" value="([^"]+)"', answer.content.decode())[1]


def test_the_step_leads_on_where_one_was(client, with_app):
    assert log_in(client, with_app, "/fr/paiements")["Location"] == "/fr/connexion/etape"
    assert "_auth_user_id" not in client.session
    answer = client.post("/fr/connexion/etape", {"method": "totp", "code": shown()})
    assert (answer.status_code, answer["Location"]) == (302, "/fr/paiements")
    assert client.get("/fr/reglages/securite").status_code == 200


def test_a_wrong_code_keeps_one_out_and_says_so(client, with_app):
    log_in(client, with_app)
    answer = client.post("/fr/connexion/etape", {"method": "totp", "code": "000000"})
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    assert client.get("/fr/reglages/securite")["Location"].startswith("/fr/connexion?")


def test_without_a_password_before_there_is_no_step(client, db):
    for path in ("etape", "premiere-cle"):
        assert client.get(f"/fr/connexion/{path}").status_code == 410
    assert client.post("/fr/connexion/etape/courrier").status_code == 410
    assert client.post("/fr/connexion/etape/cle").status_code == 410


def test_a_new_device_gets_a_letter_and_may_ask_for_another(client, amina):
    start_sign_in(user=amina, kind="page", caller=ELSEWHERE)
    log_in(client, amina)
    amina.challenges.update(sent_at=None)
    assert client.post("/fr/connexion/etape/courrier")["Location"] == "/fr/connexion/etape"
    assert Letter.objects.filter(kind="login_code").count() == 2
    code = secrets_of("login_code")["code"]
    answer = client.post("/fr/connexion/etape", {"method": "email", "code": f" {code[:3]} {code[3:]} "})
    assert answer["Location"] == "/fr/createur"


def test_a_browser_that_is_known_is_not_asked_again(client, amina):
    log_in(client, amina)
    client.post("/fr/deconnexion")
    assert log_in(client, amina)["Location"] == "/fr/createur"


def test_the_demo_needs_no_mailbox(client, amina, settings):
    settings.CODE_FREE_DOMAINS = ["example.ma"]
    start_sign_in(user=amina, kind="page", caller=ELSEWHERE)
    assert log_in(client, amina)["Location"] == "/fr/createur"


def test_staff_add_their_first_factor_before_they_are_in(client, staff):
    assert log_in(client, staff)["Location"] == "/fr/connexion/premiere-cle"
    page = client.get("/fr/connexion/premiere-cle")
    assert "<svg" in page.content.decode()
    code = pyotp.TOTP(secret_on(page)).now()
    answer = client.post("/fr/connexion/premiere-cle", {"token": token_on(page), "code": code})
    assert answer["Location"] == "/fr/reglages/securite/codes"
    assert len(client.get("/fr/reglages/securite/codes").context["codes"]) == 10
    assert client.post("/fr/reglages/securite/codes/gardes")["Location"] == "/fr/reglages/securite"
    assert client.get("/fr/reglages/securite/codes").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_wrong_first_code_lets_nobody_in(client, staff):
    log_in(client, staff)
    page = client.get("/fr/connexion/premiere-cle")
    bad = client.post("/fr/connexion/premiere-cle", {"token": token_on(page), "code": "000000"})
    assert (bad.status_code, secret_on(bad)) == (422, secret_on(page))
    assert not Authenticator.objects.exists()
    assert client.get("/admin/").status_code == 302


def test_a_sensitive_page_leads_to_the_proof_and_back(client, amina):
    client.force_login(amina)
    SignIn.objects.update(proved_at=None)
    page = "/fr/reglages/securite/application?a=1&b=2"  # with all that it was asked
    asked = quote(page, safe="")
    assert client.get(page)["Location"] == f"/fr/confirmer?next={asked}"
    assert client.get(f"/fr/confirmer?next={asked}").context["onward"] == page
    assert client.post("/fr/confirmer", {"password": "wrong", "next": page}).status_code == 422
    proved = client.post("/fr/confirmer", {"password": PASSWORD, "next": page})
    assert proved["Location"] == "/fr/confirmer/etape"
    assert client.post("/fr/confirmer/etape", {"method": "email", "code": "x"}).status_code == 422
    code = secrets_of("step_up_code")["code"]
    assert client.post("/fr/confirmer/etape", {"method": "email", "code": code})["Location"] == page
    assert client.get(page).status_code == 200


def test_a_form_that_wants_a_proof_leads_there_too(client, amina):
    client.force_login(amina)
    SignIn.objects.update(proved_at=None)
    post = client.post(
        "/fr/reglages/securite/codes/nouveaux", headers={"Referer": "http://testserver/fr/x?y=1"}
    )
    assert post["Location"] == "/fr/confirmer?next=%2Ffr%2Fx%3Fy%3D1"
    htmx = client.post("/fr/reglages/securite/codes/nouveaux", headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx["HX-Redirect"]) == (403, "/fr/confirmer?next=%2F")


def test_an_app_is_added_and_removed_in_the_settings(client, amina):
    client.force_login(amina)
    page = client.get("/fr/reglages/securite/application")
    bad = {"token": token_on(page), "code": "000000"}
    assert client.post("/fr/reglages/securite/application", bad).status_code == 422
    good = {**bad, "code": pyotp.TOTP(secret_on(page)).now()}
    added = client.post("/fr/reglages/securite/application", good)
    assert added["Location"] == "/fr/reglages/securite/codes"
    client.post("/fr/reglages/securite/codes/nouveaux")
    assert len(client.get("/fr/reglages/securite/codes").context["codes"]) == 10
    client.post("/fr/reglages/securite/application/retirer")
    assert not Authenticator.objects.exists()


def test_another_address_by_its_code(client, amina):
    client.force_login(amina)
    assert client.get("/fr/reglages/adresse/code")["Location"] == "/fr/reglages/adresse"
    client.post("/fr/reglages/adresse", {"email": "new@example.ma"})
    wrong = client.post("/fr/reglages/adresse/code", {"code": "x"})
    assert wrong.status_code == 422
    code = secrets_of("email_code")["code"]
    assert client.post("/fr/reglages/adresse/code", {"code": code})["Location"] == "/fr/reglages/securite"
    amina.refresh_from_db()
    assert amina.email == "new@example.ma"


def test_another_address_by_the_link_in_another_browser(client, amina):
    client.force_login(amina)
    client.post("/fr/reglages/adresse", {"email": "new@example.ma"})
    other = type(client)()
    other.get(f"/fr/verifier/{secrets_of('email_code')['token']}")
    assert other.post("/fr/verifier/lien")["Location"] == "/fr/connexion"
    amina.refresh_from_db()
    assert amina.email == "new@example.ma"


def test_too_many_codes_are_a_429_that_says_when_to_come_back(client, with_app, settings):
    settings.THROTTLES = {**settings.THROTTLES, "second-step": (0, 600)}
    log_in(client, with_app)
    answer = client.post("/fr/connexion/etape", {"method": "totp", "code": shown()})
    assert (answer.status_code, 0 < int(answer["Retry-After"]) <= 601) == (429, True)
    assert client.get("/fr/reglages/securite").status_code == 302
