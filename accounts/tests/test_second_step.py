"""What stands between a right password and being in, over the API."""

from datetime import timedelta

import pyotp
import pytest
from django.utils import timezone

from accounts.models import Authenticator, Device, SecurityEvent, SignIn
from accounts.services import start_sign_in, who_is_in
from accounts.services.recovery import fresh_codes
from conftest import PASSWORD, let_in, person, secrets_of
from kit import crypt
from kit.requests import Caller
from mail.models import Letter

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ELSEWHERE = Caller(ip="105.66.1.2", user_agent="Firefox", device="laptop")


@pytest.fixture
def api(api_of):
    return api_of()


@pytest.fixture
def with_app(amina):
    Authenticator.objects.create(user=amina, sealed=crypt.encrypt(SECRET))
    return amina


def now_shown():
    return pyotp.TOTP(SECRET).now()


def post(api, path, **body):
    return api.post(f"/api/auth/{path}", body, format="json")


def log_in(api, user, **more):
    return post(api, "login", email=user.email, password=PASSWORD, **more)


def step(api, login, method, code, **more):
    return post(
        api, "second-step", token=login.json()["second_step"]["token"], method=method, code=code, **more
    )


def test_the_app_is_asked_for_and_its_code_lets_in(api, with_app):
    login = log_in(api, with_app)
    assert (login.status_code, login.json()["second_step"]["methods"]) == (202, ["totp"])
    assert not SignIn.objects.exists()
    answer = step(api, login, "totp", now_shown())
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh", "user", "device"}
    assert SignIn.objects.get().factor == "totp"


def test_a_code_of_the_app_works_once(api, with_app):
    code = now_shown()
    assert step(api, log_in(api, with_app), "totp", code).status_code == 200
    assert step(api, log_in(api, with_app), "totp", code).json()["code"] == "wrong_code"


@pytest.mark.parametrize("minutes", [-2, 2])
def test_a_code_of_another_minute_is_wrong(api, with_app, minutes):
    then = timezone.now() + timedelta(minutes=minutes)
    assert step(api, log_in(api, with_app), "totp", pyotp.TOTP(SECRET).at(then)).status_code == 400
    assert not SignIn.objects.exists()


def test_five_wrong_codes_end_the_try_and_the_person(api, with_app, settings):
    settings.THROTTLES = {**settings.THROTTLES, "second-step": (5, 600)}
    login = log_in(api, with_app)
    assert {step(api, login, "totp", "000000").status_code for _n in range(5)} == {400}
    assert step(api, login, "totp", now_shown()).status_code in {410, 429}
    assert step(api, log_in(api, with_app), "totp", now_shown()).status_code == 429
    assert not SignIn.objects.exists()
    kinds = SecurityEvent.objects.values_list("kind", flat=True)
    assert list(kinds) == ["wrong_code"] * 5


@pytest.mark.parametrize("method", ["email", "sms", "recovery", "passkey"])
def test_no_other_way_than_those_offered(api, with_app, method):
    assert step(api, log_in(api, with_app), method, now_shown()).status_code == 400
    assert not SignIn.objects.exists()


def test_a_recovery_code_lets_in_once_and_the_owner_is_told(api, with_app):
    code = fresh_codes(user=with_app)[0]
    login = log_in(api, with_app)
    assert login.json()["second_step"]["methods"] == ["totp", "recovery"]
    assert step(api, login, "recovery", code.lower()).status_code == 200
    assert step(api, log_in(api, with_app), "recovery", code).status_code == 400
    assert Letter.objects.get(kind="recovery_code_used").data == {"n_left": 9}


def test_the_token_of_a_login_is_good_for_ten_minutes_and_once(api, with_app):
    login = log_in(api, with_app)
    with_app.challenges.update(expires_at=timezone.now())
    assert step(api, login, "totp", now_shown()).status_code == 410


def test_a_trusted_device_is_spared_the_step_for_a_month(api, with_app):
    device = step(api, log_in(api, with_app), "totp", now_shown(), trust=True).json()["device"]
    assert log_in(api, with_app, device=device).status_code == 200
    assert log_in(api, with_app).status_code == 202
    Device.objects.update(trusted_until=timezone.now())
    assert log_in(api, with_app, device=device).status_code == 202


