"""Whose an event is, and whether it is real: only our own account's, and only real where we are real."""

import json
import time

import pytest

from kit.signatures import sign
from payments import gateways
from payments.gateways.stripe_checkout import HEADER

PAID = {
    "id": "evt_1",
    "type": "payment_intent.succeeded",
    "data": {
        "object": {
            "object": "payment_intent",
            "id": "pi_1",
            "amount": 477_000,
            "amount_received": 477_000,
            "currency": "mad",
            "status": "succeeded",
            "metadata": {"reference": "IM0123456789ABCDEF"},
        }
    },
}


@pytest.fixture(params=["secret", "connect"])
def told(request, settings):
    """What the gateway reads in a signed event, by either of the two secrets."""
    settings.PAYMENT_GATEWAYS = {"stripe": settings.STRIPE}
    secret = settings.STRIPE["secret"] if request.param == "secret" else settings.STRIPE_CONNECT_SECRET

    def read(**change) -> str:
        body = json.dumps({**PAID, **change}).encode()
        headers = {HEADER: sign(secret, body, int(time.time()))}
        return gateways.get("stripe").verify_callback(headers=headers, body=body).report.status

    return read


def test_our_own_counts(told):
    assert told(livemode=False) == "paid"


def test_one_of_somebody_elses_account_credits_nothing(told):
    assert told(account="acct_2") == "ignored"


def test_a_test_event_credits_nothing_where_money_is_real(told, settings):
    settings.PAYMENT_GATEWAYS = {"stripe": {**settings.STRIPE, "key": "sk_live_x"}}
    assert told(livemode=False) == "ignored"
    assert told(livemode=True) == "paid"
