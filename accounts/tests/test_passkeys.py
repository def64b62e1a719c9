"""Passkeys, answered by one made of software."""

import json

import pytest

from accounts.models import Passkey, SecurityEvent, SignIn
from accounts.tests.software_key import SoftwareKey
from conftest import PASSWORD
from mail.models import Letter

FACTORS = "/api/auth/factors"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "http://localhost:8000"


@pytest.fixture
def api(api_of, amina):
    return api_of(amina)


@pytest.fixture
def stranger(api_of):
    return api_of()


def post(api, path, **body):
    return api.post(path, body, format="json")


def add(api, key, **options):
    asked = post(api, f"{FACTORS}/passkeys/options").json()
    credential = key.create({**asked["public_key"], **options})
    return post(api, f"{FACTORS}/passkeys", token=asked["token"], credential=credential, name="Mon téléphone")


def enter(api, key, **get):
    asked = post(api, "/api/auth/passkey/options").json()
    credential = key.get(asked["public_key"], **get)
    return post(api, "/api/auth/passkey", token=asked["token"], credential=credential)


def second_step(api, key, user):
    token = post(api, "/api/auth/login", email=user.email, password=PASSWORD).json()["second_step"]["token"]
    asked = post(api, "/api/auth/second-step/options", token=token).json()
    credential = key.get(asked["public_key"], verified=False)
    return post(api, "/api/auth/second-step", token=token, method="passkey", credential=credential)


def test_a_passkey_is_added_and_codes_on_paper_come_with_it(api, amina):
    answer = add(api, SoftwareKey())
    assert (answer.status_code, len(answer.json()["recovery_codes"])) == (201, 10)
    assert (Passkey.objects.get().name, Passkey.objects.get().user) == ("Mon téléphone", amina)
    assert api.get(FACTORS).json()["methods"] == ["passkey", "recovery"]
    assert Letter.objects.get().kind == "factor_added"
    assert add(api, SoftwareKey()).json()["recovery_codes"] == []


def test_it_lets_in_without_a_password(api, stranger, amina):
    key = SoftwareKey()
    add(api, key)
    answer = enter(stranger, key)
    assert (answer.status_code, answer.json()["user"]["email"]) == (200, amina.email)
    assert SignIn.objects.filter(factor="passkey").count() == 1


def test_it_is_a_second_step(api, stranger, amina):
    key = SoftwareKey()
    add(api, key)
    assert second_step(stranger, key, amina).status_code == 200


def test_alone_it_must_know_who_holds_it(api, stranger):
    key = SoftwareKey()
    add(api, key)
    assert enter(stranger, key, verified=False).status_code == 400


@pytest.mark.parametrize("bent", [{"origin": "https://influmaroc.evil"}, {"rp": "evil"}])
def test_another_site_gets_nothing(api, stranger, bent):
    assert add(api, SoftwareKey(**bent)).status_code == 400
    key = SoftwareKey()
    add(api, key)
    key.origin, key.rp = bent.get("origin", key.origin), bent.get("rp", key.rp)
    assert enter(stranger, key).status_code == 400


def test_a_challenge_is_answered_once_and_by_its_own_answer(api, stranger):
    key = SoftwareKey()
    add(api, key)
    asked = post(stranger, "/api/auth/passkey/options").json()
    credential = key.get(asked["public_key"])
    other = post(stranger, "/api/auth/passkey/options").json()
    replayed = post(stranger, "/api/auth/passkey", token=other["token"], credential=credential)
    assert replayed.status_code == 400
    again = {"token": asked["token"], "credential": key.get(asked["public_key"])}
    assert post(stranger, "/api/auth/passkey", **again).status_code == 200
    assert post(stranger, "/api/auth/passkey", **again).status_code == 410


def test_a_copied_key_whose_counter_stands_still_is_refused(api, stranger):
    key = SoftwareKey()
    add(api, key)
    assert enter(stranger, key).status_code == 200
    key.counter -= 1
    assert enter(stranger, key).status_code == 400


def test_keys_that_do_not_count_are_fine(api, stranger):
    key = SoftwareKey(counts=False)
    add(api, key)
    assert [enter(stranger, key).status_code for _n in range(2)] == [200, 200]


