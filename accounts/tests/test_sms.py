"""Codes by SMS: adding a phone, signing in and confirming with it, and everything the provider may answer."""

import logging

import pytest

from accounts.models import Authenticator, Phone, SecurityEvent, SignIn
from accounts.services import start_sign_in
from accounts.services.recovery import fresh_codes
from accounts.tests.twilio import CODE, Twilio, served
from conftest import PASSWORD
from kit import crypt
from mail.models import Letter

NUMBER = "+212661234567"
PAGES = "/fr/reglages/securite/telephone"


@pytest.fixture
def twilio(settings):
    double = Twilio()
    with served(double) as url:
        settings.TWILIO = {"service": "VA1", "api_key": "SK1", "api_secret": "s3cret", "url": url}
        yield double


@pytest.fixture
def with_phone(amina):
    Phone.objects.create(user=amina, sealed=crypt.encrypt(NUMBER))
    return amina


def post(api, path, **body):
    return api.post(f"/api/auth/{path}", body, format="json")


def put(api, path, **body):
    return api.put(f"/api/auth/{path}", body, format="json")


def log_in(api, user):
    answer = post(api, "login", email=user.email, password=PASSWORD)
    assert answer.status_code == 202
    return answer.json()["second_step"]


def step(api, pending, code=CODE):
    return post(api, "second-step", token=pending["token"], method="sms", code=code)


def fields(answer):
    return [error["field"] for error in answer.json().get("errors", [])]


def sent(api, user):
    pending = log_in(api, user)
    assert post(api, "second-step/send", token=pending["token"], method="sms").status_code == 202
    return pending


def test_a_phone_is_added_with_letter_trail_and_codes_on_paper(api_of, amina, twilio):
    api = api_of(amina)
    asked = post(api, "factors/sms", number="06 61-23.45.67")
    assert twilio.asked == [("Verifications", {"To": NUMBER, "Channel": "sms", "Locale": "fr"})]
    token = asked.json()["token"]
    assert put(api, "factors/sms", token=token, code="000000").json()["code"] == "wrong_code"
    assert not Phone.objects.exists()
    done = put(api, "factors/sms", token=token, code=f"{CODE[:3]} {CODE[3:]}")
    assert (done.status_code, len(done.json()["recovery_codes"])) == (200, 10)
    assert NUMBER not in Phone.objects.get().sealed
    assert Letter.objects.filter(kind="factor_added", to=amina.email).exists()
    assert SecurityEvent.objects.filter(user=amina, kind="factor_added").exists()
    factors = api.get("/api/auth/factors").json()
    assert (factors["methods"], factors["phone_end"]) == (["sms", "recovery"], "67")


@pytest.mark.parametrize("number", ["0522123456", "+33612345678", "hello", "+2126612345678"])
def test_only_moroccan_mobiles_get_an_sms(api_of, amina, twilio, number):
    answer = post(api_of(amina), "factors/sms", number=number)
    assert (answer.status_code, fields(answer)) == (400, ["number"])
    assert twilio.asked == []


def test_staff_add_no_phone(api_of, staff, twilio):
    assert post(api_of(staff), "factors/sms", number=NUMBER).status_code == 403
    assert twilio.asked == []


def test_a_phone_wants_a_proof(api_of, with_phone, twilio):
    api = api_of(with_phone)
    SignIn.objects.update(proved_at=None)
    with_phone.sign_in.refresh_from_db()
    assert post(api, "factors/sms", number=NUMBER).json()["code"] == "proof_needed"
    assert api.delete("/api/auth/factors/sms").json()["code"] == "proof_needed"
    assert Phone.objects.exists()
    assert twilio.asked == []


def test_nobody_confirms_anothers_phone(api_of, amina, omar, twilio):
    token = post(api_of(amina), "factors/sms", number=NUMBER).json()["token"]
    assert put(api_of(omar), "factors/sms", token=token, code=CODE).status_code == 410
    assert not Phone.objects.exists()


