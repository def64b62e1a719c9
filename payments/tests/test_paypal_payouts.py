"""Paying people through PayPal: once, whatever gets lost, and with reasons of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.utils import timezone

from payments.errors import GatewayNotConfigured
from payments.gateways.paypal import PayPalRail
from payments.gateways.rails import RailAnswer
from payments.models import Payout
from payments.tests.paypal import LOGIN, Peer, running_paypal

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def process(tmp_path_factory) -> Iterator[Peer]:
    with running_paypal(tmp_path_factory.mktemp("paypal")) as peer:
        yield peer


@pytest.fixture
def config(process, settings) -> dict[str, str]:
    settings.PAYPAL_PAYOUTS = True
    settings.PAYPAL_PAYOUT_COUNTRIES = ["MA", "FR"]
    return {"url": process.url, "webhook_id": "W", **LOGIN}


@pytest.fixture
def rail_to(config):
    """The rail, with everybody at one address."""

    def build(address: str, **change: str) -> PayPalRail:
        return PayPalRail({**config, **change}, address_of=lambda method: address)

    return build


@pytest.fixture
def payout(purse, method, amina) -> Payout:
    return Payout.objects.create(
        wallet=purse,
        method=method,
        amount_centimes=12_345,
        currency="EUR",
        requested_by=amina,
        expected_on=timezone.localdate(),
        sent_at=timezone.now(),
    )


def count(peer: Peer, payout: Payout) -> int:
    """How often PayPal pays this one."""
    found = "SELECT count(*) FROM things WHERE kind = 'batch' AND body LIKE ?"
    with closing(sqlite3.connect(peer.place / "paypal.sqlite3")) as memory:
        return memory.execute(found, [f"%{payout.pk}%"]).fetchone()[0]


def test_it_is_sent_and_then_paid(process, rail_to, payout):
    rail = rail_to("amina@example.ma")
    sent = rail.send(payout)
    assert (sent.status, bool(sent.provider_ref)) == ("sent", True)
    payout.provider_ref = sent.provider_ref
    paid = rail.query(payout)
    assert (paid.status, bool(paid.provider_ref)) == ("paid", True)


@pytest.mark.parametrize(
    ("mailbox", "wanted"),
    [
        ("failed", ("failed", "receiver_unknown")),
        ("returned", ("failed", "not_claimed")),
        ("blocked", ("failed", "blocked")),
        ("refunded", ("failed", "sent_back")),
        ("unclaimed", ("sent", "unclaimed")),
        ("pending", ("sent", "pending")),
        ("held", ("sent", "onhold")),
    ],
)
def test_each_end_in_our_words(rail_to, payout, mailbox, wanted):
    answer = rail_to(f"{mailbox}@example.ma")
    sent = answer.send(payout)
    payout.provider_ref = sent.provider_ref
    end = answer.query(payout)
    assert (end.status, end.reason) == wanted


@pytest.mark.parametrize("how", ["drop", "500", "429"])
def test_without_an_answer_it_is_unknown_then_asked_and_paid_once(process, rail_to, payout, how):
    process.pull("fault", match="POST /v1/payments/payouts", how=how)
    rail = rail_to("amina@example.ma")
    assert rail.send(payout) == RailAnswer(status="unknown")
    assert rail.query(payout).status == "paid"
    assert rail.query(payout).status == "paid"
    assert count(process, payout) == 1


def test_sent_twice_it_is_paid_once(process, rail_to, payout):
    rail = rail_to("amina@example.ma")
    assert [rail.send(payout).status, rail.send(payout).status] == ["sent", "paid"]
    assert count(process, payout) == 1


def test_a_first_try_that_is_refused_was_not_sent(process, rail_to, payout):
    assert rail_to("nofunds@house.ma").send(payout) == RailAnswer(
        status="failed", reason="our_balance_too_low"
    )
    assert count(process, payout) == 0


def test_a_later_try_that_is_refused_says_nothing_of_the_first(rail_to, payout):
    assert rail_to("nofunds@house.ma").query(payout).status == "unknown"


def test_too_old_for_paypals_memory_nothing_is_sent_again(process, rail_to, payout):
    payout.sent_at = payout.requested_at.replace(year=2025)
    rail = rail_to("amina@example.ma")
    unknown = RailAnswer(status="unknown", reason="too_old_to_ask_again")
    assert [rail.send(payout), rail.query(payout)] == [unknown, unknown]
    assert count(process, payout) == 0


def test_dirhams_do_not_go_out_this_way(process, rail_to, payout):
    payout.currency = "MAD"
    assert rail_to("amina@example.ma").send(payout) == RailAnswer(
        status="failed", reason="currency_not_taken"
    )
    assert count(process, payout) == 0


@pytest.mark.parametrize(("address", "kind"), [("amina@example.ma", "EMAIL"), ("QXY45678ZT2PA", "PAYPAL_ID")])
def test_a_mailbox_or_an_account(process, rail_to, payout, address, kind):
    rail_to(address).send(payout)
    assert f'"recipient_type": "{kind}"'.encode() in (process.place / "paypal.sqlite3").read_bytes()


@pytest.mark.parametrize(
    ("is_on", "change"), [(False, {}), (True, {"secret": ""}), (True, {"client_id": ""})]
)
def test_not_switched_on_or_not_set_up_nothing_is_sent(process, rail_to, payout, settings, is_on, change):
    settings.PAYPAL_PAYOUTS = is_on
    rail = rail_to("a@b.ma", **change)
    for ask in (rail.send, rail.query):
        with pytest.raises(GatewayNotConfigured):
            ask(payout)
    assert count(process, payout) == 0
