"""Payouts that make themselves: once for each wallet and date, or a reason why not."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from kit.errors import Invalid, NotAllowed
from payments import services, tasks
from payments.models import Payout, PayoutMethod, PayoutSchedule
from payments.services import Wish
from payments.services.schedules import next_run
from payments.tests.conftest import NET

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


@pytest.fixture
def weekly(purse, amina) -> PayoutSchedule:
    """Looked at next on Monday."""
    row = services.set_schedule(wallet=purse, wish=Wish(every="week"), by=amina)
    row.next_run_on = MONDAY
    row.save()
    return row


def run(purse, on: date = MONDAY) -> str:
    return services.run_schedule(wallet_id=purse.pk, on=on)


def test_the_day_comes_and_everything_leaves_once(released, method, purse, weekly, clean):
    assert [run(purse), run(purse)] == ["made", ""]
    made = Payout.objects.get()
    assert (made.amount_centimes, made.requested_by, made.period) == (NET, None, "week 2026-11-30")
    assert PayoutSchedule.objects.get().next_run_on == MONDAY + timedelta(days=7)
    clean()


def test_before_the_day_nothing_leaves(released, method, purse, weekly):
    assert run(purse, MONDAY - timedelta(days=1)) == ""
    assert not Payout.objects.exists()


def test_a_morning_that_was_missed_is_made_up(released, method, purse, weekly):
    assert run(purse, MONDAY + timedelta(days=2)) == "made"


def test_one_bad_wallet_does_not_take_the_payday_of_the_others(
    released, method, purse, weekly, omar, monkeypatch
):
    other = services.set_schedule(wallet=omar.influencer.wallet, wish=Wish(every="week"), by=omar)
    PayoutSchedule.objects.filter(pk=other.pk).update(next_run_on=MONDAY - timedelta(days=7))
    act = services.run_schedule

    def broken(**asked):
        if asked["wallet_id"] == other.wallet_id:
            raise RuntimeError
        return act(**asked)

    monkeypatch.setattr(services, "run_schedule", broken)
    with time_machine.travel(f"{MONDAY} 07:00Z"):
        assert tasks.run_payout_schedules() == 1
    assert Payout.objects.get().wallet == purse


def test_a_period_has_one_payout_even_when_its_row_was_put_back(released, method, purse, weekly, clean):
    run(purse)
    PayoutSchedule.objects.update(next_run_on=MONDAY)
    assert run(purse) == "nothing"
    assert Payout.objects.count() == 1
    clean()


@pytest.mark.parametrize(
    ("at_least", "available", "outcome"),
    [(0, NET, "made"), (NET, NET, "made"), (NET + 1, NET, "below_minimum"), (0, 9_999, "below_minimum")],
)
@pytest.mark.usefixtures("released", "method", "weekly")
def test_too_little_waits_for_the_next_date(amina, at_least, available, outcome, clean):
    purse = amina.influencer.wallet
    PayoutSchedule.objects.update(at_least_centimes=at_least)
    if available < NET:
        services.request_payout(wallet=purse, amount_centimes=NET - available, by=amina)
    assert run(purse) == outcome
    row = PayoutSchedule.objects.get()
    assert (row.last_outcome, row.last_run_on, row.next_run_on) == (outcome, MONDAY, date(2026, 12, 7))
    assert Payout.objects.filter(period="").count() == (available < NET)
    clean()


def test_an_account_on_hold_is_tried_again_each_morning(released, method, purse, weekly):
    PayoutMethod.objects.update(usable_at=timezone.now() + timedelta(hours=70))
    assert [run(purse), run(purse, MONDAY + timedelta(days=1))] == ["payout_method_on_hold"] * 2
    PayoutMethod.objects.update(usable_at=timezone.now())
    assert run(purse, MONDAY + timedelta(days=2)) == "made"
    assert Payout.objects.get().period == "week 2026-11-30"


def test_without_an_account_it_says_so(released, purse, weekly):
    assert run(purse) == "no_payout_method"
    assert PayoutSchedule.objects.get().last_outcome == "no_payout_method"


def test_nothing_there_is_nothing_said(purse, weekly):
    assert run(purse) == "nothing"


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(every="off"), None),
        (Wish(every="week"), date(2026, 11, 30)),
        (Wish(every="week", weekday=4), date(2026, 12, 4)),
        (Wish(every="month", month_day=1), date(2026, 12, 1)),
        (Wish(every="month", month_day=27), date(2026, 12, 27)),
        (Wish(every="amount", at_least_centimes=1), date(2026, 11, 28)),
    ],
)
def test_when_the_next_one_is(wish, expected):
    row = PayoutSchedule(every=wish.every, weekday=wish.weekday, month_day=wish.month_day)
    assert next_run(row, date(2026, 11, 27)) == expected


@pytest.mark.parametrize(
    "wish",
    [
        Wish(every="never"),
        Wish(every="week", weekday=7),
        Wish(every="month", month_day=31),
        Wish(every="amount", at_least_centimes=-1),
    ],
)
def test_a_wish_that_cannot_be(purse, amina, wish):
    with pytest.raises(Invalid):
        services.set_schedule(wallet=purse, wish=wish, by=amina)
    assert not PayoutSchedule.objects.exists()


def test_nobody_else_sets_it(purse, omar):
    with pytest.raises(NotAllowed):
        services.set_schedule(wallet=purse, wish=Wish(every="off"), by=omar)


def paid_before(purse, amina, staff) -> None:
    row = services.request_payout(wallet=purse, amount_centimes=10_000, by=amina)
    services.approve_payout(payout_id=row.pk, by=staff)
    services.send_payout(payout_id=row.pk, by=staff)
    services.settle_payout(payout_id=row.pk, bank_ref="V", by=staff)


def test_the_first_to_an_account_is_looked_at_by_a_person(released, method, purse, weekly):
    run(purse)
    assert Payout.objects.get().state == "requested"


@pytest.mark.parametrize(("limit", "state"), [(NET, "approved"), (10_000, "requested"), (0, "requested")])
@pytest.mark.usefixtures("released", "method", "weekly")
def test_a_small_one_to_a_known_account_approves_itself(amina, staff, settings, limit, state, clean):
    purse = amina.influencer.wallet
    settings.PAYOUT_AUTO_APPROVE_CENTIMES = limit
    paid_before(purse, amina, staff)
    run(purse)
    made = Payout.objects.exclude(period="").get()
    assert (made.state, made.approved_by) == (state, None)
    clean()


def test_the_morning_task_opens_schedules_and_runs_what_is_due(released, method, purse, clean):
    with time_machine.travel("2026-11-27T06:00:00Z"):
        assert tasks.run_payout_schedules() == 0
        assert PayoutSchedule.objects.get(wallet=purse).next_run_on == MONDAY
    PayoutMethod.objects.update(usable_at="2026-11-01T00:00:00Z")
    with time_machine.travel("2026-11-30T06:00:00Z"):
        assert [tasks.run_payout_schedules() for _ in range(2)] == [1, 0]
    clean()
