"""A price in parts: they add up to the centime, each leaves once, and the whole ends with the last."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.utils import IntegrityError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import Event
from kit.errors import WrongState
from kit.ids import uuid7
from payments import services
from payments.errors import EscrowFrozen, StillRetained
from payments.models import Escrow, EscrowPart, LedgerTransaction, Movement, Refund
from payments.selectors import apportion, balance, books, cut, earnings, given_if, price_up, share_out
from payments.selectors.parts import COLUMNS
from payments.services.closings import closing_legs
from payments.tests.conftest import NET, PRICE, TOTAL, settle

STAGES = [("draft", 135_000), ("published", 225_000), ("retained", 90_000)]
ALL = ("price_centimes", *COLUMNS)

prices = st.integers(1, 10**10)
rates = st.fixed_dictionaries(
    {name: st.integers(0, 10_000) for name in ("brand_fee_bps", "influencer_fee_bps", "vat_bps")}
)
weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=6).filter(any)


@given(st.integers(0, 10**12), weights)
def test_shares_add_up_and_nobody_is_a_centime_off(total, some):
    shares = apportion(total, some)
    assert sum(shares) == total
    assert all(abs(n * sum(some) - total * w) < sum(some) for n, w in zip(shares, some, strict=True))


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=10_000, deadline=None)
@given(price=prices, bps=rates, some=weights, data=st.data())
def test_the_legs_of_all_parts_are_the_hold_to_the_centime(price, bps, some, data):
    """R5: amount, rates and split are random; whatever is given of it, in whatever order, nothing is left."""
    whole = price_up(price, **bps)
    cuts = [part for part in cut(whole, apportion(price, some)) if part.price_centimes]
    for name in ALL:
        assert sum(getattr(part, name) for part in cuts) == getattr(whole, name)
    frozen = {"brand": bps["brand_fee_bps"], "influencer": bps["influencer_fee_bps"], "vat": bps["vat_bps"]}
    escrow = Escrow(fee_bps=frozen, **{name: getattr(whole, name) for name in ALL})
    parts = [
        EscrowPart(escrow=escrow, position=n, **{name: getattr(one, name) for name in ALL})
        for n, one in enumerate(cuts)
    ]
    rows = share_out(escrow, parts, data.draw(st.integers(0, price)))
    legs = [closing_legs(escrow, row) for row in rows]
    assert all(sum(leg.amount_centimes for leg in three) == 0 for three in legs)
    assert -sum(three[0].amount_centimes for three in legs) == escrow.total_centimes
    assert all(leg.amount_centimes >= 0 for three in legs for leg in three[1:])


@pytest.fixture
def staged(atlas: Any, atlas_brand: Any, purse: Any) -> Escrow:
    """4 500 MAD in three parts, secured."""
    escrow = services.open_escrow(
        deal_id=uuid7(),
        title="Huile d'argan",
        payer=atlas_brand.wallet,
        payee=purse,
        price_centimes=PRICE,
        stages=STAGES,
    )
    settle(services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas))
    return Escrow.objects.get(pk=escrow.pk)


def parts_of(escrow: Escrow) -> list[EscrowPart]:
    return list(escrow.parts.order_by("position"))


def states(escrow: Escrow) -> list[str]:
    return [Escrow.objects.get(pk=escrow.pk).state, *[part.state for part in parts_of(escrow)]]


def retain(escrow: Escrow, days: int) -> None:
    services.retain_until(escrow_id=escrow.pk, until=timezone.now() + timedelta(days=days))


@pytest.mark.django_db
class TestParts:
    def test_a_deal_paid_in_one_go_is_one_part_with_the_key_of_old(self, held):
        [part] = parts_of(held)
        assert (part.pk, part.name, part.total_centimes) == (held.pk, "whole", TOTAL)
        services.release(escrow_id=held.pk, reason="accepted")
        assert LedgerTransaction.objects.filter(key=f"close:{held.pk}").count() == 1

    def test_parts_add_up_to_their_escrow(self, staged, clean):
        rows = parts_of(staged)
        assert [(row.name, row.price_centimes) for row in rows] == STAGES
        assert [sum(getattr(row, name) for row in rows) for name in ALL] == [
            getattr(staged, name) for name in ALL
        ]
        clean()

    def test_parts_that_are_not_the_price_are_refused(self, atlas_brand, purse):
        with pytest.raises(ValueError, match="add up"):
            services.open_escrow(
                deal_id=uuid7(),
                title="x",
                payer=atlas_brand.wallet,
                payee=purse,
                price_centimes=PRICE,
                stages=[("draft", 1)],
            )
        assert not Escrow.objects.exists()

    def test_one_part_is_released_and_the_rest_stays_held(self, staged, purse, clean):
        draft = parts_of(staged)[0]
        services.release_part(part_id=draft.pk, reason="drafts_approved")
        assert states(staged) == ["held", "released", "held", "held"]
        assert balance("influencer_available", purse.pk) == draft.net_centimes == 118_800
        assert balance("escrow", staged.pk) == TOTAL - draft.total_centimes
        assert earnings(purse).protected_centimes == NET - 118_800
        assert books(staged.deal_id).balances
        clean()

    def test_a_refund_after_a_part_gives_back_only_what_is_held(self, staged, clean):
        draft = parts_of(staged)[0]
        services.release_part(part_id=draft.pk, reason="drafts_approved")
        services.refund(escrow_id=staged.pk, reason="cancelled")
        assert Refund.objects.get().amount_centimes == TOTAL - draft.total_centimes
        assert states(staged) == ["split", "released", "refunded", "refunded"]
        clean()

    def test_a_split_fills_the_parts_in_their_order(self, staged, purse, clean):
        services.split(escrow_id=staged.pk, influencer_price_centimes=200_000, reason="decided")
        assert states(staged) == ["split", "released", "split", "refunded"]
        assert [part.given_centimes for part in parts_of(staged)] == [135_000, 65_000, 0]
        assert balance("influencer_available", purse.pk) == given_if(staged, 200_000).net_centimes == 176_000
        assert Event.objects.filter(label="payments.EscrowSplit").count() == 1
        clean()

    def test_a_partial_refund_is_the_split_of_one_part(self, staged, clean):
        published = parts_of(staged)[1]
        services.split_part(part_id=published.pk, influencer_price_centimes=125_000, reason="partly")
        assert Refund.objects.get().amount_centimes == 106_000
        assert states(staged) == ["held", "held", "split", "held"]
        clean()

    def test_the_last_part_ends_the_escrow(self, staged, clean):
        for part in parts_of(staged)[:2]:
            services.release_part(part_id=part.pk, reason="x")
        retain(staged, -1)
        services.release_part(part_id=parts_of(staged)[2].pk, reason="x")
        assert states(staged) == ["released"] * 4
        assert books(staged.deal_id).released_centimes == NET
        clean()

    def test_what_is_retained_waits_for_its_day(self, staged, clean):
        retained = parts_of(staged)[2]
        for _day in range(2):  # without a day, and with one to come
            with pytest.raises(StillRetained):
                services.release_part(part_id=retained.pk, reason="x")
            with pytest.raises(StillRetained):
                services.split_part(part_id=retained.pk, influencer_price_centimes=1, reason="x")
            with pytest.raises(StillRetained):
                services.release(escrow_id=staged.pk, reason="x")
            retain(staged, 30)
        assert states(staged) == ["held"] * 4
        clean()

    def test_the_day_of_a_retention_is_set_once(self, staged):
        retain(staged, 30)
        day = parts_of(staged)[2].retained_until
        retain(staged, 0)
        assert parts_of(staged)[2].retained_until == day

    @pytest.mark.parametrize("how", ["release_part", "refund_part", "split_part"])
    def test_a_part_closes_once(self, staged, how, clean):
        part = parts_of(staged)[0]
        services.release_part(part_id=part.pk, reason="x")
        more = {"influencer_price_centimes": 1} if how == "split_part" else {}
        with pytest.raises(WrongState):
            getattr(services, how)(part_id=part.pk, reason="again", **more)
        clean()

    def test_a_frozen_escrow_closes_nothing(self, staged, clean):
        services.freeze_escrow(escrow_id=staged.pk)
        part = parts_of(staged)[0]
        for close in (
            lambda: services.release(escrow_id=staged.pk, reason="x"),
            lambda: services.refund(escrow_id=staged.pk, reason="x"),
            lambda: services.split(escrow_id=staged.pk, influencer_price_centimes=1, reason="x"),
            lambda: services.release_part(part_id=part.pk, reason="x"),
            lambda: services.refund_part(part_id=part.pk, reason="x"),
            lambda: services.split_part(part_id=part.pk, influencer_price_centimes=1, reason="x"),
            lambda: retain(staged, 0),
        ):
            with pytest.raises(EscrowFrozen) as no:
                close()
            assert no.value.facts == {"reason": "dispute"}
        assert states(staged) == ["held"] * 4
        services.thaw_escrow(escrow_id=staged.pk)
        services.refund(escrow_id=staged.pk, reason="decided")
        clean()

    def test_the_history_has_one_line_for_each_part(self, staged, purse):
        services.release_part(part_id=parts_of(staged)[0].pk, reason="x")
        lines = {
            row.detail: (row.state, row.amount_centimes) for row in Movement.objects.filter(wallet=purse)
        }
        assert lines == {
            "draft": ("released", 118_800),
            "published": ("held", 198_000),
            "retained": ("held", 79_200),
        }

    def test_the_database_refuses_to_give_more_than_a_part_has(self, staged):
        part = parts_of(staged)[0]
        with pytest.raises(IntegrityError):
            EscrowPart.objects.filter(pk=part.pk).update(given_centimes=part.price_centimes + 1)