def test_without_factors_a_new_device_gets_a_code_by_e_mail(api, amina):
    start_sign_in(user=amina, kind="page", caller=ELSEWHERE)
    login = log_in(api, amina)
    assert login.json()["second_step"]["methods"] == ["email"]
    answer = step(api, login, "email", secrets_of("login_code")["code"])
    assert answer.status_code == 200
    assert log_in(api, amina, device=answer.json()["device"]).status_code == 200


def test_the_first_device_of_all_needs_no_code(api, amina):
    assert log_in(api, amina).status_code == 200


def test_an_address_that_is_not_proved_is_proved_first(api, with_app):
    type(with_app).objects.update(email_verified_at=None)
    login = log_in(api, with_app)
    assert login.json()["second_step"]["methods"] == ["email"]
    more = step(api, login, "email", secrets_of("login_code")["code"])
    assert (more.status_code, more.json()["second_step"]["methods"]) == (202, ["totp"])
    assert step(api, more, "totp", now_shown()).status_code == 200
    with_app.refresh_from_db()
    assert with_app.email_verified_at is not None


def test_whoever_is_unproved_is_nobody(amina):
    sign_in = let_in(amina, "page")
    assert who_is_in(sign_in_id=sign_in.pk, kind="page") == amina
    type(amina).objects.update(email_verified_at=None)
    assert who_is_in(sign_in_id=sign_in.pk, kind="page") is None


@pytest.mark.parametrize(
    ("factor", "gets_in"),
    [("", 0), ("email", 0), ("sms", 0), ("totp", 1), ("passkey", 1), ("recovery", 1)],
)
def test_staff_are_only_in_with_a_strong_factor(staff, factor, gets_in):
    sign_in = start_sign_in(user=staff, kind="page", factor=factor)
    assert (who_is_in(sign_in_id=sign_in.pk, kind="page") is not None) == bool(gets_in)


def test_staff_without_a_factor_are_sent_to_the_website(api, staff):
    answer = log_in(api, staff)
    assert (answer.status_code, answer.json()["code"]) == (403, "factor_needed")
    assert not SignIn.objects.exists()


def test_staff_are_never_spared(api, staff):
    Authenticator.objects.create(user=staff, sealed=crypt.encrypt(SECRET))
    device = step(api, log_in(api, staff), "totp", now_shown(), trust=True).json()["device"]
    assert log_in(api, staff, device=device).status_code == 202


def test_another_letter_replaces_the_code(api, amina, settings):
    start_sign_in(user=amina, kind="page", caller=ELSEWHERE)
    login = log_in(api, amina)
    first = secrets_of("login_code")["code"]
    amina.challenges.update(sent_at=timezone.now() - timedelta(minutes=1))
    token = login.json()["second_step"]["token"]
    assert post(api, "second-step/send", token=token).status_code == 202
    assert Letter.objects.filter(kind="login_code").count() == 2
    second = secrets_of("login_code")["code"]
    assert first == second or step(api, login, "email", first).status_code == 400
    assert step(api, login, "email", second).status_code == 200


def test_no_letter_where_none_would_help(api, with_app):
    token = log_in(api, with_app).json()["second_step"]["token"]
    assert post(api, "second-step/send", token=token).status_code == 410
    assert not Letter.objects.exists()


def test_somebody_else_does_not_get_in_with_ones_code(api, with_app):
    other = person("omar", "influencer")
    Authenticator.objects.create(user=other, sealed=crypt.encrypt(pyotp.random_base32()))
    assert step(api, log_in(api, other), "totp", now_shown()).status_code == 400


def test_a_new_factor_is_asked_for_on_devices_that_were_spared_before(api, amina, api_of):
    start_sign_in(user=amina, kind="page", caller=ELSEWHERE)
    login = log_in(api, amina)
    code = secrets_of("login_code")["code"]
    device = step(api, login, "email", code, trust=True).json()["device"]
    assert Device.objects.exclude(trusted_until=None).count() == 1
    owner = api_of(amina)
    proposal = owner.post("/api/auth/factors/totp").json()
    first = {"token": proposal["token"], "code": pyotp.TOTP(proposal["secret"]).now()}
    assert owner.put("/api/auth/factors/totp", first, format="json").status_code == 200
    assert log_in(api, amina, device=device).status_code == 202
