"""Arithmetic, for any price and any rate: nothing is lost, nothing is made."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from payments.models import Escrow, EscrowPart, FeeSchedule
from payments.selectors import price_up, quote, share, share_out
from payments.selectors.parts import COLUMNS
from payments.services.closings import closing_legs

prices = st.integers(1, 10**12)
rates = st.fixed_dictionaries(
    {name: st.integers(0, 5000) for name in ("brand_fee_bps", "influencer_fee_bps", "vat_bps")}
)


def escrow_of(price: int, bps: dict[str, int]) -> Escrow:
    q = price_up(price, **bps)
    return Escrow(
        price_centimes=price,
        brand_fee_centimes=q.brand_fee_centimes,
        brand_vat_centimes=q.brand_vat_centimes,
        influencer_fee_centimes=q.influencer_fee_centimes,
        influencer_vat_centimes=q.influencer_vat_centimes,
        fee_bps={
            "brand": bps["brand_fee_bps"],
            "influencer": bps["influencer_fee_bps"],
            "vat": bps["vat_bps"],
        },
    )


def test_the_example_of_the_house(db):
    q = quote(450_000)
    assert (q.total_centimes, q.net_centimes, q.fee_centimes, q.vat_centimes) == (
        477_000,
        396_000,
        67_500,
        13_500,
    )


@given(prices, rates)
def test_what_is_paid_is_what_is_given(price, bps):
    q = price_up(price, **bps)
    assert q.total_centimes == q.net_centimes + q.fee_centimes + q.vat_centimes
    assert min(q.net_centimes, q.fee_centimes, q.vat_centimes) >= 0


@given(prices, rates)
def test_each_figure_is_within_half_a_centime(price, bps):
    q = price_up(price, **bps)
    assert abs(q.brand_fee_centimes * 10_000 - price * bps["brand_fee_bps"]) <= 5000
    assert abs(q.brand_vat_centimes * 10_000 - q.brand_fee_centimes * bps["vat_bps"]) <= 5000


@given(prices, rates, st.data())
def test_the_legs_of_any_split_add_up_to_the_hold(price, bps, data):
    escrow = escrow_of(price, bps)
    part = data.draw(st.integers(0, price))
    whole = EscrowPart(escrow=escrow, **{name: getattr(escrow, name) for name in ("price_centimes", *COLUMNS)})
    [row] = share_out(escrow, [whole], part)
    legs = closing_legs(escrow, row)
    assert row.quote == share(escrow, part)
    assert sum(leg.amount_centimes for leg in legs) == 0
    assert legs[0].amount_centimes == -escrow.total_centimes
    assert all(leg.amount_centimes >= 0 for leg in legs[1:])


@given(prices, rates)
def test_the_ends_of_a_split_are_a_refund_and_a_release(price, bps):
    escrow = escrow_of(price, bps)
    nothing, everything = share(escrow, 0), share(escrow, price)
    assert (nothing.total_centimes, everything.total_centimes) == (0, escrow.total_centimes)
    assert everything.net_centimes == escrow.net_centimes


@given(prices, rates, st.data())
def test_a_larger_part_never_costs_less(price, bps, data):
    small = data.draw(st.integers(0, price))
    assert price_up(small, **bps).total_centimes <= price_up(price, **bps).total_centimes


@pytest.mark.django_db
def test_rates_have_dates():
    FeeSchedule.objects.create(
        starts_at=datetime(2027, 1, 1, tzinfo=UTC), brand_fee_bps=0, influencer_fee_bps=0, vat_bps=0
    )
    before, after = (datetime(year, 6, 1, tzinfo=UTC) for year in (2026, 2027))
    assert (quote(10_000, before).total_centimes, quote(10_000, after).total_centimes) == (10_600, 10_000)


@pytest.mark.django_db
def test_without_any_schedule_the_opening_rates_hold():
    FeeSchedule.objects.all().delete()
    assert quote(450_000).net_centimes == 396_000


@pytest.mark.django_db
def test_a_rate_beyond_reason_is_refused():
    with pytest.raises(IntegrityError):
        FeeSchedule.objects.create(starts_at=datetime(2027, 1, 1, tzinfo=UTC), influencer_fee_bps=9000)


def test_frozen_rates_outlive_the_schedule(db, escrow):
    FeeSchedule.objects.update(brand_fee_bps=0)
    assert share(escrow, escrow.price_centimes).total_centimes == escrow.total_centimes
