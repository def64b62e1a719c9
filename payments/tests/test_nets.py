"""What a price leaves after fees and tax: shown before it happens, and what happens is what was shown."""

from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kit.ids import uuid7
from payments import services
from payments.models import Escrow, LedgerAccount
from payments.selectors import (
    Pricing,
    balance,
    escrow_quote,
    full_quote,
    price_up,
    pricing,
    pricing_of,
    running_with,
)
from payments.selectors.tax_years import tax_year
from payments.tests.conftest import PRICE, settle
from taxes.models import TaxProfile
from taxes.selectors import RULES, Party, Sums

DB = pytest.mark.django_db
FEES = {"brand_fee_bps": 500, "influencer_fee_bps": 1000, "vat_bps": 2000}
COMPANY = Party(status="company")
Kind = LedgerAccount.Kind
AE = Party(status="auto_entrepreneur")


@pytest.fixture
def taxed(atlas_brand: Any, purse: Any) -> None:
    """Atlas is a company, Amina an auto-entrepreneur."""
    TaxProfile.objects.create(party_id=atlas_brand.wallet.pk, status="company")
    TaxProfile.objects.create(party_id=purse.pk, status="auto_entrepreneur")


def deal(brand: Any, purse: Any, price: int, by: Any) -> Escrow:
    escrow = services.open_escrow(
        deal_id=uuid7(), title="Argan", payer=brand.wallet, payee=purse, price_centimes=price
    )
    settle(services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=by))
    return escrow


@given(
    st.integers(1, 10**11),
    st.sampled_from(TaxProfile.Status.values),
    st.sampled_from(TaxProfile.Status.values),
    st.booleans(),
    st.integers(0, 10**8),
)
def test_the_brand_pays_what_everybody_gets(price, provider, client, is_vat_liable, year):
    rules = {rule.code: rule for rule in RULES if rule.is_on}
    shared = Pricing(
        fees=price_up(0, **FEES),
        provider=Party(status=provider, is_vat_liable=is_vat_liable),
        client=Party(status=client, turnover="500"),
        sums=Sums(year_centimes=year),
        rules=rules,
    )
    found = shared.of(price)
    parts = found.net_centimes + found.withheld_centimes + found.fee_centimes + found.vat_centimes
    assert found.total_centimes == parts
    assert found.net_centimes >= 0


@DB
def test_without_a_tax_status_the_net_is_the_quote(atlas_brand, purse):
    found = full_quote(PRICE, client=atlas_brand.wallet, provider=purse)
    assert (found.net_centimes, found.withheld_centimes, found.lines) == (396_000, 0, [])


@DB
def test_above_the_ceiling_the_net_says_so(taxed, atlas_brand, purse):
    found = full_quote(10_000_000, client=atlas_brand.wallet, provider=purse)
    assert (found.withheld_centimes, found.tax.over_centimes) == (600_000, 2_000_000)
    assert found.net_centimes == 10_000_000 - 1_000_000 - 200_000 - 600_000
    assert [one.line.code for one in found.withheld_lines] == ["ae_one_client"]
    assert [one.line.amount_centimes for one in found.told_lines] == [80_000]


@DB
def test_contracts_under_way_count_before_a_new_one(taxed, atlas, atlas_brand, purse):
    deal(atlas_brand, purse, 7_500_000, atlas)
    assert running_with(atlas_brand.wallet, purse) == 7_500_000
    found = full_quote(1_000_000, client=atlas_brand.wallet, provider=purse)
    assert (found.before_centimes, found.withheld_centimes) == (7_500_000, 150_000)


@DB
def test_what_was_shown_is_what_is_received(taxed, atlas, atlas_brand, purse):
    released = deal(atlas_brand, purse, 7_500_000, atlas)
    services.release(escrow_id=released.pk, reason="accepted")
    shown = full_quote(1_000_000, client=atlas_brand.wallet, provider=purse)
    second = deal(atlas_brand, purse, 1_000_000, atlas)
    before = balance(Kind.INFLUENCER_AVAILABLE, purse.pk)
    services.release(escrow_id=second.pk, reason="accepted")
    assert shown.withheld_centimes == 150_000
    assert balance(Kind.INFLUENCER_AVAILABLE, purse.pk) - before == shown.net_centimes


@DB
def test_many_prices_cost_no_more_questions(taxed, atlas_brand, purse, django_assert_num_queries):
    with django_assert_num_queries(6):
        shared = pricing(client=atlas_brand.wallet, provider=purse)
        assert [shared.of(price).net_centimes for price in (100, 200)] == [88, 176]


@DB
def test_a_rate_card_is_priced_for_a_company_that_never_paid(taxed, purse):
    assert full_quote(PRICE, client=None, provider=purse).net_centimes == 396_000


@DB
def test_an_individual_paid_by_a_company_has_a_tenth_withheld():
    found = pricing_of(provider=Party(status="individual"), client=COMPANY).of(PRICE)
    assert (found.withheld_centimes, found.net_centimes) == (45_000, 351_000)


@DB
def test_a_brand_abroad_withholds_nothing():
    found = pricing_of(provider=AE, client=Party(status="foreign"), year_centimes=8_000_000).of(PRICE)
    assert (found.withheld_centimes, found.net_centimes) == (0, 396_000)


@pytest.fixture
def half_paid(taxed, atlas, atlas_brand, purse) -> Escrow:
    """100,000 MAD in two parts; the first 60,000 are paid out."""
    stages = [("draft", 6_000_000), ("published", 4_000_000)]
    escrow = services.open_escrow(
        deal_id=uuid7(),
        title="Argan",
        payer=atlas_brand.wallet,
        payee=purse,
        price_centimes=10_000_000,
        stages=stages,
    )
    settle(services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas))
    services.release_part(part_id=escrow.parts.get(name="draft").pk, reason="approved")
    return escrow


@DB
def test_a_contract_paid_in_parts_is_shown_the_same_tax_all_the_way(half_paid):
    assert escrow_quote(half_paid).withheld_centimes == 600_000
    services.release(escrow_id=half_paid.pk, reason="accepted")
    assert escrow_quote(half_paid).withheld_centimes == balance(Kind.TAX_WITHHELD) == 600_000


@DB
def test_a_part_that_was_paid_does_not_count_twice_before_the_next_contract(half_paid, atlas_brand, purse):
    assert running_with(atlas_brand.wallet, purse) == 4_000_000
    found = full_quote(1_000_000, client=atlas_brand.wallet, provider=purse)
    assert found.before_centimes == 10_000_000
    [gauge] = tax_year(purse, timezone.localdate().year).gauges
    assert (gauge.paid_centimes, gauge.running_centimes) == (6_000_000, 4_000_000)