def test_the_last_factor_takes_the_codes_on_paper_along(api_of, with_phone, twilio):
    fresh_codes(user=with_phone)
    api = api_of(with_phone)
    Authenticator.objects.create(user=with_phone, sealed=crypt.encrypt("A" * 32))
    assert api.delete("/api/auth/factors/totp").status_code == 204
    assert with_phone.recovery_codes.exists()
    assert api.delete("/api/auth/factors/sms").status_code == 204
    assert not with_phone.recovery_codes.exists()


def test_the_code_of_an_sms_lets_in_once(api_of, with_phone, twilio):
    api = api_of()
    pending = sent(api, with_phone)
    assert pending["methods"] == ["sms"]
    assert step(api, pending).status_code == 200
    assert SignIn.objects.get().factor == "sms"
    assert step(api, pending).status_code == 410
    assert step(api, sent(api, with_phone), "111111").json()["code"] == "wrong_code"


def test_a_code_that_was_never_asked_for_is_not_looked_at(api_of, with_phone, twilio):
    assert step(api_of(), log_in(api_of(), with_phone)).json()["code"] == "wrong_code"
    assert twilio.asked == []


def test_a_try_counts_before_the_provider_is_asked(api_of, with_phone, twilio):
    api = api_of()
    pending = sent(api, with_phone)
    for _n in range(5):
        twilio.refuse(20500, 500)
        assert step(api, pending, "111111").json()["code"] == "sms_unavailable"
    assert step(api, pending).status_code == 410
    assert not SignIn.objects.exists()


def test_twice_within_half_a_minute_sends_one(api_of, with_phone, twilio):
    api = api_of()
    pending = sent(api, with_phone)
    post(api, "second-step/send", token=pending["token"], method="sms")
    assert len(twilio.asked) == 1


def test_a_number_gets_few_messages_whoever_asks(api_of, amina, omar, twilio, settings):
    settings.THROTTLES = settings.THROTTLES | {"sms-number": (2, 86_400)}
    asked = [post(api_of(user), "factors/sms", number="0777000111") for user in (amina, omar, amina)]
    assert [answer.status_code for answer in asked] == [202, 202, 429]
    assert len(twilio.asked) == 2


@pytest.mark.parametrize(
    ("refusal", "answer", "word"),
    [
        ((60200, 400), 400, "number"),
        ((21211, 400), 400, "number"),
        ((60410, 403), 400, "number"),
        ((60203, 429), 429, "too_many_requests"),
        ((20429, 429), 429, "too_many_requests"),
        ((20003, 401), 503, "sms_unavailable"),
        ((20500, 500), 503, "sms_unavailable"),
    ],
)
def test_what_the_provider_says_to_sending(api_of, amina, twilio, refusal, answer, word):
    twilio.refuse(*refusal)
    said = post(api_of(amina), "factors/sms", number=NUMBER)
    assert said.status_code == answer
    assert word in (said.json()["code"], *fields(said))
    again = post(api_of(amina), "factors/sms", number=NUMBER)
    assert again.status_code == 202


@pytest.mark.parametrize(
    ("refusal", "answer", "word"),
    [
        ((20404, 404), 410, "code_gone"),
        ((60202, 429), 429, "too_many_requests"),
        ((20500, 503), 503, "sms_unavailable"),
    ],
)
def test_what_the_provider_says_to_checking(api_of, with_phone, twilio, refusal, answer, word):
    api = api_of()
    pending = sent(api, with_phone)
    twilio.refuse(*refusal)
    said = step(api, pending)
    assert (said.status_code, said.json()["code"]) == (answer, word)
    assert not SignIn.objects.exists()
    assert step(api, pending).status_code == 200


def test_without_a_network_another_way_is_named(api_of, with_phone, settings):
    down = {"service": "VA1", "api_key": "SK1", "api_secret": "s", "url": "http://127.0.0.1:9"}
    settings.TWILIO = down
    api = api_of()
    pending = log_in(api, with_phone)
    for _n in range(2):  # what did not leave may be asked for again at once
        said = post(api, "second-step/send", token=pending["token"], method="sms")
        assert (said.status_code, said.json()["code"]) == (503, "sms_unavailable")


