"""Paying with PayPal, the whole way: its API and messages, played by a process; a live site; the ledger."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import requests
from django.utils import timezone

from payments import gateways, services
from payments.errors import CurrencyNotOffered, GatewayUnreachable, ProviderRefused
from payments.gateways.paypal import client
from payments.models import Escrow, Payment, ProviderEvent, Refund
from payments.selectors import audit, balance, mode_of
from payments.services import Rate
from payments.tasks import handle_provider_event, poll_unsettled, send_refunds
from payments.tests.paypal import LOGIN, Peer, running_paypal

BACK = "http://shop.test/fr/paiement/retour/1"


@pytest.fixture(scope="module")
def process(tmp_path_factory) -> Any:
    with running_paypal(tmp_path_factory.mktemp("paypal")) as peer:
        yield peer


@pytest.fixture
def paypal(process, settings, live_server) -> Peer:
    hook = process.register(f"{live_server.url}/api/payments/callbacks/paypal")
    settings.PAYMENT_GATEWAYS = {"paypal": {"url": process.url, "webhook_id": hook, **LOGIN}}
    settings.PAYPAL_TEST_CERTIFICATES = {"origin": process.url, "roots": str(process.place / "root.pem")}
    return process


@pytest.fixture
def payment(paypal, escrow, atlas) -> Payment:
    """4 770 MAD are 441,43 EUR at 10,8057."""
    services.store_rates(source="bam", rows=[Rate("EUR", timezone.localdate(), Decimal("10.8057"))])
    return services.create_payment(escrow_id=escrow.pk, gateway="paypal", by=atlas)


@pytest.fixture
def order(payment) -> str:
    """The payer is on PayPal's page."""
    action = gateways.start(payment, return_url=BACK, locale="ar")
    payment.refresh_from_db()
    return action["fields"]["order"]


def until(true: Callable[[], Any], seconds: float = 10) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def handled(n: int) -> list[str]:
    """Act on messages as the worker would, as they come, until there were n; their outcomes in order."""

    def enough() -> bool:
        for pk in ProviderEvent.objects.filter(handled_at=None).values_list("pk", flat=True):
            handle_provider_event(pk)
        return ProviderEvent.objects.count() >= n

    assert until(enough)
    enough()
    return list(ProviderEvent.objects.order_by("id").values_list("outcome", flat=True))


@pytest.fixture
def paid(paypal, order) -> Payment:
    paypal.pull("play", order=order, scenario="pay")
    assert handled(2) == ["ask", "duplicate"]
    return Payment.objects.get()


def test_the_payer_is_led_to_paypals_page(paypal, payment, order):
    page = requests.get(payment.action["url"], timeout=5)
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "441.43 EUR" in page.text
    assert payment.reference in page.text


def test_the_same_payment_leads_to_the_same_order(payment, order):
    payment.action = {}  # as if the first answer had been lost
    assert gateways.start(payment, return_url=BACK, locale="fr")["fields"]["order"] == order
    payment.refresh_from_db()
    assert gateways.start(payment, return_url=BACK, locale="fr")["fields"]["order"] == order


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer nobody's"}])
def test_without_our_secret_nobody_pulls_a_lever(paypal, payment, order, shown):
    asked = {"order": order, "scenario": "pay", "match": "GET .*", "how": "500"}
    for lever in ("play", "capture", "settle", "dispute", "payout", "fault", "forget"):
        answer = requests.post(f"{paypal.url}/_{lever}", json=asked, headers=shown, timeout=5)
        assert (answer.status_code, answer.json()) == (401, {"error": "secret_wanted"})
    assert gateways.ask(payment) == "pending"


def test_what_was_agreed_to_is_taken_when_paypal_says_so(paypal, order, escrow):
    paypal.pull("play", order=order, scenario="pay")
    assert handled(2) == ["ask", "duplicate"]
    payment = Payment.objects.get()
    assert (payment.state, payment.amount_centimes, payment.currency) == ("paid", 44_143, "EUR")
    assert (Escrow.objects.get().state, balance("escrow", escrow.pk)) == ("held", 477_000)
    assert audit() == []


def test_coming_back_moves_nothing_and_has_paypal_asked(
    paypal, order, payment, client_of, atlas, monkeypatch
):
    asked = []
    monkeypatch.setattr("payments.views.paying.doorbell.send", asked.append)
    paypal.pull("play", order=order, scenario="never")
    page = client_of(atlas).get(f"/fr/paiement/retour/{payment.pk}?token={order}&PayerID=X")
    assert (page.status_code, Payment.objects.get().state, asked) == (200, "pending", [str(payment.pk)])
    assert gateways.ask(payment) == "credited"


def test_paypal_that_sends_nothing_is_asked(paypal, order, payment):
    paypal.pull("play", order=order, scenario="never")
    Payment.objects.update(made_at=payment.made_at.replace(year=2025))
    poll_unsettled()
    assert Escrow.objects.get().state == "held"
    assert not ProviderEvent.objects.exists()


