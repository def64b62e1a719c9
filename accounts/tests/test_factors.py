"""Adding and removing factors, step-up, another address: over the API."""

from datetime import timedelta

import pyotp
import pytest
from django.utils import timezone

from accounts.models import Authenticator, RecoveryCode, SecurityEvent, SignIn, User
from accounts.services import issue_tokens
from conftest import PASSWORD, secrets_of
from kit import crypt
from mail.models import Letter

TOTP = "/api/auth/factors/totp"


@pytest.fixture
def api(api_of, amina):
    """Amina's client, signed in with her password only."""
    client = api_of()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=amina).access}")
    return client


@pytest.fixture
def proved(api):
    SignIn.objects.update(proved_at=timezone.now())
    return api


def post(api, path, **body):
    return api.post(path, body, format="json")


def put(api, path, **body):
    return api.put(path, body, format="json")


def add_app(api):
    """The secret of an app that is in use now."""
    proposal = post(api, TOTP).json()
    code = pyotp.TOTP(proposal["secret"]).now()
    return proposal["secret"], put(api, TOTP, token=proposal["token"], code=code)


def test_an_app_is_added_by_its_first_code(proved, amina):
    secret, answer = add_app(proved)
    assert (answer.status_code, len(answer.json()["recovery_codes"])) == (200, 10)
    row = Authenticator.objects.get()
    assert secret not in row.sealed
    assert crypt.decrypt(row.sealed) == secret
    assert Letter.objects.get().kind == "factor_added"


def test_a_wrong_code_adds_nothing(proved):
    token = post(proved, TOTP).json()["token"]
    assert put(proved, TOTP, token=token, code="000000").status_code == 400
    assert not Authenticator.objects.exists()


def test_somebody_elses_proposal_adds_nothing(proved, api_of, omar):
    proposal = post(api_of(omar), TOTP).json()
    code = pyotp.TOTP(proposal["secret"]).now()
    assert put(proved, TOTP, token=proposal["token"], code=code).status_code == 410
    assert put(proved, TOTP, token="nonsense", code=code).status_code == 410
    assert not Authenticator.objects.exists()


def test_one_app_at_a_time(proved):
    add_app(proved)
    assert add_app(proved)[1].status_code == 409


