"""Signing in through another site, against a provider that nobody here wrote; and every way to cheat."""

import base64
import hashlib
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from oidc_provider_mock import User as TheirUser
from oidc_provider_mock import run_server_in_thread

from accounts.models import Authenticator, SignIn, SocialLink, User
from accounts.services import start_sign_in
from conftest import PASSWORD, person, secrets_of
from influmaroc.tests import social_urls
from kit import crypt
from kit.requests import Caller

pytestmark = pytest.mark.urls(social_urls.__name__)
SITE = "/fr/connexion/avec/peer"
THEIRS = [
    TheirUser(sub="7001", claims={"email": "amina@example.ma", "email_verified": True, "name": "Amina B"}),
    TheirUser(sub="7002", claims={"email": "nour@example.ma", "email_verified": True, "name": "Nour Alami"}),
]


@pytest.fixture(scope="module")
def peer():
    with run_server_in_thread(user_claims=THEIRS) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def site(settings, peer):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app_at("peer", peer)]}}
    settings.SOCIAL_SIGN_IN = ["peer"]


def app_at(name, address):
    settings = {"server_url": address, "oauth_pkce_enabled": True}
    return {"provider_id": name, "name": name, "client_id": "us", "secret": "ours", "settings": settings}


def start(client, **body):
    """The address of the other site that a press on the button leads to."""
    answer = client.post(SITE, body)
    assert answer.status_code == 302
    return answer["Location"]


