"""Declaring, checking, switching and withholding."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kit.errors import NotAllowed, WrongState
from kit.ids import uuid7
from taxes import services
from taxes.models import RuleSwitch, TaxProfile, Withholding
from taxes.selectors import client_years, identity_of, profile_of

pytestmark = pytest.mark.django_db
ICE = "001525713000022"


@pytest.fixture
def creator():
    return uuid7()


@pytest.fixture
def brand():
    party = uuid7()
    services.set_identity(party_id=party, legal_name="Atlas SARL", ice="", city="Casablanca")
    return party


def declare(party, by, **fields):
    return services.set_profile(party_id=party, fields=fields, by=by)


def held(creator, brand, gross, key):
    return services.withhold(
        key=key, client_id=brand, provider_id=creator, gross_centimes=gross, currency="MAD"
    )


def test_who_said_nothing_is_nobody_on_papers(creator):
    assert identity_of(creator).status == "unknown"


def test_what_is_declared_stands_on_papers_and_is_sealed_in_the_table(creator, amina):
    declare(creator, amina, status="auto_entrepreneur", legal_name=" Amina  B. ", if_number="40 123 456")
    assert (identity_of(creator).legal_name, identity_of(creator).if_number) == ("Amina B.", "40123456")
    assert "40123456" not in TaxProfile.objects.get().if_sealed


def test_a_change_is_a_new_row_and_the_rest_stays(creator, amina):
    declare(creator, amina, status="individual", if_number="1234567")
    declare(creator, amina, status="auto_entrepreneur")
    assert (TaxProfile.objects.count(), identity_of(creator).if_number) == (2, "1234567")


def test_the_same_again_is_no_row(creator, amina):
    first = declare(creator, amina, status="individual", if_number="1234567")
    assert declare(creator, amina, status="individual", if_number="1234567") == first


def test_a_status_to_come_counts_from_its_day(creator, amina):
    later = timezone.localdate() + timedelta(days=30)
    declare(creator, amina, status="individual")
    declare(creator, amina, status="auto_entrepreneur", starts_on=later)
    assert profile_of(creator).status == "individual"
    assert profile_of(creator, later).status == "auto_entrepreneur"


@pytest.mark.parametrize(
    ("field", "value"),
    [("ice", "123"), ("ice", "0" * 14 + "1"), ("status", "king"), ("turnover", "x"), ("is_vat_liable", True)],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_kept(creator, amina, field, value):
    with pytest.raises(ValidationError) as no:
        declare(creator, amina, **{"status": "auto_entrepreneur", field: value})
    assert field in no.value.message_dict
    assert not TaxProfile.objects.exists()


def test_a_refused_declaration_counts_no_longer(creator, amina, staff):
    declare(creator, amina, status="individual")
    row = declare(creator, amina, status="auto_entrepreneur")
    services.refuse_profile(profile_id=row.pk, reason="The card has expired", by=staff)
    assert profile_of(creator).status == "individual"
    with pytest.raises(WrongState):
        services.check_profile(profile_id=row.pk, by=staff)


def test_only_staff_with_the_right_check_and_nobody_their_own(creator, amina, staff):
    mine = declare(creator, staff, status="individual")
    for somebody in (amina, staff):
        with pytest.raises(NotAllowed):
            services.check_profile(profile_id=mine.pk, by=somebody)
    mine.refresh_from_db()
    assert mine.state == "declared"


def test_a_closing_is_taxed_once_and_remembered(creator, brand, amina):
    declare(creator, amina, status="individual")
    assert held(creator, brand, 1_000_000, "close:1") == 100_000
    assert held(creator, brand, 1_000_000, "close:1") == 100_000
    row = Withholding.objects.get()
    assert (row.gross_centimes, row.lines[0]["code"]) == (1_000_000, "third_party_fees")


def test_the_years_sum_counts_what_was_earned_before_a_status_was_known(creator, brand, amina):
    assert held(creator, brand, 7_900_000, "close:1") == 0
    declare(creator, amina, status="auto_entrepreneur")
    assert held(creator, brand, 200_000, "close:2") == 30_000
    [year] = client_years(creator, timezone.localdate().year)
    assert (year.gross_centimes, year.withheld_centimes) == (8_100_000, 30_000)


def test_another_client_has_a_ceiling_of_its_own(creator, brand, amina):
    declare(creator, amina, status="auto_entrepreneur")
    held(creator, brand, 8_000_000, "close:1")
    other = uuid7()
    services.set_identity(party_id=other, legal_name="Riva", ice="", city="")
    assert held(creator, other, 1_000_000, "close:2") == 0


def test_a_switch_needs_a_reason_a_day_to_come_and_a_second_person(staff, amina):
    today = timezone.localdate()
    wish = {"code": "foreign_provider", "is_on": True, "starts_on": today, "reason": "counsel"}
    for wrong in ({"reason": " "}, {"code": "x"}, {"starts_on": today - timedelta(1)}):
        with pytest.raises(ValidationError):
            services.propose_switch(**{**wish, **wrong}, by=staff)
    with pytest.raises(NotAllowed):
        services.propose_switch(**wish, by=amina)
    row = services.propose_switch(**wish, by=staff)
    with pytest.raises(NotAllowed):
        services.approve_switch(switch_id=row.pk, by=staff)
    assert RuleSwitch.objects.get().approved_at is None
