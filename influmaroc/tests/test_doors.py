"""What a browser's cookies may do, and what they are called in production."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from conftest import Client
from influmaroc.tests.matrix import RIB
from payments.models import PayoutMethod
from scripts.check import PRODUCTION

PATH = "/api/finances/payout-methods"
BODY = {"holder_name": "Amina", "rib": RIB}
PARTS = ("NAME", "SECURE", "PATH", "DOMAIN", "SAMESITE")
ASK = f"""import json
from django.conf import settings as s
values = lambda kind: [getattr(s, f"{{kind}}_COOKIE_{{part}}") for part in {PARTS}]
cookies = {{kind: values(kind) for kind in ("SESSION", "CSRF")}}
print(json.dumps([cookies, s.SESSION_COOKIE_HTTPONLY, s.SECURE_HSTS_SECONDS]))
"""


@pytest.fixture
def browser(amina):
    """Amina's browser, with the check of forged requests that a test client leaves out."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(amina)
    return client


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_cookies_alone_write_nothing_through_the_api(browser, method, kind):
    answer = getattr(browser, method)(PATH, json.dumps(BODY), content_type=kind)
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert not PayoutMethod.objects.exists()


def test_cookies_with_the_pages_token_write(browser):
    browser.get("/fr/createur/gains/rib")
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    headers = {"x-csrftoken": token, "idempotency-key": "one"}
    answer = browser.post(PATH, json.dumps(BODY), content_type="application/json", headers=headers)
    assert answer.status_code == 201


def test_a_token_of_somebody_elses_making_writes_nothing(browser):
    browser.get("/fr/createur/gains/rib")
    answer = browser.post(
        PATH, json.dumps(BODY), content_type="application/json", headers={"x-csrftoken": "a" * 64}
    )
    assert answer.status_code == 403
    assert not PayoutMethod.objects.exists()


def test_cookies_of_production_belong_to_this_host_alone():
    surroundings = {"PATH": os.environ["PATH"], **PRODUCTION}
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, env=surroundings, cwd=settings.BASE_DIR, capture_output=True, check=True)
    cookies, is_hidden, hsts_s = json.loads(done.stdout)
    assert cookies["SESSION"] == ["__Host-session", True, "/", None, "Lax"]
    assert cookies["CSRF"] == ["__Host-csrf", True, "/", None, "Lax"]
    assert is_hidden
    assert hsts_s >= 31_536_000
