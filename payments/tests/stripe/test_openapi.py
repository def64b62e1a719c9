"""Every request the SDK makes for us, every answer and every event, held to Stripe's published OpenAPI.

The spec is not ours to keep: it comes with a package of requirements-peers.txt (make test-full).
"""

from typing import Any

import pytest

from payments import gateways, services
from payments.gateways.stripe_connect import onboarding_url, read_account
from payments.gateways.stripe_mirror import sync
from payments.gateways.stripe_rail import StripeRail
from payments.management.stripe import openapi
from payments.management.stripe.forms import read_form
from payments.models import Refund
from payments.tasks import send_refunds
from payments.tests.stripe.conftest import session_of
from payments.tests.stripe.peer import running_stripe
from payments.tests.stripe.test_connect import payout, ready  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spec() -> openapi.Spec:
    return openapi.published()


@pytest.fixture(scope="session")
def peer_process(tmp_path_factory) -> Any:
    with running_stripe(tmp_path_factory.mktemp("strict"), "--strict", "--balance", "100000000") as peer:
        yield peer


@pytest.fixture
def account(peer, purse, amina):
    made = services.open_stripe_account(wallet=purse, country="FR", by=amina)
    onboarding_url(made, back="https://shop.test/")
    made.refresh_from_db()
    return made


@pytest.fixture(autouse=True)
def held_to_it(request) -> Any:
    """After each test that spoke to the peer, nothing was asked or answered that the spec does not have."""
    yield
    if "peer" in request.fixturenames:
        assert request.getfixturevalue("peer_process").violations() == []


def test_the_spec_is_of_the_version_we_speak(spec, settings):
    assert spec.version == settings.STRIPE_API_VERSION


def test_the_peer_does_check(peer):
    assert peer.look("/_test/violations")["is_checked"] is True


def test_paying_asking_and_sending_back(peer, attempt):
    gateways.ask(attempt)
    peer.act(f"sessions/{session_of(attempt)}/decline")
    gateways.ask(attempt)
    peer.act(f"sessions/{session_of(attempt)}/pay")
    gateways.ask(attempt)
    services.refund(escrow_id=attempt.escrow_id, reason="cancelled")
    send_refunds()
    refund = Refund.objects.select_related("payment__escrow").get()
    refund.attempts = 2
    assert gateways.get("stripe").refund(refund).status == "done"


def test_being_paid_and_taking_back(peer, settings, ready, payout):  # noqa: F811
    rail = StripeRail(settings.STRIPE)
    assert [rail.send(payout).status, rail.query(payout).status] == ["paid", "paid"]
    peer.post(f"transfers/{rail.query(payout).provider_ref}/reversals")
    assert rail.query(payout).reason == "reversed"
    assert read_account(ready.account_id) == "ready"


def test_what_an_event_carries_has_the_published_shape(peer, attempt, spec):
    peer.act(f"sessions/{session_of(attempt)}/decline")
    peer.act(f"sessions/{session_of(attempt)}/pay")
    intent = peer.look("/v1/payment_intents?limit=1")["data"][0]["id"]
    made = peer.act("disputes", payment_intent=intent, amount=100)
    peer.act(f"disputes/{made['id']}/won")
    events = peer.look("/v1/events?limit=100")["data"]
    assert {event["type"] for event in events} >= {"charge.dispute.closed", "checkout.session.completed"}
    for event in events:
        assert spec.of_object("event", event) == []
        assert spec.of_object(event["data"]["object"]["object"], event["data"]["object"]) == [], event["type"]


def test_what_is_mirrored_has_the_published_shape(peer, spec):
    customer = peer.post("customers", email="atlas@example.ma")
    product = peer.post("products", name="Croissance")
    every = {"recurring[interval]": "month"}
    price = peer.post("prices", product=product["id"], currency="mad", unit_amount=100, **every)
    made = peer.post("subscriptions", customer=customer["id"], **{"items[0][price]": price["id"]})
    assert sync("subscription", made["id"]) == "mirrored"
    for event in peer.look("/v1/events?limit=5")["data"]:
        assert spec.of_object(event["data"]["object"]["object"], event["data"]["object"]) == []


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("amount=abc&currency=mad", "asked amount: 'abc' is not of type 'integer'"),
        ("currency=mad", "asked (all): 'amount' is a required property"),
        ("amount=1&currency=mad&bogus=1", "asked (all): Additional properties are not allowed"),
        ("amount=1&currency=mad&capture_method=later", "asked capture_method: 'later' is not one of"),
        (
            "amount=1&currency=mad&automatic_payment_methods[enabled]=perhaps",
            "asked automatic_payment_methods",
        ),
    ],
)
def test_the_checker_finds_what_is_wrong(spec, form, found):
    problems = spec.of_request("POST", "/v1/payment_intents", read_form(form))
    assert any(one.startswith(found) for one in problems), problems


def test_the_checker_lets_what_is_right_pass(spec):
    form = "amount=100&currency=mad&metadata[a]=b&expand[0]=latest_charge"
    form += "&automatic_payment_methods[enabled]=true"
    assert spec.of_request("POST", "/v1/payment_intents", read_form(form)) == []
    assert spec.of_request("POST", "/v1/made_up", {}) == ["POST /v1/made_up: no such operation"]
