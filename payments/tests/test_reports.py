"""The books as staff read them: trial balance, the way of an amount, what has not cleared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from payments import services
from payments.models import LedgerTransaction
from payments.selectors import ageing, trace, trial_balance, warnings
from payments.services import Leg, post
from payments.tests.conftest import NET, TOTAL
from payments.tests.test_audit import lawless

pytestmark = pytest.mark.django_db


def older(key: str, days: int) -> None:
    lawless(
        f"UPDATE payments_ledgertransaction SET made_at = now() - interval '{days} days' WHERE key = '{key}'"
    )


def test_the_trial_balance_adds_up_for_each_currency(released):
    post(key="e", kind="park", legs=[Leg("suspense", "a", 500), Leg("bank", "", -500)], currency="EUR")
    mad, eur = trial_balance()
    assert (mad.currency, eur.currency) == ("MAD", "EUR")
    assert mad.balances
    assert (eur.credit_centimes, eur.debit_centimes) == (500, 500)
    lines = {line.kind: line.balance_centimes for line in mad.lines}
    assert lines["influencer_available"] == NET
    assert (lines["escrow"], lines["provider_clearing"]) == (0, -TOTAL)


def test_a_trial_balance_of_an_earlier_day_leaves_later_movements_out(released):
    assert trial_balance(until=timezone.localdate() - timedelta(days=1)) == []
    assert trial_balance(until=timezone.localdate())


def test_money_is_followed_from_the_brand_to_the_bank(released, method, purse, amina, staff):
    payouts = [
        services.request_payout(wallet=purse, amount_centimes=amount, by=amina)
        for amount in (100_000, 50_000)
    ]
    services.approve_payout(payout_id=payouts[0].pk, by=staff)
    services.send_payout(payout_id=payouts[0].pk, by=staff)
    services.settle_payout(payout_id=payouts[0].pk, bank_ref="V", by=staff)
    way = trace(LedgerTransaction.objects.get(kind="fund").pk)
    assert [(step.transaction.kind, step.part_centimes) for step in way] == [
        ("fund", None),
        ("release", None),
        ("payout", 100_000),
        ("payout", 50_000),
        ("payout_paid", 100_000),
    ]
    assert all(step.entries for step in way)


def test_a_transfer_names_the_deal_that_paid_for_it(released, method, purse, amina):
    services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    way = trace(LedgerTransaction.objects.get(kind="payout").pk)
    assert [(step.transaction.kind, step.part_centimes) for step in way] == [
        ("release", NET),
        ("payout", None),
    ]


def test_what_has_not_cleared_is_the_newest_and_has_an_age(db):
    for key, days, amount in [("a", 40, 100), ("b", 20, 70), ("c", 5, 30), ("d", 1, 9)]:
        post(key=key, kind="x", legs=[Leg("payouts_in_transit", "", amount), Leg("bank", "", -amount)])
        older(key, days)
    post(key="e", kind="x", legs=[Leg("payouts_in_transit", "", -120), Leg("bank", "", 120)])
    (row,) = ageing()
    assert (row.balance_centimes, row.n_items, row.days) == (89, 3, 20)
    assert row.parts == (9, 30, 50, 0)


def test_no_money_is_younger_than_new_while_the_clock_is_set_back(db):
    post(key="a", kind="x", legs=[Leg("suspense", "s", 5), Leg("bank", "", -5)])
    older("a", -1)
    (row,) = ageing()
    assert (row.days, row.parts) == (0, (5, 0, 0, 0))


def test_what_is_at_zero_is_not_listed(db):
    for key, sign in [("a", 1), ("b", -1)]:
        post(key=key, kind="x", legs=[Leg("suspense", "s", sign * 5), Leg("bank", "", sign * -5)])
    assert ageing() == []


def test_old_money_and_late_seals_are_warned_of(db):
    post(key="a", kind="x", legs=[Leg("suspense", "s", 5), Leg("bank", "", -5)])
    assert warnings() == []
    older("a", 30)
    assert [note["code"] for note in warnings()] == ["unsealed", "not_cleared"]
    services.seal_all()
    assert [note["code"] for note in warnings()] == ["not_cleared"]


@pytest.mark.parametrize("n", [1, 30])
def test_each_report_is_one_query(n, db, django_assert_num_queries):
    for place in range(n):
        legs = [Leg("suspense", place, 5), Leg("bank", "", -5)]
        post(key=str(place), kind="x", legs=legs)
    with django_assert_num_queries(1):
        trial_balance()
    with django_assert_num_queries(1):
        ageing()
