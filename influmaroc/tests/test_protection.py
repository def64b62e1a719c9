"""Headers on every answer: pages, API, staff, static files, refusals and faults."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from conftest import Client
from influmaroc import views
from influmaroc.tests.protected import assert_protected, policy_of
from influmaroc.tests.test_settings import start
from scripts.check import PRODUCTION

ELSEWHERE = "https://elsewhere.example"


STATIC = ["/static/img/icon.svg", "/robots.txt", "/.well-known/security.txt", "/healthz"]
WRONG = ["/nothing", "/fr/nothing", "/api/nothing", "/admin/nothing", "/static/nothing.css", "/ws/"]


@pytest.mark.parametrize("path", STATIC + WRONG)
def test_what_is_no_page_is_protected_too(client, db, tls, path):
    answer = client.get(path)
    assert answer.status_code == (200 if path in STATIC else 404) or path.startswith("/admin")
    assert_protected(answer, path)


@pytest.mark.parametrize("path", ["/fr/etat", "/api/influencers"])
def test_a_refused_host_and_a_fault_are_protected_too(db, tls, monkeypatch, path):
    unkind = Client(raise_request_exception=False)
    wrong = unkind.get(path, headers={"host": "evil.example"})
    monkeypatch.setattr("django.middleware.locale.LocaleMiddleware.process_request", lambda *_: 1 / 0)
    fault = unkind.get(path)
    assert (wrong.status_code, fault.status_code) == (400, 500)
    for answer in (wrong, fault):
        assert_protected(answer, path)
        assert "evil" not in answer.content.decode()


def test_errors_of_the_api_are_problems_wherever_they_are_made(db, monkeypatch):
    unkind = Client(raise_request_exception=False)
    answers = [unkind.get("/api/nothing"), unkind.get("/api/influencers", headers={"host": "evil.example"})]
    monkeypatch.setattr("django.middleware.locale.LocaleMiddleware.process_request", lambda *_: 1 / 0)
    answers.append(unkind.get("/api/influencers"))
    assert [answer.status_code for answer in answers] == [404, 400, 500]
    for answer in answers:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["request_id"] == answer["X-Request-ID"]


# ---- the policy of pages


def test_a_page_runs_only_what_carries_its_nonce(client, db):
    first, second = client.get("/fr/"), client.get("/fr/")
    nonces = [re.findall(r"'nonce-([^']+)'", page["Content-Security-Policy"])[0] for page in (first, second)]
    assert nonces[0] != nonces[1]
    scripts = re.findall(r"<script(?![^>]*application/json)[^>]*>", first.content.decode())
    assert scripts
    assert all(f'nonce="{nonces[0]}"' in script for script in scripts)
    assert policy_of(first)["script-src"] == [f"'nonce-{nonces[0]}'", "'strict-dynamic'"]
    assert policy_of(first)["form-action"] == ["'self'"]
    assert policy_of(first)["object-src"] == ["'none'"]


def test_the_admin_may_evaluate_and_have_styles_in_its_pages_but_no_inline_scripts(client_of, staff):
    policy = policy_of(client_of(staff).get("/admin/"))
    assert policy["script-src"] == ["'self'", "'unsafe-eval'"]
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]


# ---- TLS


def test_without_tls_a_page_is_led_on_and_the_api_refused(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    page, api = client.get("/fr/"), client.get("/api/influencers")
    assert (page.status_code, page["Location"]) == (301, "https://testserver/fr/")
    assert (api.status_code, api.json()["code"]) == (403, "tls_required")
    assert "Location" not in api.headers


def test_over_tls_the_api_answers(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/api/influencers", secure=True).status_code == 200


# ---- other sites


@pytest.fixture
def friend(settings):
    settings.CORS_ALLOWED_ORIGINS = [ELSEWHERE]
    return ELSEWHERE


def test_a_listed_site_may_read_the_api_without_our_cookies(client, db, friend):
    answer = client.get("/api/influencers", headers={"origin": friend})
    assert answer["Access-Control-Allow-Origin"] == friend
    assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = client.options(
        "/api/campaigns", headers={"origin": friend, "access-control-request-method": "POST"}
    )
    assert "authorization" in asked["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example",
        f"{ELSEWHERE}.evil.example",
        f"{ELSEWHERE}:81",
        "http://elsewhere.example",
    ],
)
def test_no_other_site_may(client, db, friend, origin):
    for path in ("/api/influencers", "/api/payments/history", "/fr/"):
        answer = client.get(path, headers={"origin": origin})
        assert [name for name in answer.headers if name.startswith("Access-Control")] == []


def test_pages_are_for_no_other_site_at_all(client, db, friend):
    assert "Access-Control-Allow-Origin" not in client.get("/fr/", headers={"origin": friend}).headers


@pytest.mark.parametrize("origins", ["*", "null", "https://ok.example,null"])
def test_production_does_not_start_with_open_doors(origins):
    done = start(**PRODUCTION, CORS_ORIGINS=origins)
    assert done.returncode == 1
    assert "CORS_ORIGINS" in done.stderr


# ---- copies


def test_a_visitor_may_keep_public_pages_and_everybody_static_files(client, client_of, amina):
    assert "Cache-Control" not in client.get("/fr/").headers
    assert "public" in client_of(amina).get("/static/img/icon.svg")["Cache-Control"]


def test_tokens_are_kept_by_nobody(client, amina):
    body = {"email": amina.email, "password": "Demo-2026-maroc!"}
    answer = client.post(reverse("api-login"), body, content_type="application/json")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    refused = client.post(reverse("api-login"), {**body, "password": "x"}, content_type="application/json")
    assert refused["Cache-Control"] == "no-store"


def test_signing_out_clears_what_the_browser_kept(client_of, amina):
    signed_in = client_of(amina)
    assert "Clear-Site-Data" not in signed_in.get("/fr/").headers
    assert signed_in.post(reverse("accounts:logout"))["Clear-Site-Data"] == '"cache", "storage"'


def test_a_refused_sign_out_over_the_api_clears_nothing(client, db):
    answer = APIClient().post(reverse("api-logout"), {"refresh": "x"}, format="json")
    assert answer.status_code == 401
    assert "Clear-Site-Data" not in answer.headers


# ---- host names


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "testserver.evil.example"},
        {"host": "evil.example:80"},
        {"host": "testserver@evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"host": ""},
    ],
)
@pytest.mark.parametrize("path", ["/fr/", "/api/influencers", "/static/img/icon.svg", "/admin/", "/nothing"])
def test_a_host_name_that_is_not_ours_is_refused(client, db, path, headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
    assert int(answer["Content-Length"]) == len(answer.content)  # one without a length was cut now and then


def test_what_was_sent_to_a_name_that_is_not_ours_is_read(client):
    answer = client.post("/api/auth/login", {"a": 1}, "application/json", headers={"host": "evil.example"})
    assert (answer.status_code, answer.wsgi_request.read()) == (400, b"")


@pytest.mark.parametrize("name", ["x-forwarded-host", "forwarded", "x-host", "x-forwarded-server"])
def test_a_host_name_told_on_the_side_is_overlooked(client, db, name):
    answer = client.get("/fr/", headers={name: "host=evil.example"})
    assert answer.status_code == 200
    assert "evil" not in answer.content.decode()


def test_development_answers_to_this_machine_only(settings):
    ours = set(settings.ALLOWED_HOSTS) - {"testserver"}
    assert ours == {"127.0.0.1", "localhost", "[::1]"}


# ---- for people who look


def test_security_txt_says_whom_to_tell_and_does_not_run_out(client, db):
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    expires = datetime.fromisoformat(fields["Expires"])
    assert answer["Content-Type"].startswith("text/plain")
    assert fields["Contact"].startswith("mailto:")
    assert timedelta(days=170) < expires - timezone.now() < timedelta(days=365)
    assert fields["Canonical"].endswith("/.well-known/security.txt")


def test_security_txt_names_the_policy_where_there_is_one(client, db, settings):
    settings.SECURITY_POLICY_URL = "https://influmaroc.example/security"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "\nPolicy: https://influmaroc.example/security\n" in text


def test_robots_leave_private_doors_alone(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Disallow: /api/" in text
    assert "Disallow: /\n" not in text


def test_a_request_that_cannot_be_read_is_told_so(rf):
    assert views.bad_request(rf.get("/fr/"), ImproperlyConfigured()).status_code == 400
    problem = views.bad_request(rf.get("/api/x"), ImproperlyConfigured())
    assert (problem.status_code, problem["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("given", ["a b", "x\x1b[31m", "é", "a" * 65, "<script>"])
def test_an_id_that_is_no_word_is_replaced(client, db, given):
    assert client.get("/robots.txt", headers={"x-request-id": given})["X-Request-ID"] != given


def test_a_callers_own_id_is_kept(client, db):
    assert client.get("/robots.txt", headers={"x-request-id": "order-7.b_2"})["X-Request-ID"] == "order-7.b_2"
