"""The whole way: a signed form to the bank's own process, its callback to a live site, the ledger."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from payments import gateways, services
from payments.models import Escrow, Payment, ProviderEvent, Refund
from payments.selectors import audit, balance
from payments.tasks import handle_provider_event, poll_unsettled, send_refunds
from payments.tests.bank import running_bank
from payments.tests.conftest import TOTAL

BACK = "http://shop.test/fr/paiement/retour/1"


@pytest.fixture(scope="module")
def bank_url(tmp_path_factory) -> Any:
    with running_bank(tmp_path_factory.mktemp("bank")) as url:
        yield url


@pytest.fixture
def bank(bank_url, settings, live_server) -> str:
    settings.SITE_URL = live_server.url
    secret = settings.SANDBOX_GATEWAY["secret"]
    settings.PAYMENT_GATEWAYS = {"sandbox": {"url": bank_url, "secret": secret}}
    return bank_url


@pytest.fixture
def order(bank, payment) -> dict[str, str]:
    """The fields a browser would post."""
    action = gateways.start(payment, return_url=BACK, locale="ar")
    assert (action["kind"], action["url"]) == ("form", f"{bank}/pay")
    return action["fields"]


def play(bank: str, order: dict[str, str], scenario: str, **more: str) -> dict:
    answer = requests.post(f"{bank}/pay", json={**order, "scenario": scenario, **more}, timeout=5)
    assert answer.status_code == 200, answer.text
    return answer.json()


def until(true: Callable[[], Any], seconds: float = 10) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def delivered(n: int = 1) -> list[str]:
    """Wait for callbacks to be stored, act on them as the worker would, return the outcomes."""
    assert until(lambda: ProviderEvent.objects.count() >= n)
    ids = ProviderEvent.objects.order_by("id").values_list("pk", flat=True)
    return [handle_provider_event(pk) for pk in ids]


def test_a_paid_order_secures_the_funds(bank, order, escrow):
    assert play(bank, order, "pay")["status"] == "paid"
    assert delivered() == ["credited"]
    assert (Escrow.objects.get().state, balance("escrow", escrow.pk)) == ("held", TOTAL)
    assert audit() == []


def test_a_declined_order_says_why(bank, order):
    play(bank, order, "decline")
    assert delivered() == ["failed"]
    assert Payment.objects.get().failure == "declined_by_bank"


def test_an_answer_that_comes_three_times_counts_once(bank, order):
    play(bank, order, "twice")
    assert delivered(2) == ["credited", "duplicate"]
    assert audit() == []


def test_another_amount_is_parked(bank, order, payment):
    play(bank, order, "wrong_amount")
    assert delivered() == ["wrong_amount"]
    assert (Escrow.objects.get().state, balance("suspense", payment.pk)) == ("pending", TOTAL // 2)
    assert audit() == []


def test_a_late_answer_is_pending_until_it_comes(bank, order, payment):
    play(bank, order, "late", delay_s="1.5")
    assert gateways.ask(payment) == "pending"
    assert delivered() == ["credited"]


def test_a_bank_that_never_calls_is_asked(bank, order, payment):
    play(bank, order, "never")
    Payment.objects.update(made_at=payment.made_at.replace(year=2025))
    poll_unsettled()
    assert Escrow.objects.get().state == "held"
    assert not ProviderEvent.objects.exists()


def test_an_order_the_bank_never_saw_expires(bank, payment):
    assert gateways.ask(payment) == "pending"
    Payment.objects.update(made_at=payment.made_at.replace(year=2025))
    poll_unsettled()
    assert Payment.objects.get().state == "expired"


def test_a_refund_goes_through_the_bank_once(bank, order, payment):
    play(bank, order, "pay")
    delivered()
    services.refund(escrow_id=payment.escrow_id, reason="cancelled")
    assert (send_refunds(), send_refunds()) == (1, 0)
    assert (Refund.objects.get().state, balance("refunds_in_transit")) == ("done", 0)
    assert balance("provider_clearing", "sandbox") == 0
    assert audit() == []


@pytest.mark.parametrize(
    ("mode", "first", "second"), [("slow", "sending", "done"), ("refuse", "failed", "failed")]
)
def test_refunds_that_do_not_go_smoothly(bank, order, payment, mode, first, second):
    play(bank, order, "pay", refund=mode)
    delivered()
    services.refund(escrow_id=payment.escrow_id, reason="cancelled")
    states = []
    for _ in range(2):
        Refund.objects.update(next_try_at=payment.made_at)
        send_refunds()
        states.append(Refund.objects.get().state)
    assert states == [first, second]
    assert audit() == []


def test_a_bank_that_is_down_leaves_the_refund_on_its_way(bank, order, payment, settings):
    play(bank, order, "pay")
    delivered()
    services.refund(escrow_id=payment.escrow_id, reason="cancelled")
    settings.PAYMENT_GATEWAYS = {"sandbox": {"url": "http://127.0.0.1:9", "secret": "x" * 32}}
    send_refunds()
    refund = Refund.objects.get()
    assert (refund.state, refund.failure) == ("sending", "gateway_unreachable")
    assert audit() == []


@pytest.mark.parametrize(("locale", "way"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_the_hosted_page_speaks_three_languages(bank, payment, locale, way):
    fields = gateways.start(payment, return_url=BACK, locale=locale)["fields"]
    page = requests.post(f"{bank}/sandbox-bank/pay", data=fields, timeout=5)
    assert f'<html lang="{locale}" dir="{way}">' in page.text
    assert "4770.00 MAD" in page.text
    assert page.text.count("<button") == 6


def test_a_button_leads_back_to_the_site(bank, order):
    page = requests.post(f"{bank}/pay", data=order, timeout=5)
    token = page.url.partition("order=")[2]
    pressed = {"order": token, "scenario": "pay"}
    answer = requests.post(page.url, data=pressed, timeout=5, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, BACK)
    assert delivered() == ["credited"]
    assert BACK in requests.get(page.url, timeout=5).text


@pytest.mark.parametrize(
    "change", [{"amount": "1.00"}, {"return_url": "http://evil.test"}, {"signature": "t=1,v1=00"}]
)
def test_a_form_that_was_changed_is_refused(bank, order, change):
    answer = requests.post(f"{bank}/pay", data={**order, **change}, timeout=5)
    assert answer.status_code == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("path", ["/orders/IM1", "/nothing"])
def test_the_api_of_the_bank_wants_a_signature(bank, path):
    assert requests.get(f"{bank}{path}", timeout=5).status_code in {401, 404}
    assert requests.post(f"{bank}/refunds", json={}, timeout=5).status_code == 401
