"""The whole life of an account over the API: three devices, an app, a passkey, a way back, the end."""

import base64
import io
import json
import zipfile

import pyotp
import pytest
from rest_framework.test import APIClient

from accounts.models import SignIn, User
from accounts.tests.software_key import SoftwareKey
from conftest import PASSWORD, secrets_of
from privacy.tasks import make_exports

NEW = "Promenade-au-bord-de-mer-2026"
EMAIL = "nour@example.ma"


class Device:
    """A client that keeps its device token, as the documentation asks."""

    def __init__(self):
        self.api, self.device, self.tokens = APIClient(), "", {}

    def __call__(self, verb, path, expect=200, /, **body):
        answer = getattr(self.api, verb)(f"/api/{path}", body, format="json")
        assert answer.status_code == expect, answer.content
        return answer.json() if answer.content else {}

    def enter(self, tokens):
        self.tokens, self.device = tokens, tokens["device"]
        self.api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")

    def log_in(self, method, code, password=PASSWORD):
        step = self("post", "auth/login", 202, email=EMAIL, password=password)["second_step"]
        code = code() if callable(code) else code
        self.enter(self("post", "auth/second-step", token=step["token"], method=method, code=code))


@pytest.fixture(autouse=True)
def site(settings, db):
    settings.SITE_URL = "http://localhost:8000"


def register(device):
    person = {"email": EMAIL, "password": PASSWORD, "name": "Nour Alami", "role": "influencer"}
    token = device("post", "auth/register", 202, **person, consents=["terms", "privacy"])["token"]
    code = secrets_of("register_code")["code"]
    device.enter(device("post", "auth/verify-email", 201, token=token, code=code))


def add_app(device):
    asked = device("post", "auth/factors/totp")
    code = pyotp.TOTP(asked["secret"]).now()
    return device("put", "auth/factors/totp", token=asked["token"], code=code)["recovery_codes"]


def add_passkey(device):
    key = SoftwareKey()
    asked = device("post", "auth/factors/passkeys/options")
    credential = key.create(asked["public_key"])
    device("post", "auth/factors/passkeys", 201, token=asked["token"], credential=credential)
    return key


def revoke(device, other):
    mine = device("get", "auth/sign-ins")["results"]
    assert (len(mine), [one["is_this"] for one in mine].count(True)) == (3, True)
    sign_in = SignIn.objects.get(refresh_jti=_jti(other.tokens["refresh"]))
    device("delete", f"auth/sign-ins/{sign_in.pk}", 204)
    other("get", "auth/factors", 401)


def _jti(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["jti"]


def reset_password(device, settle):
    device("post", "auth/forgot-password", 202, email=EMAIL)
    settle()
    device("post", "auth/reset-password", 204, token=secrets_of("reset_link")["token"], password=NEW)


def by_passkey(device, key):
    asked = device("post", "auth/passkey/options")
    credential = key.get(asked["public_key"])
    device.enter(device("post", "auth/passkey", token=asked["token"], credential=credential))


def take_a_copy(device):
    export = device("post", "privacy/exports", 202)
    make_exports()
    answer = device.api.get(f"/api/privacy/exports/{export['id']}/file")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as copy:
        assert EMAIL in copy.read("index.html").decode()


def test_a_person_lives_a_whole_life_over_the_api(react):
    first, second, third = Device(), Device(), Device()
    register(first)
    for other in (second, third):
        other.log_in("email", lambda: secrets_of("login_code")["code"])
    codes, key = add_app(first), add_passkey(first)
    revoke(first, second)
    reset_password(second, react)
    first("get", "auth/factors", 401)
    third.log_in("recovery", codes[0], NEW)
    by_passkey(first, key)
    take_a_copy(first)
    first("delete", "users/account", 202)
    first("get", "auth/factors", 401)
    assert User.objects.get().leaving_at is not None
