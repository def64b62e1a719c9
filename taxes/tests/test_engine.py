"""The arithmetic of tax, against the figures of the texts, and its properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxes.models import RuleSwitch
from taxes.selectors import Party, Sums, assess, rules_on

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 27)
BRAND = Party(status="company")
AE = Party(status="auto_entrepreneur")
FREELANCE = Party(status="individual")
WITH_VAT = Party(status="individual", is_vat_liable=True)


def on(day=DAY):
    return rules_on(day)


def taxed(gross, provider, client=BRAND, before=0, day=DAY):
    sums = Sums(year_centimes=before, month_centimes=before)
    return assess(gross, provider=provider, client=client, sums=sums, rules=on(day))


def amounts(found):
    return {line.code: line.amount_centimes for line in found.lines}


@pytest.mark.parametrize(
    ("before", "gross", "own", "withheld"),
    [
        (0, 8_000_000, 80_000, 0),
        (0, 10_000_000, 80_000, 600_000),
        (7_500_000, 1_000_000, 5_000, 150_000),
        (8_000_000, 1_000_000, 0, 300_000),
    ],
)
def test_an_auto_entrepreneur_pays_one_percent_and_thirty_above_the_ceiling(before, gross, own, withheld):
    found = taxed(gross, AE, before=before)
    assert amounts(found).get("ae_own_tax", 0) == own
    assert found.withheld_centimes == withheld


def test_a_client_abroad_withholds_nothing():
    found = taxed(20_000_000, AE, client=Party(status="foreign"))
    assert (found.withheld_centimes, found.over_centimes) == (0, 0)


def test_an_individual_is_held_ten_percent_by_a_company_and_nothing_by_others():
    assert amounts(taxed(1_000_000, FREELANCE)) == {"third_party_fees": 100_000}
    assert taxed(1_000_000, FREELANCE, client=Party(status="individual")).withheld_centimes == 0


def test_vat_is_inside_the_price_and_the_ten_percent_are_of_the_rest():
    found = taxed(1_200_000, WITH_VAT)
    assert (found.vat_centimes, found.without_vat_centimes) == (200_000, 1_000_000)
    assert amounts(found) == {"third_party_fees": 100_000, "vat_withheld": 200_000}


def test_a_certificate_of_regularity_leaves_a_quarter_of_the_vat():
    regular = Party(status="individual", is_vat_liable=True, is_regular=True)
    assert amounts(taxed(1_200_000, regular))["vat_withheld_regular"] == 150_000


def test_small_services_keep_their_vat_until_the_months_limit():
    assert "vat_withheld" not in amounts(taxed(500_000, WITH_VAT))
    assert "vat_withheld" in amounts(taxed(500_000, WITH_VAT, before=4_600_000))
    assert "vat_withheld" in amounts(taxed(500_001, WITH_VAT))


@pytest.mark.parametrize(
    ("day", "turnover", "withheld"),
    [
        (date(2026, 6, 30), "500", 0),
        (date(2026, 7, 1), "500", 50_000),
        (date(2026, 7, 1), "350", 0),
        (date(2027, 1, 1), "350", 50_000),
        (date(2027, 12, 31), "200", 0),
        (date(2028, 1, 1), "200", 50_000),
        (date(2028, 1, 1), "small", 0),
    ],
)
def test_large_private_payers_withhold_from_companies_step_by_step(day, turnover, withheld):
    client = Party(status="company", turnover=turnover)
    assert taxed(1_000_000, Party(status="company"), client=client, day=day).withheld_centimes == withheld


@pytest.mark.parametrize("status", ["cpu", "unknown", "foreign"])
def test_nothing_is_withheld_where_no_rule_is_certain(status):
    assert taxed(1_000_000, Party(status=status)).withheld_centimes == 0


def test_an_uncertain_rule_counts_only_once_two_people_turned_it_on(staff, atlas):
    switch = RuleSwitch.objects.create(
        code="foreign_provider", is_on=True, starts_on=DAY, reason="opinion of counsel", made_by=staff
    )
    assert taxed(1_000_000, Party(status="foreign")).withheld_centimes == 0
    switch.approved_by, switch.approved_at = atlas, "2026-11-27T10:00Z"
    switch.save()
    assert taxed(1_000_000, Party(status="foreign")).withheld_centimes == 100_000
    assert taxed(1_000_000, Party(status="foreign"), day=date(2026, 11, 26)).withheld_centimes == 0


def test_every_rule_names_its_source():
    assert all(rule.source and (rule.confidence == "sourced" or not rule.is_on) for rule in on().values())


parties = st.builds(
    Party,
    status=st.sampled_from(["auto_entrepreneur", "individual", "cpu", "company", "foreign", "unknown"]),
    is_vat_liable=st.booleans(),
    is_regular=st.booleans(),
    turnover=st.sampled_from(["small", "200", "350", "500"]),
)


@given(gross=st.integers(1, 10**9), before=st.integers(0, 10**9), provider=parties, client=parties)
def test_never_less_than_nothing_nor_more_than_was_earned(gross, before, provider, client):
    found = taxed(gross, provider, client, before)
    assert 0 <= found.withheld_centimes <= gross
    assert 0 <= found.vat_centimes < gross


@given(parts=st.lists(st.integers(1, 5_000_000), min_size=1, max_size=12))
def test_a_year_paid_in_parts_is_taxed_as_if_paid_at_once(parts):
    held, before = 0, 0
    for part in parts:
        held += taxed(part, AE, before=before).withheld_centimes
        before += part
    assert held == taxed(before, AE).withheld_centimes