def test_a_place_without_a_provider_says_so(api_of, amina, client):
    said = post(api_of(amina), "factors/sms", number=NUMBER)
    assert (said.status_code, said.json()["code"]) == (409, "sms_not_set_up")
    client.force_login(amina)
    page = client.get("/fr/reglages/securite").content.decode()
    assert PAGES not in page
    assert client.get(PAGES).status_code == 409


def test_a_phone_that_can_get_no_sms_any_more_leaves_a_code_by_letter(api_of, with_phone):
    start_sign_in(user=with_phone, kind="api")  # a device that is known
    assert log_in(api_of(), with_phone)["methods"] == ["email"]


def test_step_up_by_sms(api_of, with_phone, twilio):
    api = api_of(with_phone)
    SignIn.objects.update(proved_at=None)
    with_phone.sign_in.refresh_from_db()
    token = post(api, "proof", password=PASSWORD).json()["second_step"]["token"]
    assert post(api, "proof/send", token=token, method="sms").status_code == 202
    assert put(api, "proof", token=token, method="sms", code="111111").status_code == 400
    assert SignIn.objects.get().proved_at is None
    assert put(api, "proof", token=token, method="sms", code=CODE).status_code == 204
    assert SignIn.objects.get().proved_at is not None


def test_pages_add_use_and_remove_a_phone(client, amina, twilio):
    client.force_login(amina)
    assert client.post(PAGES, {"number": "0522"}).status_code == 422
    assert client.post(PAGES, {"number": "0661234567"})["Location"] == f"{PAGES}/code"
    assert client.post(f"{PAGES}/code", {"code": "111111"}).status_code == 422
    assert client.post(f"{PAGES}/encore")["Location"] == f"{PAGES}/code"
    assert client.post(f"{PAGES}/code", {"code": CODE})["Location"] == "/fr/reglages/securite/codes"
    assert "67</bdi>" in client.get("/fr/reglages/securite").content.decode()
    other = type(client)()
    other.post("/fr/connexion", {"email": amina.email, "password": PASSWORD})
    assert twilio.asked[-1][0] == "Verifications"
    assert "one-time-code" in other.get("/fr/connexion/etape").content.decode()
    assert other.post("/fr/connexion/etape", {"method": "sms", "code": "111111"}).status_code == 422
    assert other.post("/fr/connexion/etape", {"method": "sms", "code": CODE})["Location"] == "/fr/createur"
    assert client.post(f"{PAGES}/retirer")["Location"] == "/fr/reglages/securite"
    assert not Phone.objects.exists()


def test_a_page_beside_an_app_sends_only_when_asked(client, with_phone, twilio):
    Authenticator.objects.create(user=with_phone, sealed=crypt.encrypt("A" * 32))
    client.post("/fr/connexion", {"email": with_phone.email, "password": PASSWORD})
    assert "one-time-code" not in client.get("/fr/connexion/etape?method=sms").content.decode()
    assert twilio.asked == []
    assert client.post("/fr/connexion/etape/courrier", {"method": "sms"})["Location"].endswith("?method=sms")
    assert "one-time-code" in client.get("/fr/connexion/etape?method=sms").content.decode()
    assert len(twilio.asked) == 1


def test_no_number_and_no_code_in_any_log(api_of, with_phone, twilio, caplog):
    caplog.set_level(logging.DEBUG)
    api = api_of()
    pending = sent(api, with_phone)
    for refuse in (lambda: None, lambda: twilio.refuse(60200), lambda: twilio.refuse(20404, 404)):
        refuse()
        step(api, pending, "739146")
    step(api, pending)
    assert "Twilio refused" in caplog.text
    for canary in ("661234567", "739146", CODE, "s3cret"):
        assert canary not in caplog.text
