"""Paying through Stripe: the official SDK against a running peer, its signed events to a live site."""

from datetime import timedelta

import pytest
import requests

from payments import gateways, services
from payments.errors import GatewayUnreachable, ProviderRefused
from payments.gateways.stripe_checkout import StripeGateway
from payments.models import Escrow, Payment, ProviderEvent, Refund
from payments.selectors import audit, balance
from payments.tasks import poll_unsettled, send_refunds
from payments.tests.conftest import TOTAL
from payments.tests.stripe.conftest import BACK, delivered, session_of

PAID_KIND = "checkout.session.completed"


def pay(peer, attempt, **more) -> None:
    peer.act(f"sessions/{session_of(attempt)}/pay", **more)


def test_the_browser_is_led_to_stripes_page(peer, attempt):
    assert (attempt.action["kind"], attempt.action["url"]) == (
        "redirect",
        f"{peer.url}/c/pay/{session_of(attempt)}",
    )
    page = requests.get(attempt.action["url"], timeout=5).text
    assert "4770.00 MAD" in page
    assert page.count("<button") == 4


def test_what_is_asked_names_the_deal_the_payment_and_no_card(peer, attempt):
    page = peer.look(f"/v1/checkout/sessions/{session_of(attempt)}")
    assert (page["amount_total"], page["currency"]) == (TOTAL, "mad")
    assert (page["client_reference_id"], page["success_url"]) == (attempt.reference, BACK)
    pay(peer, attempt)
    intent = peer.look("/v1/payment_intents?limit=1")["data"][0]
    assert intent["transfer_group"] == str(attempt.escrow.deal_id)
    assert intent["metadata"] == {"payment": str(attempt.pk), "reference": attempt.reference}


def test_a_paid_page_secures_the_funds_once(peer, attempt, escrow):
    assert peer.press(attempt.action["url"], "pay").headers["Location"] == BACK
    assert sorted(delivered(PAID_KIND)) == ["credited", "duplicate", "ignored", "mirror"]
    attempt.refresh_from_db()
    assert (Escrow.objects.get().state, balance("escrow", escrow.pk)) == ("held", TOTAL)
    assert attempt.provider_ref.startswith("pi_")
    assert audit() == []


def test_a_declined_card_says_why_and_another_card_still_pays(peer, attempt):
    peer.act(f"sessions/{session_of(attempt)}/decline", decline_code="insufficient_funds")
    assert "failed" in delivered("payment_intent.payment_failed")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.failure) == ("failed", "insufficient_funds")
    pay(peer, attempt)
    assert "credited" in delivered(PAID_KIND)
    assert audit() == []


@pytest.mark.parametrize(("button", "state"), [("confirm", "paid"), ("abort", "failed")])
def test_three_d_secure(peer, attempt, button, state):
    peer.press(attempt.action["url"], "3ds")
    assert gateways.ask(attempt) == "pending"
    peer.press(attempt.action["url"], button)
    gateways.ask(attempt)
    attempt.refresh_from_db()
    assert attempt.state == state


def test_going_back_without_paying_leaves_it_open(peer, attempt):
    assert peer.press(attempt.action["url"], "close").headers["Location"] == BACK
    assert gateways.ask(attempt) == "pending"


def test_a_page_that_ran_out_ends_the_attempt(peer, attempt):
    peer.act(f"sessions/{session_of(attempt)}/expire")
    assert delivered("checkout.session.expired") == ["failed"]
    attempt.refresh_from_db()
    assert (attempt.state, attempt.failure) == ("failed", "expired")


def test_a_stripe_that_never_calls_is_asked(peer, attempt):
    peer.act("hooks", url="http://127.0.0.1:9/", secret="x")
    pay(peer, attempt)
    Payment.objects.update(made_at=attempt.made_at - timedelta(minutes=5))
    poll_unsettled()
    assert Escrow.objects.get().state == "held"
    assert not ProviderEvent.objects.exists()


def test_asked_again_it_is_the_same_page(peer, attempt):
    assert gateways.start(attempt, return_url="http://other.test", locale="en") == attempt.action


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_broken_off_before_the_page_was_kept_it_is_found_again(peer, attempt, locale):
    Payment.objects.update(action={})
    lost = Payment.objects.get()
    action = gateways.start(lost, return_url=BACK, locale=locale)
    assert action["fields"] == attempt.action["fields"]


def test_asked_about_without_a_kept_page_it_is_found_by_our_reference(peer, attempt):
    pay(peer, attempt)
    attempt.action = {}
    assert gateways.get("stripe").query(attempt).status == "paid"


def test_a_payment_stripe_never_heard_of_is_absent(peer, escrow, atlas):
    made = services.create_payment(escrow_id=escrow.pk, gateway="stripe", by=atlas)
    assert gateways.get("stripe").query(made).status == "absent"


