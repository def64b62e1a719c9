from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from events.models import Event
from kit.errors import NotAllowed, WrongState
from payments import services
from payments.errors import (
    BelowMinimum,
    InsufficientFunds,
    NoPayoutMethod,
    PayoutMethodOnHold,
    RibHasLetters,
    RibWrongKey,
    RibWrongLength,
    SecondPersonNeeded,
)
from payments.models import Payout, PayoutMethod, WalletHolder
from payments.selectors import balance, payout_address
from payments.tests.conftest import NET, RIB

pytestmark = pytest.mark.django_db


def other_rib() -> str:
    body = "0117801234567890123456"
    return body + f"{97 - int(body + '00') % 97:02d}"


@pytest.fixture
def payout(released, method, purse, amina) -> Payout:
    return services.request_payout(wallet=purse, amount_centimes=NET, by=amina)


@pytest.fixture
def sent(payout, staff) -> Payout:
    services.approve_payout(payout_id=payout.pk, by=staff)
    return services.send_payout(payout_id=payout.pk, by=staff)


def test_a_request_takes_the_money_out_of_what_is_available(payout, purse, clean):
    assert balance("influencer_available", purse.pk) == 0
    assert balance("payouts_in_transit") == NET
    clean()


def test_a_payout_to_its_end(sent, staff, clean):
    done = services.settle_payout(payout_id=sent.pk, bank_ref="VIR-9", by=staff)
    assert (done.state, balance("payouts_in_transit"), balance("bank")) == ("paid", 0, NET)
    assert Event.objects.order_by("id").last().label == "payments.PayoutPaid"
    clean()


def test_settling_is_said_twice_and_happens_once(sent, staff, clean):
    for _ in range(2):
        services.settle_payout(payout_id=sent.pk, bank_ref="VIR-9", by=staff)
    with pytest.raises(WrongState):
        services.settle_payout(payout_id=sent.pk, bank_ref="OTHER", by=staff)
    assert balance("bank") == NET
    clean()


@pytest.mark.parametrize("fixture", ["payout", "sent"])
def test_a_failed_payout_is_available_again(request, fixture, purse, staff, clean):
    row = request.getfixturevalue(fixture)
    done = services.fail_payout(payout_id=row.pk, reason="account_closed", by=staff)
    assert (done.reason, balance("influencer_available", purse.pk)) == ("account_closed", NET)
    clean()


def test_paid_and_failed_exclude_each_other(sent, staff, clean):
    services.settle_payout(payout_id=sent.pk, bank_ref="V", by=staff)
    with pytest.raises(WrongState):
        services.fail_payout(payout_id=sent.pk, reason="other", by=staff)
    clean()


@pytest.mark.parametrize("name", ["amina", "atlas"])
def test_only_staff_run_payouts(payout, name, request):
    with pytest.raises(NotAllowed):
        services.approve_payout(payout_id=payout.pk, by=request.getfixturevalue(name))
    assert Payout.objects.get().state == "requested"


def test_staff_do_not_approve_their_own(payout, staff, purse):
    WalletHolder.objects.create(wallet=purse, user=staff)
    with pytest.raises(NotAllowed):
        services.approve_payout(payout_id=payout.pk, by=staff)


def test_a_large_payout_takes_two_people(payout, staff, colleague, settings):
    settings.PAYOUT_SECOND_PERSON_CENTIMES = NET
    services.approve_payout(payout_id=payout.pk, by=staff)
    with pytest.raises(SecondPersonNeeded):
        services.send_payout(payout_id=payout.pk, by=staff)
    assert Payout.objects.get().state == "approved"
    assert services.send_payout(payout_id=payout.pk, by=colleague).sent_by == colleague


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [(9_999, BelowMinimum), (0, BelowMinimum), (-5, BelowMinimum), (NET + 1, InsufficientFunds)],
)
def test_amounts_that_do_not_fit(released, method, purse, amina, amount, refusal):
    with pytest.raises(refusal):
        services.request_payout(wallet=purse, amount_centimes=amount, by=amina)
    assert not Payout.objects.exists()


def test_no_rib_no_payout(released, purse, amina):
    with pytest.raises(NoPayoutMethod):
        services.request_payout(wallet=purse, amount_centimes=NET, by=amina)


def test_somebody_else_does_not_ask(released, method, purse, omar):
    with pytest.raises(NotAllowed):
        services.request_payout(wallet=purse, amount_centimes=NET, by=omar)


@pytest.mark.parametrize(
    ("today", "arrives"),
    [
        ("2026-11-23", "2026-11-25"),
        ("2026-11-26", "2026-11-30"),
        ("2026-11-27", "2026-12-01"),
        ("2026-11-28", "2026-12-01"),
    ],
)
def test_weekends_do_not_count(today, arrives):
    assert services.arrives_on(date.fromisoformat(today)) == date.fromisoformat(arrives)


def test_the_first_rib_is_usable_at_once_and_kept_unreadable(method):
    assert (method.hint, payout_address(method)) == ("5649", RIB)
    assert RIB not in method.address_encrypted


def test_a_changed_rib_waits_72_hours(released, method, purse, amina, clean):
    changed = services.add_payout_method(wallet=purse, holder_name="Amina", rib=other_rib(), by=amina)
    assert PayoutMethod.objects.get(is_default=True) == changed
    with pytest.raises(PayoutMethodOnHold):
        services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=73)):
        assert services.request_payout(wallet=purse, amount_centimes=NET, by=amina).method == changed


def test_the_same_rib_again_changes_nothing(method, purse, amina):
    again = services.add_payout_method(wallet=purse, holder_name="Amina", rib=RIB, by=amina)
    assert (again, PayoutMethod.objects.count()) == (method, 1)


def test_somebody_else_does_not_change_the_rib(method, purse, omar):
    with pytest.raises(NotAllowed):
        services.add_payout_method(wallet=purse, holder_name="Omar", rib=other_rib(), by=omar)
    assert PayoutMethod.objects.get(removed_at=None) == method


@pytest.mark.parametrize(
    "typed", [RIB, "230 780 1234567890123456 49", "230-780-1234567890123456-49", "٢٣٠٧٨٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٤٩"]
)
def test_a_rib_is_read_as_people_write_it(typed):
    assert services.check_rib(typed) == RIB


@pytest.mark.parametrize(
    ("typed", "refusal", "facts"),
    [
        (RIB[:-1], RibWrongLength, {"given": 23}),
        (RIB + "1", RibWrongLength, {"given": 25}),
        ("", RibWrongLength, {"given": 0}),
        (RIB[:-2] + "50", RibWrongKey, {"key": "50"}),
        ("MA64" + RIB, RibHasLetters, {"strange": "MA"}),
        ("+" + RIB, RibHasLetters, {"strange": "+"}),
    ],
)
def test_a_wrong_rib_says_what_is_off(typed, refusal, facts):
    with pytest.raises(refusal) as no:
        services.check_rib(typed)
    assert no.value.facts == facts


@pytest.mark.parametrize("place", range(24))
def test_any_single_wrong_digit_is_caught(place):
    wrong = RIB[:place] + str((int(RIB[place]) + 1) % 10) + RIB[place + 1 :]
    with pytest.raises(RibWrongKey):
        services.check_rib(wrong)