def test_asked_twice_at_once_the_money_is_taken_once(paypal, order, payment):
    paypal.pull("play", order=order, scenario="never")
    assert [gateways.ask(payment), gateways.ask(payment)] == ["credited", "duplicate"]
    assert audit() == []


def test_taken_but_the_answer_got_lost(paypal, order, payment):
    paypal.pull("play", order=order, scenario="never")
    paypal.pull("fault", match="POST .*/capture", how="drop")
    with pytest.raises(GatewayUnreachable):
        gateways.ask(payment)
    assert Payment.objects.get().state == "unknown"
    assert gateways.ask(payment) == "credited"
    assert audit() == []


def test_captured_already_is_read_not_refused(paypal, order, payment, monkeypatch, settings):
    paypal.pull("play", order=order, scenario="never")
    real = client.Client.post
    monkeypatch.setattr(client.Client, "post", lambda me, path, body, key: real(me, path, body, f"{key}-2"))
    stale = gateways.get("paypal")
    first = client.Client(settings.PAYMENT_GATEWAYS["paypal"]).get(f"/v2/checkout/orders/{order}")
    assert gateways.ask(payment) == "credited"
    monkeypatch.setattr(type(stale), "_live", lambda me, order_id: first)  # read before it was taken
    Escrow.objects.update(state="pending")
    assert stale.query(payment).status == "paid"


def test_a_refused_card_fails(paypal, order, payment):
    paypal.pull("play", order=order, scenario="decline")
    assert handled(1) == ["ask"]
    payment.refresh_from_db()
    assert (payment.state, payment.failure) == ("failed", "instrument_declined")


def test_a_payer_who_turns_back_may_go_on_or_choose_again(paypal, order, payment, atlas, settings):
    assert gateways.ask(payment) == "pending"
    again = services.create_payment(escrow_id=payment.escrow_id, gateway="paypal", by=atlas)
    assert again == payment
    Payment.objects.update(made_at=payment.made_at.replace(year=2025))
    assert gateways.ask(payment) == "expired"


def test_agreed_to_after_we_gave_up_is_taken_while_the_deal_waits(paypal, order, payment):
    Payment.objects.update(state="expired")
    paypal.pull("play", order=order, scenario="pay")
    assert handled(2) == ["ask", "duplicate"]
    assert Escrow.objects.get().state == "held"
    assert audit() == []


def test_agreed_to_after_another_way_was_chosen_is_not_taken(paypal, order, payment, atlas):
    Payment.objects.update(state="expired")
    other = services.create_payment(escrow_id=payment.escrow_id, gateway="paypal", by=atlas)
    paypal.pull("play", order=order, scenario="pay")
    assert handled(1) == ["ask"]
    payment.refresh_from_db()
    assert (other.pk != payment.pk, payment.state, Escrow.objects.get().state) == (True, "expired", "pending")
    assert audit() == []


def test_under_review_is_pending_until_it_ends(paypal, order, payment):
    paypal.pull("play", order=order, scenario="pending")
    assert handled(2) == ["ask", "pending"]
    paypal.pull("settle", order=order, well=True)
    assert handled(3)[-1] == "credited"
    assert audit() == []


def test_under_review_and_then_denied_fails(paypal, order, payment):
    paypal.pull("play", order=order, scenario="pending")
    handled(2)
    paypal.pull("settle", order=order, well=False)
    assert handled(3)[-1] == "failed"


def test_messages_that_come_twice_count_once(paypal, order):
    paypal.pull("play", order=order, scenario="twice")
    assert sorted(handled(4)) == ["ask", "ask", "duplicate", "duplicate"]
    assert audit() == []


def test_another_amount_is_parked(paypal, order, payment):
    paypal.pull("play", order=order, scenario="wrong_amount")
    handled(2)
    assert (Payment.objects.get().failure, Escrow.objects.get().state) == ("wrong_amount", "pending")
    assert audit() == []


def test_another_currency_is_never_booked(paypal, order, payment):
    paypal.pull("play", order=order, scenario="wrong_currency")
    handled(2)
    assert (Payment.objects.get().failure, Escrow.objects.get().state) == ("wrong_currency", "pending")
    assert audit() == []


def test_the_order_of_another_payment_is_not_believed(paypal, order, payment):
    paypal.pull("play", order=order, scenario="never")
    payment.reference = "IM-OTHER"
    with pytest.raises(GatewayUnreachable):
        gateways.get("paypal").query(payment)
    assert Payment.objects.get().state == "pending"


def test_dirhams_are_refused_before_anybody_is_asked(payment):
    payment.currency = "MAD"
    with pytest.raises(CurrencyNotOffered) as caught:
        gateways.start(payment, return_url=BACK, locale="fr")
    assert caught.value.facts == {"currency": "MAD", "offered": ["EUR", "USD"]}