def test_an_unknown_key_and_another_persons_are_refused(api, api_of, stranger, omar, amina):
    mine, theirs = SoftwareKey(), SoftwareKey()
    add(api, mine)
    add(api_of(omar), theirs)
    assert enter(stranger, SoftwareKey()).status_code == 400
    assert second_step(stranger, theirs, amina).status_code == 400


def test_a_key_is_used_for_one_person(api, api_of, omar):
    key = SoftwareKey()
    add(api, key)
    assert add(api_of(omar), key).status_code == 409
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize("nonsense", [{}, {"id": 1}, {"rawId": "%", "response": []}, {"response": {"a": 1}}])
def test_nonsense_is_a_refusal(api, stranger, nonsense):
    token = post(api, f"{FACTORS}/passkeys/options").json()["token"]
    assert post(api, f"{FACTORS}/passkeys", token=token, credential=nonsense).status_code == 400
    token = post(stranger, "/api/auth/passkey/options").json()["token"]
    assert post(stranger, "/api/auth/passkey", token=token, credential=nonsense).status_code == 400


def test_a_closed_account_does_not_open(api, stranger, amina):
    key = SoftwareKey()
    add(api, key)
    amina.is_active = False
    amina.save()
    assert enter(stranger, key).status_code == 400


def test_removing_the_last_one_ends_the_codes_on_paper(api, amina, api_of, omar):
    add(api, SoftwareKey())
    pk = Passkey.objects.get().pk
    assert api_of(omar).delete(f"{FACTORS}/passkeys/{pk}").status_code == 404
    assert api.delete(f"{FACTORS}/passkeys/{pk}").status_code == 204
    assert not amina.recovery_codes.exists()
    kinds = SecurityEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["factor_added", "factor_removed"]


def test_staff_keep_their_last_factor(api_of, staff):
    api = api_of(staff)
    add(api, SoftwareKey())
    answer = api.delete(f"{FACTORS}/passkeys/{Passkey.objects.get().pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_factor")
    assert Passkey.objects.count() == 1


def on_page(client, options_path, key, **fields):
    asked = client.post(options_path).json()
    act = key.create if options_path.endswith("reglages/securite/cles/defi") else key.get
    return {**fields, "credential": json.dumps(act(asked))}


def test_on_the_website_it_is_added_and_lets_in_and_leads_on(client, amina):
    client.force_login(amina)
    key, place = SoftwareKey(), "/fr/reglages/securite/cles"
    assert client.post(place, {"credential": "{"})["Location"] == place
    added = client.post(place, on_page(client, f"{place}/defi", key, name="Clé"))
    assert added["Location"] == "/fr/reglages/securite/codes"
    client.post("/fr/deconnexion")
    body = on_page(client, "/fr/connexion/cle/defi", key, next="/fr/reglages/securite")
    assert client.post("/fr/connexion/cle", body)["Location"] == "/fr/reglages/securite"
    assert "Clé" in client.get("/fr/reglages/securite").content.decode()
    assert client.post(f"{place}/{Passkey.objects.get().pk}/retirer").status_code == 302
    assert not Passkey.objects.exists()


def test_on_the_website_it_is_a_second_step_and_a_proof(client, amina):
    client.force_login(amina)
    key, place = SoftwareKey(), "/fr/reglages/securite/cles"
    client.post(place, on_page(client, f"{place}/defi", key))
    SignIn.objects.update(proved_at=None)
    client.post("/fr/confirmer", {"password": PASSWORD, "next": place})
    body = on_page(client, "/fr/confirmer/etape/cle", key, method="passkey")
    assert client.post("/fr/confirmer/etape", body)["Location"] == place
    client.post("/fr/deconnexion")
    client.post("/fr/connexion", {"email": amina.email, "password": PASSWORD, "next": place})
    body = on_page(client, "/fr/connexion/etape/cle", key, method="passkey")
    assert client.post("/fr/connexion/etape", body)["Location"] == place


def test_on_the_website_an_unknown_one_leads_back_to_the_login(client, db):
    body = on_page(client, "/fr/connexion/cle/defi", SoftwareKey())
    assert client.post("/fr/connexion/cle", body)["Location"] == "/fr/connexion"