@pytest.mark.parametrize(
    ("change", "outcome"), [({"amount": 1}, "wrong_amount"), ({"currency": "eur"}, "wrong_currency")]
)
def test_another_amount_or_currency_is_never_credited(peer, attempt, change, outcome):
    pay(peer, attempt, **change)
    assert outcome in delivered(PAID_KIND)
    assert Escrow.objects.get().state == "pending"
    assert audit() == []


def test_an_amount_stripe_does_not_take_is_refused_in_words(peer, attempt):
    Payment.objects.update(action={}, amount_centimes=0)
    other = Payment.objects.get()
    other.id = attempt.escrow_id  # a key of its own
    with pytest.raises(ProviderRefused):
        gateways.start(other, return_url=BACK, locale="fr")


@pytest.mark.parametrize("status", [0, 409, 429, 500, 401])
def test_no_answer_is_unknown_never_failed(peer, attempt, status):
    peer.act("faults", path="/v1/checkout/sessions", status=status, times=3)
    with pytest.raises(GatewayUnreachable):
        gateways.ask(attempt)
    peer.act("forget")
    attempt.refresh_from_db()
    assert attempt.state == "unknown"


def test_an_answer_lost_on_the_way_opens_one_page(peer, escrow, atlas):
    made = services.create_payment(escrow_id=escrow.pk, gateway="stripe", by=atlas)
    peer.act("faults", path="/v1/checkout/sessions", status=0, acts="true")
    gateways.start(made, return_url=BACK, locale="fr")
    found = peer.look("/v1/checkout/sessions?limit=100")["data"]
    assert [one["client_reference_id"] for one in found].count(made.reference) == 1


# ---- sending back -------------------------------------------------------------------------------


@pytest.fixture
def refunded(peer, attempt):
    """Paid, then cancelled: the refund is owed."""
    pay(peer, attempt)
    delivered(PAID_KIND)
    services.refund(escrow_id=attempt.escrow_id, reason="cancelled")
    return Refund.objects.select_related("payment").get()


def test_a_refund_goes_once_and_its_event_says_so_again(peer, refunded):
    assert (send_refunds(), send_refunds()) == (1, 0)
    assert (Refund.objects.get().state, balance("refunds_in_transit")) == ("done", 0)
    assert "refund_done" in delivered("refund.created")
    assert balance("provider_clearing", "stripe") == 0
    assert audit() == []


def test_a_part_goes_back(peer, attempt):
    pay(peer, attempt)
    gateways.ask(attempt)
    services.split(escrow_id=attempt.escrow_id, influencer_price_centimes=200_000, reason="agreed")
    send_refunds()
    refund = Refund.objects.get()
    charge = peer.look(f"/v1/charges?payment_intent={refund.payment.provider_ref}")["data"][0]
    assert (refund.state, charge["amount_refunded"]) == ("done", refund.amount_centimes)
    assert 0 < refund.amount_centimes < TOTAL
    assert audit() == []


@pytest.mark.parametrize(("end", "state"), [("succeeded", "done"), ("failed", "failed")])
def test_a_slow_refund_ends_by_its_event(peer, refunded, end, state):
    peer.act(f"refunds_of/{refunded.payment.provider_ref}", status="pending")
    send_refunds()
    assert Refund.objects.get().state == "sending"
    made = peer.look(f"/v1/refunds?payment_intent={refunded.payment.provider_ref}")["data"][0]
    peer.act(f"refunds/{made['id']}/{end}")
    delivered("refund.updated")
    assert Refund.objects.get().state == state


def test_more_than_was_paid_is_refused(peer, refunded):
    Refund.objects.update(amount_centimes=TOTAL + 1)
    send_refunds()
    refund = Refund.objects.get()
    assert (refund.state, refund.failure) == ("failed", "more_than_was_paid")


def test_a_refund_whose_answer_was_lost_is_found_not_made_again(peer, refunded):
    gateway = gateways.get("stripe")
    first = gateway.refund(refunded)
    peer.act("forget")
    assert gateway.refund(refunded) == first
    made = peer.look(f"/v1/refunds?payment_intent={refunded.payment.provider_ref}")["data"]
    assert [one["id"] for one in made] == [first.provider_ref]


def test_a_stripe_that_is_down_leaves_the_refund_on_its_way(peer, refunded, settings):
    settings.PAYMENT_GATEWAYS = {"stripe": {**settings.STRIPE, "url": "http://127.0.0.1:9"}}
    send_refunds()
    refund = Refund.objects.get()
    assert (refund.state, refund.failure) == ("sending", "gateway_unreachable")
    assert audit() == []


@pytest.mark.parametrize(
    ("key", "is_live"), [("sk_test_1", False), ("sk_live_1", True), ("rk_live_1", True), ("rk_test_1", False)]
)
def test_it_says_whether_money_is_real(key, is_live):
    config = {"key": key, "secret": "whsec_1", "url": "https://api.stripe.com"}
    assert StripeGateway(config).is_live is is_live