def test_an_order_that_paypal_refuses_says_so(paypal, payment):
    paypal.pull("fault", match="POST /v2/checkout/orders", how="422")
    with pytest.raises(ProviderRefused):
        gateways.start(payment, return_url=BACK, locale="fr")


def test_a_token_that_ended_is_renewed_once(paypal, payment, order):
    paypal.pull("forget")
    assert gateways.ask(payment) == "pending"


def test_a_wrong_secret_is_no_answer(paypal, payment, order, settings):
    config = {**settings.PAYMENT_GATEWAYS["paypal"], "secret": "another", "client_id": "nobody"}
    settings.PAYMENT_GATEWAYS = {"paypal": config}
    with pytest.raises(GatewayUnreachable):
        gateways.ask(payment)
    assert Payment.objects.get().state == "unknown"


@pytest.mark.parametrize("how", ["500", "503", "429", "drop"])
def test_without_an_answer_the_outcome_is_unknown(paypal, payment, order, how):
    paypal.pull("fault", match="GET /v2/checkout/orders", how=how)
    with pytest.raises(GatewayUnreachable):
        gateways.ask(payment)
    assert Payment.objects.get().state == "unknown"


def test_every_refund_names_the_capture_and_is_made_once(paypal, paid):
    services.refund(escrow_id=paid.escrow_id, reason="cancelled")
    assert (send_refunds(), send_refunds()) == (1, 0)
    assert handled(3)[-1] == "refund_done"
    refund = Refund.objects.get()
    assert (refund.state, refund.amount_centimes, refund.currency) == ("done", 44_143, "EUR")
    assert audit() == []


def test_a_part_goes_back_at_the_rate_it_was_paid_at(paypal, paid):
    services.split(escrow_id=paid.escrow_id, influencer_price_centimes=225_000, reason="half")
    send_refunds()
    refund = Refund.objects.get()
    assert (refund.state, refund.amount_centimes) == ("done", 22_072)
    assert audit() == []


def test_a_refund_whose_answer_got_lost_is_the_same_when_asked_again(paypal, paid):
    services.refund(escrow_id=paid.escrow_id, reason="cancelled")
    paypal.pull("fault", match="POST .*/refund", how="drop")
    send_refunds()
    assert (Refund.objects.get().state, Refund.objects.get().failure) == ("sending", "gateway_unreachable")
    Refund.objects.update(next_try_at=timezone.now())
    send_refunds()
    assert Refund.objects.get().state == "done"
    assert audit() == []


@pytest.mark.parametrize(
    ("mode", "first", "second"), [("slow", "sending", "done"), ("refuse", "failed", "failed")]
)
def test_refunds_that_do_not_go_smoothly(paypal, order, payment, mode, first, second):
    paypal.pull("play", order=order, scenario="never", refund=mode)
    gateways.ask(payment)
    services.refund(escrow_id=payment.escrow_id, reason="cancelled")
    states = []
    for _ in range(2):
        Refund.objects.update(next_try_at=timezone.now())
        send_refunds()
        states.append(Refund.objects.get().state)
    assert states == [first, second]
    assert audit() == []


def test_a_refund_too_old_for_paypals_memory_is_not_asked_for_again(paypal, paid):
    services.refund(escrow_id=paid.escrow_id, reason="cancelled")
    Refund.objects.update(made_at=paid.made_at.replace(year=2025))
    send_refunds()
    assert (Refund.objects.get().state, Refund.objects.get().failure) == ("failed", "too_old_to_ask_again")
    assert balance("refunds_in_transit", "", "EUR") == 44_143


def test_money_given_back_at_paypals_own_desk_waits_for_staff(paypal, paid, settings):
    desk = client.Client(settings.PAYMENT_GATEWAYS["paypal"])
    desk.post(f"/v2/payments/captures/{paid.provider_ref}/refund", {}, "by-hand")
    assert handled(3)[-1] == "unknown_refund"
    assert not Refund.objects.exists()


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("https://api-m.paypal.com", "live"),
        ("https://api-m.sandbox.paypal.com", "sandbox"),
        ("http://127.0.0.1:8000/sandbox-paypal", "sandbox"),
    ],
)
def test_it_says_honestly_what_it_is(settings, url, mode):
    settings.PAYMENT_GATEWAYS = {"paypal": {"url": url, "webhook_id": "W", **LOGIN}}
    assert mode_of("paypal") == mode


@pytest.mark.parametrize("button", ["pay", "cancel"])
def test_a_button_leads_back_to_the_site(paypal, payment, order, button):
    url = payment.action["url"]
    pressed = requests.post(url, data={"order": order, "scenario": button}, timeout=5, allow_redirects=False)
    assert (pressed.status_code, pressed.headers["Location"]) == (
        303,
        f"{BACK}?token={order}&PayerID=TESTPAYER",
    )
    assert gateways.ask(payment) == ("credited" if button == "pay" else "pending")
