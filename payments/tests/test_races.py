"""Two people at once, on real threads and connections: one wins, the other is told, nothing is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from conftest import join, person
from kit.errors import Refusal
from payments import services
from payments.models import Escrow, LedgerTransaction, Payment, Payout, Refund, SpendApproval
from payments.selectors import audit, balance
from payments.tests.conftest import NET, TOTAL, settle

pytestmark = pytest.mark.django_db(transaction=True)
COPIES = 20


def race(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in its own thread from one barrier; what it returned, or the refusal's code."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = act()
        except Refusal as refusal:
            results[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


def won(results: list[Any]) -> int:
    return sum(not isinstance(one, str) for one in results)


@pytest.mark.rounds(30)
def test_a_callback_that_comes_many_times_at_once_funds_once(payment):
    results = race(*[lambda: settle(payment)] * COPIES)
    assert sorted(results) == ["credited"] + ["duplicate"] * (COPIES - 1)
    assert LedgerTransaction.objects.count() == 1
    assert audit() == []


def test_the_same_stored_callback_is_handled_once(payment):
    body = {"reference": payment.reference, "status": "paid", "amount_centimes": TOTAL}
    event = services.store_provider_event(gateway="sandbox", external_id="e", body=body, raw="")
    assert (
        race(*[lambda: services.handle_provider_event(event_id=event.pk)] * COPIES) == ["credited"] * COPIES
    )
    assert audit() == []


def test_the_same_callback_is_stored_once(payment):
    def store() -> int:
        return services.store_provider_event(gateway="sandbox", external_id="e", body={}, raw="").pk

    assert len(set(race(*[store] * COPIES))) == 1


def test_many_clicks_on_pay_open_one_payment(escrow, atlas):
    def pay() -> Any:
        return services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas).pk

    assert len(set(race(*[pay] * COPIES))) == 1
    assert Payment.objects.count() == 1


@pytest.mark.rounds(30)
def test_many_releases_release_once(held, purse):
    results = race(*[lambda: services.release(escrow_id=held.pk, reason="accepted")] * COPIES)
    assert won(results) == 1
    assert balance("influencer_available", purse.pk) == NET
    assert audit() == []


CLOSINGS = {
    "release": lambda pk: services.release(escrow_id=pk, reason="x"),
    "refund": lambda pk: services.refund(escrow_id=pk, reason="x"),
    "split": lambda pk: services.split(escrow_id=pk, influencer_price_centimes=100_000, reason="x"),
}


@pytest.mark.rounds(30)
@pytest.mark.parametrize(("one", "other"), [("release", "refund"), ("release", "split"), ("refund", "split")])
def test_one_closing_wins(held, one, other):
    results = race(*[lambda: CLOSINGS[one](held.pk), lambda: CLOSINGS[other](held.pk)] * (COPIES // 2))
    assert won(results) == 1
    assert LedgerTransaction.objects.filter(key__startswith="close:").count() == 1
    assert audit() == []


@pytest.mark.rounds(30)
def test_payment_and_cancellation_end_in_one_of_two_ways(escrow, payment):
    race(lambda: settle(payment), lambda: services.cancel_escrow(escrow_id=escrow.pk))
    state = Escrow.objects.get().state
    assert (state, Refund.objects.count()) in {("held", 0), ("cancelled", 1)}
    assert audit() == []


@pytest.mark.rounds(30)
def test_payment_and_expiry_end_paid(escrow, payment):
    race(lambda: settle(payment), lambda: services.expire_payment(payment_id=payment.pk))
    assert (Payment.objects.get().state, Escrow.objects.get().state) == ("paid", "held")
    assert audit() == []


@pytest.mark.rounds(30)
def test_fifty_requests_for_the_whole_balance_are_one_payout(released, method, purse, amina):
    results = race(*[lambda: services.request_payout(wallet=purse, amount_centimes=NET, by=amina)] * 50)
    assert won(results) == 1
    assert results.count("insufficient_funds") == 49
    assert (Payout.objects.count(), balance("influencer_available", purse.pk)) == (1, 0)
    assert audit() == []


@pytest.mark.rounds(30)
def test_a_payout_is_paid_or_failed(released, method, purse, amina, staff):
    payout = services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    services.approve_payout(payout_id=payout.pk, by=staff)
    services.send_payout(payout_id=payout.pk, by=staff)
    results = race(
        lambda: services.settle_payout(payout_id=payout.pk, bank_ref="V", by=staff),
        lambda: services.fail_payout(payout_id=payout.pk, reason="other", by=staff),
    )
    assert won(results) == 1
    assert audit() == []


def test_one_key_raced_is_one_transaction():
    legs = [services.Leg("suspense", "a", 5), services.Leg("bank", "", -5)]
    results = race(*[lambda: services.post(key="k", kind="park", legs=legs)] * COPIES)
    assert len(set(results)) == 1
    assert balance("suspense", "a") == 5
    assert audit() == []


def test_crossing_transfers_do_not_deadlock():
    start = [services.Leg("suspense", "a", 5000), services.Leg("suspense", "b", 5000)]
    services.post(key="start", kind="park", legs=[*start, services.Leg("bank", "", -10_000)])

    def ferry(there: str, back: str) -> int:
        for n in range(20):
            pair = [services.Leg("suspense", there, 1), services.Leg("suspense", back, -1)]
            services.post(key=f"{there}{threading.get_ident()}{n}", kind="park", legs=pair)
        return 20

    assert race(*[lambda: ferry("a", "b"), lambda: ferry("b", "a")] * 3) == [20] * 6
    assert (balance("suspense", "a"), balance("suspense", "b")) == (5000, 5000)
    assert audit() == []


def test_an_approval_is_answered_once_and_asked_once(escrow, atlas, finance_fz, atlas_brand):
    third = join(atlas_brand, person("third", "brand"), "finance")
    services.set_limit(wallet_id=escrow.payer_id, above_centimes=1, by=atlas)
    rows = race(*[lambda: services.ask_approval(escrow_id=escrow.pk, by=finance_fz)] * COPIES)
    assert len({row.pk for row in rows}) == 1
    pk = rows[0].pk
    results = race(
        lambda: services.approve_spending(approval_id=pk, by=atlas),
        lambda: services.refuse_spending(approval_id=pk, by=third),
    )
    assert won(results) == 1
    assert SpendApproval.objects.get().decided_by in {atlas, third}