def test_codes_on_paper_are_kept_as_hashes_and_replaced(proved):
    first = add_app(proved)[1].json()["recovery_codes"]
    second = post(proved, "/api/auth/factors/recovery-codes").json()["recovery_codes"]
    assert set(first) & set(second) == set()
    kept = " ".join(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not any(code.replace("-", "") in kept or code in kept for code in second)
    assert RecoveryCode.objects.count() == 10


def test_removing_the_app_tells_the_mailbox(proved, amina):
    add_app(proved)
    assert proved.delete(TOTP).status_code == 204
    assert not Authenticator.objects.exists()
    assert not amina.recovery_codes.exists()
    assert Letter.objects.filter(kind="factor_removed").count() == 1


SENSITIVE = [
    ("post", TOTP, {}),
    ("put", TOTP, {"token": "x", "code": "1"}),
    ("delete", TOTP, {}),
    ("post", "/api/auth/factors/recovery-codes", {}),
    ("post", "/api/auth/factors/passkeys/options", {}),
    ("post", "/api/auth/factors/passkeys", {"token": "x", "credential": {"a": 1}}),
    ("delete", "/api/auth/factors/passkeys/01890000-0000-7000-8000-000000000000", {}),
    ("post", "/api/auth/email", {"email": "new@example.ma"}),
]


@pytest.mark.parametrize(("method", "path", "body"), SENSITIVE)
def test_what_is_sensitive_wants_a_fresh_proof(api, method, path, body):
    for proved_at in (None, timezone.now() - timedelta(minutes=11)):
        SignIn.objects.update(proved_at=proved_at)
        answer = getattr(api, method)(path, body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed")
    SignIn.objects.update(proved_at=timezone.now())
    assert getattr(api, method)(path, body, format="json").status_code != 403


def prove(api, password=PASSWORD):
    return post(api, "/api/auth/proof", password=password)


def test_password_and_a_code_by_e_mail_prove_it(api):
    token = prove(api).json()["second_step"]["token"]
    code = secrets_of("step_up_code")["code"]
    assert put(api, "/api/auth/proof", token=token, method="email", code=code).status_code == 204
    assert post(api, TOTP).status_code == 200


def test_who_has_a_factor_proves_with_it(proved):
    secret, _answer = add_app(proved)
    SignIn.objects.update(proved_at=None)
    Authenticator.objects.update(last_step=0)
    step = prove(proved).json()["second_step"]
    assert step["methods"] == ["totp", "recovery"]
    code = pyotp.TOTP(secret).now()
    answer = put(proved, "/api/auth/proof", token=step["token"], method="totp", code=code)
    assert answer.status_code == 204


def test_a_wrong_password_proves_nothing(api):
    assert prove(api, "wrong").json()["errors"][0]["field"] == "password"
    assert not Letter.objects.exists()
    assert SecurityEvent.objects.filter(kind="wrong_password").count() == 1


def test_the_proof_of_another_sign_in_is_not_ones_own(api, api_of, amina):
    token = prove(api).json()["second_step"]["token"]
    code = secrets_of("step_up_code")["code"]
    other = api_of(amina)
    answer = put(other, "/api/auth/proof", token=token, method="email", code=code)
    assert answer.status_code == 410
    assert SignIn.objects.filter(proved_at=None).count() == 1


def test_a_login_token_is_no_proof(api, amina):
    add = Authenticator.objects.create(user=amina, sealed=crypt.encrypt(pyotp.random_base32()))
    login = post(api, "/api/auth/login", email=amina.email, password=PASSWORD).json()["second_step"]
    code = pyotp.TOTP(crypt.decrypt(add.sealed)).now()
    answer = put(api, "/api/auth/proof", token=login["token"], method="totp", code=code)
    assert answer.status_code == 410


def change_email(api, address="new@example.ma"):
    return post(api, "/api/auth/email", email=address)


def test_another_address_is_used_once_its_mailbox_is_proved(proved, amina):
    other = issue_tokens(user=amina)
    token = change_email(proved, "New@Example.ma").json()["token"]
    amina.refresh_from_db()
    assert amina.email == "amina@example.ma"
    code = secrets_of("email_code")["code"]
    answer = put(proved, "/api/auth/email", token=token, code=code)
    assert answer.json()["email"] == "new@example.ma"
    told = Letter.objects.get(kind="email_changed")
    assert (told.to, told.data) == ("amina@example.ma", {"new": "new@example.ma"})
    assert proved.get("/api/auth/factors").status_code == 200
    proved.credentials(HTTP_AUTHORIZATION=f"Bearer {other.access}")
    assert proved.get("/api/auth/factors").status_code == 401


def test_a_known_address_gets_the_same_answer_and_no_code(proved, amina, omar):
    answer = change_email(proved, omar.email)
    assert answer.status_code == 202
    assert list(Letter.objects.values_list("kind", "to")) == [("register_known", omar.email)]
    assert put(proved, "/api/auth/email", token=answer.json()["token"], code="123456").status_code == 400
    assert User.objects.filter(email=omar.email).get() == omar


def test_an_address_taken_meanwhile_stays_its_owners(proved, amina, omar):
    token = change_email(proved).json()["token"]
    code = secrets_of("email_code")["code"]
    User.objects.filter(pk=omar.pk).update(email="new@example.ma")
    assert put(proved, "/api/auth/email", token=token, code=code).status_code == 410
    amina.refresh_from_db()
    assert amina.email == "amina@example.ma"


def test_one_persons_code_does_not_change_anothers_address(proved, api_of, omar):
    token = change_email(proved).json()["token"]
    code = secrets_of("email_code")["code"]
    assert put(api_of(omar), "/api/auth/email", token=token, code=code).status_code == 410
