"""Payouts from many hands at once, on real threads and connections."""

from typing import Any

import pytest
from django.utils import timezone

from payments import services
from payments.gateways import outgoing
from payments.models import LedgerTransaction, Payout, PayoutBatch, PayoutLine, PayoutMethod, PayoutSchedule
from payments.selectors import audit, balance, payout_address
from payments.services import Wish
from payments.tests.conftest import NET, RIB
from payments.tests.test_payout_rails import Peer
from payments.tests.test_payouts import other_rib
from payments.tests.test_races import race, won

pytestmark = pytest.mark.django_db(transaction=True)
COPIES = 20


@pytest.fixture
def payout(released, method, purse, amina) -> Payout:
    return services.request_payout(wallet=purse, amount_centimes=NET, by=amina)


@pytest.fixture
def approved(payout, staff) -> Payout:
    return services.approve_payout(payout_id=payout.pk, by=staff)


@pytest.fixture
def sent(approved, staff) -> Payout:
    return services.send_payout(payout_id=approved.pk, by=staff)


def state() -> str:
    return Payout.objects.get().state


@pytest.mark.rounds(30)
def test_twenty_approvals_are_one(payout, staff):
    results = race(*[lambda: services.approve_payout(payout_id=payout.pk, by=staff)] * COPIES)
    assert (won(results), results.count("wrong_state"), state()) == (1, COPIES - 1, "approved")
    assert audit() == []


@pytest.mark.rounds(30)
def test_twenty_sendings_are_one(approved, staff):
    results = race(*[lambda: services.send_payout(payout_id=approved.pk, by=staff)] * COPIES)
    assert (won(results), results.count("wrong_state"), state()) == (1, COPIES - 1, "sending")


@pytest.mark.rounds(30)
def test_twenty_settlings_move_the_money_once(sent, staff):
    results = race(
        *[
            lambda n=n: services.settle_payout(payout_id=sent.pk, bank_ref=f"V{n}", by=staff)
            for n in range(COPIES)
        ]
    )
    assert (won(results), results.count("wrong_state")) == (1, COPIES - 1)
    assert (balance("bank"), balance("payouts_in_transit")) == (NET, 0)
    assert LedgerTransaction.objects.filter(kind="payout_paid").count() == 1
    assert audit() == []


def test_twenty_workers_hand_one_over_once(approved, settings, monkeypatch):
    peer = Peer()
    settings.PAYOUT_RAILS = {**settings.PAYOUT_RAILS, "paypal": {"client": "x"}}
    monkeypatch.setitem(outgoing.ADAPTERS, "paypal", lambda config: peer)
    PayoutMethod.objects.update(kind="paypal")
    race(*[lambda: outgoing.move_along(approved.pk)] * COPIES)
    assert (peer.n_sent, state()) == (1, "sending")
    assert audit() == []


@pytest.mark.rounds(30)
def test_cancelling_and_approving_end_in_one_of_two_ways(payout, amina, staff):
    race(
        lambda: services.cancel_payout(payout_id=payout.pk, by=amina),
        lambda: services.approve_payout(payout_id=payout.pk, by=staff),
    )
    row = Payout.objects.get()
    assert (row.state, row.reason) in {("approved", ""), ("failed", "cancelled_by_you")}
    assert audit() == []


def test_a_batch_and_a_cancelling_of_the_request(payout, amina, staff):
    """Approve and batch on one side, cancel on the other: never both in a batch and available again."""

    def batch() -> Any:
        services.approve_payout(payout_id=payout.pk, by=staff)
        return services.build_batch(by=staff)

    race(batch, lambda: services.cancel_payout(payout_id=payout.pk, by=amina))
    in_batch = PayoutLine.objects.filter(is_live=True).count()
    assert (state(), in_batch) in {("approved", 1), ("failed", 0)}
    assert audit() == []


def test_twenty_batches_take_a_payout_once(approved, staff):
    results = race(*[lambda: services.build_batch(by=staff)] * COPIES)
    assert (won(results), results.count("nothing_to_batch")) == (1, COPIES - 1)
    assert (PayoutBatch.objects.count(), PayoutLine.objects.count()) == (1, 1)


def test_a_release_against_a_failure_and_a_taking_apart(approved, staff, colleague):
    batch = services.build_batch(by=staff)
    race(
        lambda: services.release_batch(batch_id=batch.pk, by=colleague),
        lambda: services.fail_payout(payout_id=approved.pk, reason="security", by=staff),
        lambda: services.cancel_batch(batch_id=batch.pk, by=staff),
    )
    batch.refresh_from_db()
    assert (batch.state == "released") == bool(batch.n_lines)
    if batch.state == "released":
        assert Payout.objects.get().sent_by == colleague
    assert audit() == []


def test_twenty_releases_make_one_file(approved, staff, colleague):
    batch = services.build_batch(by=staff)
    results = race(*[lambda: services.release_batch(batch_id=batch.pk, by=colleague)] * COPIES)
    assert (won(results), results.count("wrong_state")) == (1, COPIES - 1)
    assert batch.files.filter(layout="csv").count() == 1


@pytest.mark.rounds(30)
def test_the_morning_run_and_a_request_take_the_balance_once(released, method, purse, amina):
    services.set_schedule(wallet=purse, wish=Wish(every="week"), by=amina)
    today = timezone.localdate()
    PayoutSchedule.objects.update(next_run_on=today)
    race(
        *[lambda: services.run_schedule(wallet_id=purse.pk, on=today)] * 10,
        *[lambda: services.request_payout(wallet=purse, amount_centimes=NET, by=amina)] * 10,
    )
    assert (Payout.objects.count(), balance("influencer_available", purse.pk)) == (1, 0)
    assert audit() == []


@pytest.mark.rounds(30)
def test_a_request_and_a_change_of_account_never_pay_the_new_one(released, method, purse, amina):
    """Catalogue, line 15, as a race: the request comes first and goes to the old account, or the change does
    and the request is refused; the change itself is never lost."""
    requested, added = race(
        lambda: services.request_payout(wallet=purse, amount_centimes=NET, by=amina),
        lambda: services.add_payout_method(wallet=purse, holder_name="Thief", rib=other_rib(), by=amina),
    )
    assert PayoutMethod.objects.get(is_default=True, removed_at=None) == added
    if requested == "payout_method_on_hold":
        assert (Payout.objects.count(), balance("influencer_available", purse.pk)) == (0, NET)
    else:
        assert payout_address(Payout.objects.get().method) == RIB
    assert audit() == []


@pytest.mark.rounds(30)
def test_a_removal_and_an_approval(payout, method, amina, staff):
    race(
        lambda: services.remove_payout_method(method_id=method.pk, by=amina),
        lambda: services.approve_payout(payout_id=payout.pk, by=staff),
    )
    assert (state(), Payout.objects.get().reason) == ("failed", "method_removed")
    assert audit() == []
