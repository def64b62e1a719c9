"""Canaries in real requests: nothing that is written about them may repeat one."""

import io
import json
import logging
import logging.config
import re

import pytest
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from conftest import Client
from influmaroc.logs import settings as log_settings
from influmaroc.tests.matrix import RIB

CANARY = "C4nary-Xy7-qwertz-2026"
EVERYTHING = logging.DEBUG


@pytest.fixture(params=["plain", "json"])
def written(request):
    """What the terminal gets from every logger, down to the least word."""
    stream = io.StringIO()
    form = log_settings(form=request.param, level="DEBUG")["formatters"][request.param]
    handler = logging.StreamHandler(stream)
    maker = logging.config.DictConfigurator({"version": 1}).configure_formatter
    handler.setFormatter(maker(dict(form)))
    root = logging.getLogger()
    before, _ = root.level, root.addHandler(handler)
    root.setLevel(EVERYTHING)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.fixture
def unkind():
    return Client(raise_request_exception=False)


def post(client, path, body, **headers):
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


def assert_silent(written):
    text = written.getvalue()
    assert text
    assert CANARY not in text
    assert RIB not in text


def test_a_sign_in_and_a_renewal_leave_no_secret(unkind, amina, written):
    post(unkind, "/api/auth/login", {"email": amina.email, "password": CANARY})
    tokens = post(unkind, "/api/auth/login", {"email": amina.email, "password": "Demo-2026-maroc!"}).json()
    post(
        unkind,
        "/api/auth/refresh",
        {"refresh": CANARY},
        authorization=f"Bearer {CANARY}",
        cookie=f"a={CANARY}",
    )
    unkind.get(f"/fr/mot-de-passe/{CANARY}{CANARY}?token={CANARY}")
    assert_silent(written)
    assert not re.search(r"eyJ\w", written.getvalue())
    assert "refresh" in tokens


@pytest.mark.parametrize("path", ["/api/finances/payout-methods", "/fr/createur/gains/rib"])
def test_a_rib_leaves_no_trace(client_of, amina, written, path):
    body = {"holder_name": "Amina", "rib": RIB}
    client_of(amina).post(path, json.dumps(body) if "api" in path else body, content_type="application/json")
    client_of(amina).get(f"{path}?rib={RIB}&password={CANARY}")
    logging.getLogger("x").warning("%s", body)
    assert_silent(written)


def test_a_fault_tells_where_but_not_with_what(unkind, db, monkeypatch, written, caplog):
    def broken(*_):
        raise ValueError(f"password={CANARY} for {RIB}")

    monkeypatch.setattr("django.middleware.locale.LocaleMiddleware.process_request", broken)
    answer = post(unkind, f"/api/influencers?token={CANARY}", {"rib": RIB}, authorization=f"Bearer {CANARY}")
    assert answer.status_code == 500
    assert "ValueError" in written.getvalue()
    assert CANARY in caplog.text  # what a formatter that hides nothing makes of the same
    assert_silent(written)


def report_of(request):
    local = CANARY
    try:
        [local].index(RIB)
    except ValueError as fault:
        return ExceptionReporter(request, ValueError, fault, fault.__traceback__).get_traceback_text()


def test_a_report_of_a_fault_names_fields_without_their_values(settings):
    headers = {"HTTP_AUTHORIZATION": f"Bearer {CANARY}", "HTTP_COOKIE": f"a={CANARY}"}
    request = RequestFactory().post("/fr/connexion", {"email": "a@b.ma", "words": CANARY}, **headers)
    report = report_of(request)
    assert "words" in report
    assert CANARY not in report
