"""Where people are paid: sealed, several, slow to change, and what happens to money under way."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from events.models import Delivery
from events.services import settle_rows
from kit.errors import NotAllowed
from mail.models import Letter
from payments import services
from payments.errors import (
    NoPayoutMethod,
    PayoutKindNotOffered,
    PayoutMethodGone,
    PayoutMethodOnHold,
    WrongAddress,
)
from payments.models import PayoutMethod
from payments.selectors import balance, payout_address, payout_method, payout_methods
from payments.tests.conftest import NET, RIB
from payments.tests.test_payouts import other_rib

pytestmark = pytest.mark.django_db


@pytest.fixture
def paypal_on(settings):
    settings.PAYOUT_RAILS = {**settings.PAYOUT_RAILS, "paypal": {"client": "x"}}
    settings.PAYPAL_PAYOUT_COUNTRIES = ["MA"]


def test_paypal_is_offered_only_where_paypal_pays_people(purse, amina, paypal_on, settings):
    settings.PAYPAL_PAYOUT_COUNTRIES = ["FR"]
    with pytest.raises(PayoutKindNotOffered):
        services.add_provider_method(
            wallet=purse, kind="paypal", currency="EUR", address="amina@example.ma", by=amina
        )
    assert payout_methods(purse) == []


@pytest.fixture
def second(purse, amina, method) -> PayoutMethod:
    return services.add_payout_method(wallet=purse, holder_name="Amina", rib=other_rib(), by=amina)


def later() -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(hours=73))


def test_a_paypal_address_is_kept_sealed_and_shown_by_its_ends(purse, amina, paypal_on):
    row = services.add_provider_method(
        wallet=purse, kind="paypal", currency="EUR", address="amina@example.ma", by=amina
    )
    assert (payout_address(row), row.masked) == ("amina@example.ma", "a•••@example.ma")
    assert "amina@example.ma" not in row.address_encrypted


@pytest.mark.parametrize(
    ("kind", "currency", "address", "refusal"),
    [
        ("stripe", "EUR", "acct_1234567890", PayoutKindNotOffered),
        ("paypal", "MAD", "amina@example.ma", PayoutKindNotOffered),
        ("rib", "MAD", RIB, PayoutKindNotOffered),
        ("paypal", "EUR", "not an address", WrongAddress),
    ],
)
@pytest.mark.usefixtures("paypal_on")
def test_a_way_that_is_not_offered_or_an_odd_address(amina, kind, currency, address, refusal):
    row = {"wallet": amina.influencer.wallet, "kind": kind, "currency": currency, "address": address}
    with pytest.raises(refusal):
        services.add_provider_method(**row, by=amina)
    assert not PayoutMethod.objects.exists()


def test_several_are_kept_and_the_newest_is_the_default(purse, method, second):
    assert [row.pk for row in payout_methods(purse)] == [second.pk, method.pk]
    assert payout_method(purse) == second


def test_the_old_one_can_be_paid_on_while_the_new_one_waits(released, purse, amina, method, second):
    made = services.request_payout(wallet=purse, amount_centimes=NET, method_id=method.pk, by=amina)
    assert made.method == method


def test_another_default_moves_nothing_that_waits_72_hours(released, purse, amina, method, second):
    services.set_default_method(method_id=method.pk, by=amina)
    assert services.request_payout(wallet=purse, amount_centimes=10_000, by=amina).method == method
    services.set_default_method(method_id=second.pk, by=amina)
    with pytest.raises(PayoutMethodOnHold):
        services.request_payout(wallet=purse, amount_centimes=10_000, by=amina)


@pytest.mark.parametrize("act", [services.set_default_method, services.remove_payout_method])
def test_nobody_else_touches_an_account(method, omar, act):
    with pytest.raises(NotAllowed):
        act(method_id=method.pk, by=omar)
    assert PayoutMethod.objects.get(removed_at=None, is_default=True) == method


def test_an_account_of_somebody_else_is_never_paid_on(released, purse, amina, omar, method):
    strange = services.add_payout_method(
        wallet=omar.influencer.wallet, holder_name="Omar", rib=other_rib(), by=omar
    )
    with pytest.raises(NoPayoutMethod):
        services.request_payout(wallet=purse, amount_centimes=NET, method_id=strange.pk, by=amina)


def test_catalogue_15_an_account_changed_minutes_before_never_gets_what_was_asked_for_earlier(
    released, purse, amina, staff, method, clean
):
    """What was asked for goes where it was asked to go; the new account waits; the mailbox hears of it."""
    asked = services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    services.add_payout_method(wallet=purse, holder_name="Thief", rib=other_rib(), by=amina)
    services.approve_payout(payout_id=asked.pk, by=staff)
    sent = services.send_payout(payout_id=asked.pk, by=staff)
    assert payout_address(sent.method) == RIB
    settle_rows(rows=Delivery.objects.due())
    assert Letter.objects.filter(
        kind="notice", to=amina.email, data__subject="Nouveau compte bancaire"
    ).exists()
    clean()


def test_a_mailbox_that_was_changed_lately_is_told_too(purse, amina, method):
    old = amina.email
    Letter.objects.create(kind="email_changed", to=old, language="fr", user_id=amina.pk, data={"new": "x"})
    amina.email = "thief@example.ma"
    amina.save(update_fields=["email"])
    services.add_payout_method(wallet=purse, holder_name="Thief", rib=other_rib(), by=amina)
    settle_rows(rows=Delivery.objects.due())
    told = set(Letter.objects.filter(kind="notice").values_list("to", flat=True))
    assert told == {old, "thief@example.ma"}


def test_removing_an_account_stops_what_has_not_left_for_it(released, purse, amina, staff, method, clean):
    waits = services.request_payout(wallet=purse, amount_centimes=10_000, by=amina)
    left = services.request_payout(wallet=purse, amount_centimes=20_000, by=amina)
    services.approve_payout(payout_id=left.pk, by=staff)
    services.send_payout(payout_id=left.pk, by=staff)
    services.remove_payout_method(method_id=method.pk, by=amina)
    waits.refresh_from_db()
    left.refresh_from_db()
    assert (waits.state, waits.reason, left.state) == ("failed", "method_removed", "sending")
    assert balance("influencer_available", purse.pk) == NET - 20_000
    clean()


def test_removing_the_default_makes_another_one_default_and_is_done_once(purse, amina, method, second):
    for _ in range(2):
        services.remove_payout_method(method_id=second.pk, by=amina)
    assert payout_method(purse) == method


def test_a_removed_account_is_not_paid_on_and_waits_anew_when_it_comes_back(released, purse, amina, method):
    services.remove_payout_method(method_id=method.pk, by=amina)
    with pytest.raises(PayoutMethodGone):
        services.request_payout(wallet=purse, amount_centimes=NET, method_id=method.pk, by=amina)
    services.add_payout_method(wallet=purse, holder_name="Amina", rib=RIB, by=amina)
    with pytest.raises(PayoutMethodOnHold):
        services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    with later():
        assert services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