def agree(address, sub="7001"):
    """What the person does there; the way back to us."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def through(client, sub="7001", **body):
    return client.get(agree(start(client, **body), sub))


def link(user, uid="7001"):
    return SocialLink.objects.create(user=user, provider="peer", uid=uid)


def test_nothing_is_asked_for_but_who_one_is(client, db):
    asked = parse_qs(urlsplit(start(client)).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/connexion/avec/peer/retour/"]


def test_a_connected_account_lets_in_and_no_token_is_kept(client, amina):
    link(amina)
    assert through(client)["Location"] == "/fr/createur"
    assert SignIn.objects.get().user == amina
    assert client.get("/fr/reglages/securite").status_code == 200


def test_the_second_step_stays(client, amina):
    link(amina)
    Authenticator.objects.create(user=amina, sealed=crypt.encrypt("JBSWY3DPEHPK3PXP"))
    assert through(client)["Location"] == "/fr/connexion/etape"
    assert not SignIn.objects.exists()


def test_a_new_device_still_gets_a_code(client, amina):
    link(amina)
    start_sign_in(user=amina, kind="page", caller=Caller(device="laptop"))
    assert through(client)["Location"] == "/fr/connexion/etape"


def test_staff_do_not_come_in_this_way_and_connect_nothing(client, staff):
    link(staff)
    assert through(client)["Location"] == "/fr/connexion"
    assert not SignIn.objects.exists()
    SocialLink.objects.all().delete()
    client.force_login(staff)
    through(client)
    assert not SocialLink.objects.exists()


def test_a_closed_account_stays_closed(client, amina):
    link(amina)
    User.objects.update(is_active=False)
    assert through(client)["Location"] == "/fr/connexion"
    assert not SignIn.objects.exists()


def test_the_same_address_here_is_no_way_in(client, amina):
    assert through(client)["Location"] == "/fr/inscription"
    assert not SocialLink.objects.exists()
    assert not SignIn.objects.exists()


def test_a_newcomer_finds_the_form_filled_in_and_is_connected_once_the_mailbox_is_proved(client, db):
    through(client, "7002")
    page = client.get("/fr/inscription").content.decode()
    assert "Nour Alami" in page
    assert "nour@example.ma" in page
    form = {"role": "influencer", "name": "Nour", "email": "nour@example.ma", "password": PASSWORD}
    client.post("/fr/inscription", {**form, "terms": "on", "privacy": "on"})
    assert not SocialLink.objects.exists()
    client.post("/fr/verifier", {"code": secrets_of("register_code")["code"]})
    assert SocialLink.objects.get().user.email == "nour@example.ma"
    client.post("/fr/deconnexion")
    assert through(client, "7002")["Location"] == "/fr/createur"


def test_it_is_connected_in_the_settings_and_taken_away_again(client, amina):
    client.force_login(amina)
    assert through(client)["Location"] == "/fr/reglages/securite"
    assert SocialLink.objects.get().user == amina
    assert "peer" in client.get("/fr/reglages/securite").content.decode()
    assert client.post("/fr/reglages/securite/sites/peer/retirer").status_code == 302
    assert not SocialLink.objects.exists()
    assert client.post("/fr/reglages/securite/sites/peer/retirer").status_code == 404


def test_connecting_wants_a_fresh_proof(client, amina):
    client.force_login(amina)
    back = agree(start(client))
    SignIn.objects.update(proved_at=None)
    assert "/confirmer?next=" in client.post(SITE)["Location"]
    assert "/confirmer?next=" in client.get(back)["Location"]
    assert not SocialLink.objects.exists()


def test_one_account_of_the_other_site_is_one_persons(client, amina, omar):
    link(omar)
    client.force_login(amina)
    through(client)
    assert SocialLink.objects.get().user == omar


def with_query(address, **changed):
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changed
    kept = {name: value for name, value in query.items() if value is not None}
    return parts._replace(query=urlencode(kept)).geturl()


CHEATS = {
    "no state": lambda back: with_query(back, state=None),
    "another state": lambda back: with_query(back, state="made-up"),
    "no code": lambda back: with_query(back, code=None),
    "another code": lambda back: with_query(back, code="made-up"),
    "an error": lambda back: with_query(back, code=None, error="access_denied"),
}


@pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS)
def test_a_bent_way_back_connects_and_lets_in_nobody(client, amina, cheat):
    link(amina)
    back = agree(start(client))
    assert client.get(cheat(back)).status_code == 302
    assert not SignIn.objects.exists()


def test_a_way_back_works_once(client, amina):
    link(amina)
    back = agree(start(client))
    assert client.get(back)["Location"] == "/fr/createur"
    client.post("/fr/deconnexion")
    assert client.get(back)["Location"] == "/fr/connexion"
    assert SignIn.objects.filter(ended_at=None).count() == 0


def test_the_state_of_another_browser_is_worth_nothing(client, amina):
    """Login CSRF: a thief sends a victim the end of a ceremony that the thief began."""
    link(amina)
    back = agree(start(type(client)()))
    client.get(back)
    assert not SignIn.objects.exists()


def test_a_thief_does_not_connect_an_account_of_theirs_to_somebody(client, amina):
    back = agree(start(type(client)()), "7002")
    client.force_login(amina)
    client.get(back)
    assert not SocialLink.objects.exists()


def test_the_answer_of_one_site_is_not_taken_for_anothers(client, amina, settings, peer):
    SocialLink.objects.create(user=amina, provider="second", uid="7001")
    with run_server_in_thread(user_claims=THEIRS) as server:
        second = app_at("second", f"http://localhost:{server.server_port}")
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app_at("peer", peer), second]}}
        back = agree(start(client))
        mixed = client.get(back.replace("/avec/peer/", "/avec/second/"))
    assert mixed["Location"] == "/fr/connexion"
    assert not SignIn.objects.exists()


def test_the_verifier_of_a_code_stays_with_the_browser_that_asked(client, db):
    """PKCE: the other site is told a hash. That it insists on the rest is its part; this peer does not."""
    asked = [parse_qs(urlsplit(start(client)).query) for _n in range(2)]
    states = client.session["socialaccount_states"]
    for one in asked:
        verifier = states[one["state"][0]][0]["pkce_code_verifier"]
        hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        assert one["code_challenge"] == [hashed]
    assert asked[0]["code_challenge"] != asked[1]["code_challenge"]


def test_another_address_to_come_back_to_cannot_be_asked_for(client, db):
    asked = start(client, redirect_uri="https://evil.example/", callback_url="https://evil.example/")
    assert "evil" not in asked


def test_one_does_not_come_back_to_another_site(client, amina):
    link(amina)
    answer = through(client, next="https://evil.example/")
    assert answer["Location"] == "/fr/createur"


def test_looking_at_the_door_starts_nothing(client, db):
    assert client.get(SITE).status_code == 405


def test_the_question_is_ours_whatever_the_request_says(client, db):
    asked = start(client, scope="everything", process="connect", auth_params="prompt=none")
    assert "everything" not in asked
    assert "prompt" not in asked
    assert client.post(f"{SITE}?scope=everything")["Location"].find("everything") == -1


def test_a_site_that_is_not_configured_is_no_door(client, db):
    assert client.post("/fr/connexion/avec/google").status_code == 404


def test_what_a_site_told_of_one_person_is_not_kept_for_another(client, db):
    through(client, "7002")
    form = {"role": "influencer", "name": "Rim", "email": "rim@example.ma", "password": PASSWORD}
    client.post("/fr/inscription", {**form, "terms": "on", "privacy": "on"})
    client.post("/fr/verifier", {"code": secrets_of("register_code")["code"]})
    assert User.objects.get().email == "rim@example.ma"
    assert not SocialLink.objects.exists()


@pytest.mark.parametrize("path", ["signup/", "connections/", "login/cancelled/", "google/login/", "email/"])
def test_nothing_else_of_that_library_is_reachable(client, db, path):
    assert client.get(f"/connexion/avec/{path}").status_code == 404


def test_somebody_without_any_link_is_nobody(client, db):
    person("rim", "influencer")
    through(client, "7002")
    assert not SignIn.objects.exists()
