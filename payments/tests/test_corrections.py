"""A mistake is put right by a new transaction that two people have signed."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from conftest import person
from kit.errors import NotAllowed, WrongState
from payments import services
from payments.errors import CorrectionOverdraws, CorrectionWrong, SecondOfStaffNeeded
from payments.models import LedgerCorrection, LedgerHold, LedgerTransaction
from payments.selectors import audit, balance, effects
from payments.services import Leg, post
from payments.tests.test_ledger import refused

pytestmark = pytest.mark.django_db
LEGS = [Leg("suspense", "a", 500), Leg("bank", "", -500)]


@pytest.fixture
def second() -> Any:
    return person("second", "staff", is_staff=True, is_superuser=True)


@pytest.fixture
def parked(db: Any) -> LedgerTransaction:
    return LedgerTransaction.objects.get(pk=post(key="wrong", kind="park", legs=LEGS))


@pytest.fixture
def proposed(parked: LedgerTransaction, staff: Any) -> LedgerCorrection:
    return services.reverse_transaction(transaction_id=parked.pk, reason="Booked twice", by=staff)


def test_a_proposal_moves_nothing_and_shows_what_it_would(proposed):
    assert LedgerTransaction.objects.count() == 1
    seen = {one.kind: (one.before_centimes, one.after_centimes) for one in effects(proposed)}
    assert seen == {"suspense": (500, 0), "bank": (-500, 0)}


def test_a_second_person_posts_it(proposed, second):
    services.approve_correction(correction_id=proposed.pk, by=second)
    made = LedgerTransaction.objects.get(key=f"correction:{proposed.pk}")
    assert (made.kind, made.reason, balance("suspense", "a")) == ("correction", "Booked twice", 0)
    assert LedgerCorrection.objects.get().transaction == made
    assert audit() == []


def test_not_the_one_who_proposed_it(proposed, staff):
    with pytest.raises(SecondOfStaffNeeded), transaction.atomic():
        services.approve_correction(correction_id=proposed.pk, by=staff)
    assert (LedgerTransaction.objects.count(), LedgerCorrection.objects.get().state) == (1, "proposed")


def test_it_is_posted_once(proposed, second):
    services.approve_correction(correction_id=proposed.pk, by=second)
    with pytest.raises(WrongState), transaction.atomic():
        services.approve_correction(correction_id=proposed.pk, by=second)
    assert LedgerTransaction.objects.count() == 2


def test_a_refused_one_stays_refused(proposed, second):
    services.refuse_correction(correction_id=proposed.pk, by=second)
    with pytest.raises(WrongState), transaction.atomic():
        services.approve_correction(correction_id=proposed.pk, by=second)
    assert LedgerTransaction.objects.count() == 1


def test_it_moves_while_money_is_on_hold(proposed, second):
    LedgerHold.objects.create(run=services.run_audit())
    services.approve_correction(correction_id=proposed.pk, by=second)
    assert balance("suspense", "a") == 0


def test_no_account_goes_below_zero_for_it(proposed, second):
    post(key="gone", kind="park", legs=[Leg("suspense", "a", -500), Leg("bank", "", 500)])
    with pytest.raises(CorrectionOverdraws), transaction.atomic():
        services.approve_correction(correction_id=proposed.pk, by=second)
    assert LedgerCorrection.objects.get().state == "proposed"


@pytest.mark.parametrize(
    "legs",
    [
        [Leg("suspense", "a", 500)],
        [Leg("suspense", "a", 500), Leg("bank", "", -499)],
        [Leg("pocket", "a", 500), Leg("bank", "", -500)],
        [Leg("suspense", "a", 0), Leg("bank", "", 0)],
    ],
)
def test_legs_that_do_not_fit_are_refused(legs, staff):
    with pytest.raises(CorrectionWrong):
        services.propose_correction(legs=legs, reason="x", by=staff)
    assert not LedgerCorrection.objects.exists()


def test_strangers_propose_nothing(parked, atlas):
    with pytest.raises(NotAllowed):
        services.reverse_transaction(transaction_id=parked.pk, reason="x", by=atlas)


def test_the_database_takes_no_correction_that_was_not_signed(parked):
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        post(key="correction:me", kind="correction", legs=LEGS)


def test_one_person_is_not_two_says_the_database(proposed, staff):
    with pytest.raises(IntegrityError, match="correction_two_people"), transaction.atomic():
        LedgerCorrection.objects.update(state="approved", decided_by=staff)


@pytest.mark.parametrize(
    "sql", ["UPDATE payments_{} SET {}", "DELETE FROM payments_{}", "TRUNCATE payments_{} CASCADE"]
)
def test_what_is_decided_is_not_changed_or_removed(proposed, second, sql):
    services.approve_correction(correction_id=proposed.pk, by=second)
    message = refused(sql.format("ledgercorrection", "state = 'proposed'"))
    assert "append-only" in message or "pending trigger" in message


def test_what_was_proposed_is_what_is_approved(proposed):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LedgerCorrection.objects.update(legs=[])
