"""A double of Stripe that somebody else wrote: our client, our refund and our reading of signed events.

It has no Checkout, Connect, transfers, disputes, idempotency keys or transfer_group: those are for our own.
"""

import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings as house

from payments.errors import BadCallback
from payments.gateways import stripe_words
from payments.gateways.stripe_checkout import HEADER, StripeGateway
from payments.gateways.stripe_client import client
from payments.models import Refund
from payments.tests.conformance import Mailbox
from payments.tests.conftest import TOTAL
from payments.tests.stripe.peer import until

pytestmark = pytest.mark.slow
SECRET = "whsec_localstripe"
PROGRAM = Path(house.BASE_DIR) / ".venv" / "bin" / "localstripe"


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Any:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(PROGRAM), "--port", str(port), "--from-scratch"]
    place = tmp_path_factory.mktemp("localstripe")
    process = subprocess.Popen(command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    where = f"http://127.0.0.1:{port}"
    try:
        assert until(lambda: _answers(where), 30)
        yield where
    finally:
        process.terminate()
        process.wait(timeout=10)


def _answers(where: str) -> bool:
    try:
        return requests.get(f"{where}/js.stripe.com/v3/", timeout=1).status_code < 500
    except requests.RequestException:
        time.sleep(0.1)
        return False


@pytest.fixture
def config(url) -> dict[str, str]:
    return {"url": url, "key": "sk_test_localstripe", "secret": SECRET}


@pytest.fixture
def intent(config) -> Any:
    """Charged at once, as at funding."""
    asked: Any = {"amount": TOTAL, "currency": "mad", "payment_method": "pm_card_visa", "confirm": True}
    asked["metadata"] = {"reference": "IM1"}
    return client(config).v1.payment_intents.create(asked)


def test_our_reading_of_an_intent_fits_theirs(intent):
    said = stripe_words.of_intent(intent.to_dict())
    assert (said.status, said.amount_centimes, said.currency) == ("paid", TOTAL, "MAD")
    assert (said.reference, said.provider_ref) == ("IM1", intent.id)


@pytest.mark.django_db(transaction=True)
def test_a_part_is_sent_back(config, intent, payment):
    payment.provider_ref = intent.id
    refund = Refund(payment=payment, amount_centimes=1_000, currency="MAD")
    answer = StripeGateway(config).refund(refund)
    assert (answer.status, answer.provider_ref[:3]) == ("done", "re_")
    refund.attempts = 2
    assert StripeGateway(config).refund(refund) == answer


def test_their_signed_event_is_believed_and_another_secret_is_not(config, url):
    mailbox = Mailbox()
    try:
        hook = {"url": mailbox.url, "secret": SECRET}
        requests.post(f"{url}/_config/webhooks/ours", json=hook, timeout=5).raise_for_status()
        client(config).v1.customers.create({"email": "atlas@example.ma"})
        told = until(lambda: [one for one in mailbox.wait(1) if b'"customer.created"' in one.body])
        message = told[0]
    finally:
        mailbox.close()
    assert message.headers[HEADER].startswith("t=")
    read = StripeGateway(config).verify_callback(headers=message.headers, body=message.body)
    assert (read.report.subject, read.report.reason) == ("mirror", "customer")
    with pytest.raises(BadCallback):
        StripeGateway({**config, "secret": "whsec_other"}).verify_callback(
            headers=message.headers, body=message.body
        )
