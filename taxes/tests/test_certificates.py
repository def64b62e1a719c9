"""A tax-regularity certificate that ends: told in time, once, and only to whom it costs something."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from kit.ids import uuid7
from taxes import services
from taxes.facts import CertificateEnding
from taxes.models import TaxProfile
from taxes.selectors import ending_certificates, profile_of
from taxes.tasks import warn_of_certificates

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def declared(amina, left_days=60, party=None, **more):
    fields = {"status": "individual", "is_vat_liable": True} | more
    fields["regular_until"] = TODAY + timedelta(days=left_days)
    return services.set_profile(party_id=party or uuid7(), fields=fields, by=amina)


def warn(row, left_days):
    return services.warn_of_certificate(profile_id=row.pk, on=row.regular_until - timedelta(days=left_days))


def told() -> list[int]:
    events = Event.objects.filter(label=CertificateEnding.label()).order_by("pk")
    return [event.payload["left_days"] for event in events]


def test_a_word_is_said_thirty_seven_and_one_days_before_and_each_once(amina):
    row = declared(amina)
    said = [days for days in (31, 30, 30, 29, 8, 7, 3, 1, 1, 0) if warn(row, days)]
    assert said == told() == [30, 7, 1]


def test_whoever_declares_late_hears_the_nearest_word_only(amina):
    row = declared(amina, 5)
    assert [warn(row, days) for days in (5, 5, 1)] == [True, False, True]


def test_nothing_is_said_once_it_has_ended(amina):
    assert not warn(declared(amina), -1)
    assert told() == []


def test_the_same_certificate_in_another_declaration_is_not_told_again(amina):
    row = declared(amina, 20)
    assert warn(row, 20)
    moved = declared(amina, 20, party=row.party_id, city="Fès")
    assert moved != row
    assert not warn(moved, 20)
    assert not warn(row, 1)  # counts no longer
    assert warn(declared(amina, 25, party=row.party_id), 25)


def test_the_task_finds_whom_it_costs_something(amina):
    ending = declared(amina, 12)
    declared(amina, 31)
    declared(amina, -1)
    declared(amina, 12, is_vat_liable=False)
    declared(amina, 12, status="company")  # nobody withholds their VAT, with or without a certificate
    replaced = declared(amina, 12)
    declared(amina, 400, party=replaced.party_id)
    refused = declared(amina, 12)
    TaxProfile.objects.filter(pk=refused.pk).update(state="refused")
    assert ending_certificates(TODAY) == [ending.pk]
    assert [warn_of_certificates(), warn_of_certificates()] == [1, 0]
    assert told() == [12]


def test_a_profile_that_fails_is_logged_and_holds_up_no_other(amina, monkeypatch, caplog):
    bad, good = declared(amina, 3), declared(amina, 4)

    def unlucky(party_id, on=None):
        if party_id == bad.party_id:
            raise ConnectionError("gone")
        return profile_of(party_id, on)

    monkeypatch.setattr("taxes.services.certificates.profile_of", unlucky)
    assert warn_of_certificates() == 1
    assert told() == [4]
    assert str(bad.pk) in caplog.text
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.n_warnings, bad.n_warnings) == (2, 0)
