"""Who may play a provider, and what their doors have in common."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest
import requests
from django.conf import settings
from django.core.management import CommandError, call_command

from payments.management import paper
from payments.management.cmi import pages as cmi_pages
from payments.management.cmi.server import Cmi
from payments.management.paypal import pages as paypal_pages
from payments.management.paypal.server import FakePayPal
from payments.management.paypal.spec import Spec
from payments.management.post import Letter
from payments.management.sandbox import pages as bank_pages
from payments.management.sandbox.server import Bank
from payments.management.stripe import pages as stripe_pages
from payments.management.stripe import server as stripe

PROVIDERS = ["sandbox_bank", "sandbox_cmi", "sandbox_paypal", "sandbox_stripe"]


@pytest.mark.parametrize("name", PROVIDERS)
def test_outside_development_nobody_plays_a_provider(settings, tmp_path, name):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Only development"):
        call_command(name, port=0, data=tmp_path / "memory")
    assert not (tmp_path / "memory").exists()


def test_the_pretended_stripe_listens_on_this_machine_only(tmp_path):
    with pytest.raises(CommandError, match="only"):
        call_command("sandbox_stripe", port=0, host="0.0.0.0", data=tmp_path / "memory")
    assert not (tmp_path / "memory").exists()


HOME = "127.0.0.1"
MAKERS: dict[str, Any] = {
    "bank": lambda place: Bank(HOME, 0, place, "secret"),
    "cmi": lambda place: Cmi(HOME, 0, place, shop=settings.CMI_SHOPS["cmi"], every=60),
    "paypal": lambda place: FakePayPal((HOME, 0), place, ("client", "secret"), Spec(None)),
    "stripe": lambda place: stripe.Stripe((HOME, 0), place, "sk_test_1"),
}


@pytest.fixture
def server(request, tmp_path) -> Iterator[Any]:
    made = MAKERS[request.param](tmp_path)
    thread = threading.Thread(target=made.serve_forever, args=[0.05])
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.mark.parametrize("server", MAKERS, indirect=True)
def test_a_body_too_large_is_refused_unread_and_the_connection_ends(server):
    line = HTTPConnection(HOME, server.server_address[1], timeout=5)
    line.putrequest("POST", "/v1/payments/payouts")
    line.putheader("Content-Length", "200001")
    line.endheaders()
    answer = line.getresponse()
    assert (answer.status, answer.read() != b"", line.sock.recv(1)) == (413, True, b"")
    line.close()


@pytest.mark.parametrize("module", [bank_pages, cmi_pages, paypal_pages, stripe_pages])
def test_every_page_has_every_word_in_every_language(module):
    assert module.WORDS.keys() == set(paper.LOCALES)
    assert len({frozenset(words) for words in module.WORDS.values()}) == 1
    assert all(word for words in module.WORDS.values() for word in words.values())


LOST = {
    "bank": "/pay?order=x",
    "cmi": "/fim/est3Dgate?order=x",
    "paypal": "/checkoutnow?token=x",
    "stripe": "/setup/x",
}


@pytest.mark.parametrize("server", MAKERS, indirect=True)
@pytest.mark.parametrize(
    ("asked", "locale", "way"),
    [
        ("ar-MA,fr;q=0.8", "ar", "rtl"),
        ("de,en;q=0.5", "en", "ltr"),
        ("fr-FR", "fr", "ltr"),
        ("en;q=0.2,ar;q=0.9", "ar", "rtl"),
        ("de", "fr", "ltr"),
        ("", "fr", "ltr"),
    ],
)
def test_a_page_that_leads_nowhere_speaks_the_browsers_language(request, server, asked, locale, way):
    path = LOST[request.node.callspec.params["server"]]
    url = f"http://{HOME}:{server.server_address[1]}{path}"
    shown = requests.get(url, headers={"Accept-Language": asked}, timeout=5)
    assert f'<html lang="{locale}" dir="{way}">' in shown.text


@pytest.mark.parametrize("server", ["stripe"], indirect=True)
def test_the_setup_of_an_account_speaks_the_browsers_language(server):
    server.store.save({"id": "alink_1", "is_used": False, "expires_at": 9e9}, "link")
    url = f"http://{HOME}:{server.server_address[1]}/setup/alink_1"
    shown = requests.get(url, headers={"Accept-Language": "ar"}, timeout=5)
    assert '<html lang="ar" dir="rtl">' in shown.text


@pytest.mark.parametrize("server", ["stripe"], indirect=True)
@pytest.mark.parametrize("path", ["/v1/balance", "/c/pay/cs_0", "/nothing"])
def test_who_reads_an_answer_slowly_keeps_nobody_waiting(server, monkeypatch, path):
    real, was_free = stripe.Door.answer, []

    def is_free() -> bool:
        got = server.store.turn.acquire(timeout=1)
        if got:
            server.store.turn.release()
        return got

    def answer(door: Any, *args: Any, **headers: str) -> None:
        with ThreadPoolExecutor(1) as pool:
            was_free.append(pool.submit(is_free).result(timeout=5))
        real(door, *args, **headers)

    monkeypatch.setattr(stripe.Door, "answer", answer)
    who = {"Authorization": "Bearer sk_test_1"}
    assert requests.get(f"http://{HOME}:{server.server_address[1]}{path}", headers=who, timeout=9).text
    assert was_free == [True]


@pytest.mark.parametrize("server", ["stripe"], indirect=True)
def test_without_its_key_nobody_silences_stripe(server):
    server.store.outbox.put("http://127.0.0.1:9/", "{}", due_at=9e9, secret="whsec")
    url = f"http://{HOME}:{server.server_address[1]}/_test/quiet"
    assert requests.post(url, timeout=5).status_code == 401
    assert server.store.outbox.is_owed(Letter(1, "", b"", {}, 0))
