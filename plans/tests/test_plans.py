"""Plans as a brand lives them: taken, changed, late, ended, and never losing anything."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import NotAllowed, WrongState
from kit.ids import uuid7
from payments import services as money
from payments.selectors import audit, balance, quote
from plans.errors import ChargeOpen, PlanLimit, SamePlan
from plans.models import Charge, Plan, Subscription
from plans.selectors import change_to, plan_of, subscription_of
from plans.services import (
    add_plan,
    change_plan,
    end_subscription,
    ensure_room,
    remind_or_end,
    settle_charge,
    start_subscription,
)
from plans.services.subscriptions import period_end
from plans.tasks import run_plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def wallet(atlas_brand: Any) -> Any:
    return atlas_brand.wallet


@pytest.fixture
def pro(wallet, atlas) -> Subscription:
    return start_subscription(wallet=wallet, code="pro", interval="month", by=atlas)


def pay(charge: Charge) -> None:
    settle_charge(reference=charge.reference, key=f"bank-line:{charge.pk}", reason="VIR")


@pytest.fixture
def paid_pro(pro) -> Subscription:
    pay(pro.charges.get())
    return pro


def age(row: Any, **fields: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


def test_a_brand_begins_on_the_free_plan(wallet):
    assert (plan_of(wallet).code, subscription_of(wallet)) == ("free", None)


def test_taking_a_plan_counts_at_once_and_is_charged_with_vat(pro, wallet):
    charge = pro.charges.get()
    assert plan_of(wallet).code == "pro"
    assert (charge.net_centimes, charge.vat_centimes, charge.state) == (49_000, 9_800, "due")
    assert charge.due_on == timezone.localdate() + timedelta(days=15)


def test_taking_it_twice_is_one_subscription_and_one_charge(pro, wallet, atlas):
    assert start_subscription(wallet=wallet, code="pro", interval="month", by=atlas) == pro
    assert Charge.objects.count() == 1


def test_the_free_plan_is_not_taken(wallet, atlas):
    with pytest.raises(SamePlan):
        start_subscription(wallet=wallet, code="free", interval="month", by=atlas)


def test_strangers_and_creators_take_nothing_for_a_brand(wallet, rival, amina):
    for somebody in (rival, amina):
        with pytest.raises(NotAllowed):
            start_subscription(wallet=wallet, code="pro", interval="month", by=somebody)
    assert not Subscription.objects.exists()


def test_new_contracts_pay_the_fee_of_the_plan_and_old_ones_keep_theirs(wallet, atlas, amina):
    deal = {"title": "X", "payer": wallet, "payee": amina.influencer.wallet, "price_centimes": 100_000}
    before = money.open_escrow(deal_id=uuid7(), **deal)
    start_subscription(wallet=wallet, code="scale", interval="month", by=atlas)
    wallet.refresh_from_db()
    after = money.open_escrow(deal_id=uuid7(), **(deal | {"payer": wallet}))
    assert (before.brand_fee_centimes, after.brand_fee_centimes) == (5_000, 2_500)
    assert quote(100_000, payer=wallet).brand_fee_bps == 250


def test_a_paid_charge_is_booked_to_plan_fees_and_vat(paid_pro):
    assert (balance("bank"), balance("plan_fees"), balance("vat_due")) == (-58_800, 49_000, 9_800)
    assert audit() == []


def test_a_charge_is_paid_once(paid_pro):
    with pytest.raises(WrongState):
        pay(paid_pro.charges.get())
    assert balance("plan_fees") == 49_000


def test_a_larger_plan_counts_at_once_for_the_days_left(paid_pro, atlas, wallet):
    day = timezone.localdate()
    age(paid_pro, starts_on=day - timedelta(days=10), ends_on=day + timedelta(days=20))
    change_plan(subscription_id=paid_pro.pk, code="scale", by=atlas)
    charge = Charge.objects.get(words="change")
    assert (charge.net_centimes, plan_of(wallet).code) == (66_667, "scale")


def test_a_larger_plan_waits_for_an_open_charge(pro, atlas, wallet):
    with pytest.raises(ChargeOpen):
        change_plan(subscription_id=pro.pk, code="scale", by=atlas)
    assert plan_of(wallet).code == "pro"


def test_a_smaller_plan_waits_for_the_end_of_the_period(wallet, atlas):
    held = start_subscription(wallet=wallet, code="scale", interval="month", by=atlas)
    held = change_plan(subscription_id=held.pk, code="pro", by=atlas)
    assert (plan_of(wallet).code, held.next_plan.code, Charge.objects.count()) == ("scale", "pro", 1)
    held = change_plan(subscription_id=held.pk, code="scale", by=atlas)
    assert held.next_plan is None


def over(held: Subscription) -> None:
    day = timezone.localdate()
    age(held, starts_on=day - timedelta(days=30), ends_on=day)
    held.charges.update(from_on=day - timedelta(days=30), until_on=day)


def test_the_next_period_is_charged_once_however_often_beat_comes(paid_pro):
    over(paid_pro)
    run_plans()
    run_plans()
    paid_pro.refresh_from_db()
    assert paid_pro.starts_on == timezone.localdate()
    assert list(Charge.objects.values_list("state", flat=True)) == ["due", "paid"]


def test_an_end_comes_with_the_period_and_the_fee_goes_back(paid_pro, atlas, wallet):
    end_subscription(subscription_id=paid_pro.pk, by=atlas)
    assert plan_of(wallet).code == "pro"
    over(paid_pro)
    run_plans()
    wallet.refresh_from_db()
    assert (plan_of(wallet).code, wallet.brand_fee_bps, Charge.objects.count()) == ("free", None, 1)


def late(held: Subscription, days: int) -> str:
    charge = held.charges.get()
    age(charge, due_on=timezone.localdate() - timedelta(days=days))
    return remind_or_end(charge_id=charge.pk)


def test_late_charges_are_reminded_of_once_each_time_and_then_end_the_plan(pro, wallet):
    said = [late(pro, days) for days in (0, 1, 1, 3, 4, 8, 14, 15, 16)]
    assert said == ["waiting", "reminded", "late", "late", "reminded", "reminded", "late", "ended", "waiting"]
    assert (plan_of(wallet).code, Charge.objects.get().state, balance("plan_fees")) == ("free", "void", 0)


def test_paying_late_makes_it_active_again(pro):
    late(pro, 2)
    pro.refresh_from_db()
    assert pro.state == "past_due"
    pay(pro.charges.get())
    pro.refresh_from_db()
    assert pro.state == "active"


def test_a_limit_refuses_only_what_is_new(wallet):
    ensure_room(wallet=wallet, limit="open_campaigns", count=lambda: 4)
    with pytest.raises(PlanLimit) as no:
        ensure_room(wallet=wallet, limit="open_campaigns", count=lambda: 5)
    assert (no.value.facts["allowed"], no.value.status) == (5, 409)


def test_a_plan_without_limit_refuses_nothing(wallet, atlas):
    start_subscription(wallet=wallet, code="scale", interval="year", by=atlas)
    ensure_room(wallet=wallet, limit="members", count=lambda: 10_000)


def test_terms_are_added_for_later_and_never_edited(staff):
    terms = {"month_centimes": 59_000, "year_centimes": 590_000}
    with pytest.raises(ValidationError):
        add_plan(code="pro", starts_at=timezone.now() - timedelta(1), terms=terms, note="", by=staff)
    add_plan(code="pro", starts_at=timezone.now() + timedelta(1), terms=terms, note="", by=staff)
    assert Plan.objects.in_force().get(code="pro").month_centimes == 49_000


@pytest.mark.parametrize(
    ("start", "interval", "end"),
    [
        (date(2026, 1, 31), "month", date(2026, 2, 28)),
        (date(2026, 12, 15), "month", date(2027, 1, 15)),
        (date(2028, 2, 29), "year", date(2029, 2, 28)),
    ],
)
def test_periods_end_on_the_same_day_of_the_month(start, interval, end):
    assert period_end(start, interval) == end


@given(old=st.integers(0, 10**7), new=st.integers(0, 10**7), left=st.integers(0, 366))
def test_a_change_never_costs_more_than_the_difference(old, new, left):
    start = date(2026, 1, 1)
    held = SimpleNamespace(
        plan=SimpleNamespace(price_centimes=lambda _i: old),
        interval="year",
        starts_on=start,
        ends_on=start + timedelta(days=366),
    )
    plan = SimpleNamespace(price_centimes=lambda _i: new)
    change = change_to(held, plan, held.ends_on - timedelta(days=left))
    assert 0 <= change.net_centimes <= max(new - old, 0)
    assert change.is_now == (new > old)
