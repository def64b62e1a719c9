"""Unknown, late, cancelled, in another currency: what becomes of a payout besides being paid."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from events.models import Event
from kit.errors import NotAllowed, WrongState
from payments import services, tasks
from payments.errors import PayoutRateMissing
from payments.models import CurrencyExchange, ExchangeRate, Payout
from payments.selectors import balance, earnings, shown_payouts, unknown_first
from payments.services import Report
from payments.tests.conftest import NET
from payments.tests.test_payout_methods import paypal_on  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def payout(released, method, purse, amina) -> Payout:
    return services.request_payout(wallet=purse, amount_centimes=NET, by=amina)


@pytest.fixture
def abroad(released, purse, amina, staff, paypal_on) -> Payout:  # noqa: F811
    """3 960 MAD on their way to PayPal, as 396 EUR."""
    ExchangeRate.objects.create(source="bam", currency="EUR", on=timezone.localdate(), dirhams=Decimal(10))
    services.add_provider_method(
        wallet=purse, kind="paypal", currency="EUR", address="amina@example.ma", by=amina
    )
    made = services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    services.approve_payout(payout_id=made.pk, by=staff)
    return services.send_payout(payout_id=made.pk, by=staff)


def days_off(first: date) -> frozenset[date]:
    return frozenset({date(2026, 11, 18), date(2027, 1, 1)})


def said(payout: Payout, status: str, **more) -> Report:
    return Report(reference="", subject="payout", subject_ref=str(payout.pk), status=status, **more)


def test_its_owner_takes_a_request_back_once(payout, purse, amina, clean):
    for _ in range(2):
        done = services.cancel_payout(payout_id=payout.pk, by=amina)
    assert (done.state, done.reason, done.shown_state) == ("failed", "cancelled_by_you", "cancelled")
    assert balance("influencer_available", purse.pk) == NET
    assert shown_payouts(purse) == ([], None)
    clean()


def test_what_was_approved_is_not_taken_back(payout, amina, staff):
    services.approve_payout(payout_id=payout.pk, by=staff)
    with pytest.raises(WrongState):
        services.cancel_payout(payout_id=payout.pk, by=amina)
    assert Payout.objects.get().state == "approved"


@pytest.mark.parametrize("name", ["omar", "atlas", "staff"])
def test_nobody_else_takes_it_back(payout, name, request):
    with pytest.raises(NotAllowed):
        services.cancel_payout(payout_id=payout.pk, by=request.getfixturevalue(name))
    assert Payout.objects.get().state == "requested"


def test_unknown_is_not_failed(abroad, purse, clean):
    services.note_answer(payout_id=abroad.pk, status="unknown", reason="gateway_unreachable")
    row = Payout.objects.get()
    assert (row.state, balance("payouts_in_transit"), earnings(purse).on_the_way_centimes) == (
        "unknown",
        NET,
        NET,
    )
    assert shown_payouts(purse) == ([row], None)
    clean()


def test_staff_see_the_unknown_first(abroad, released, purse):
    services.note_answer(payout_id=abroad.pk, status="unknown")
    Payout.objects.create(
        wallet=purse, method=abroad.method, amount_centimes=1, expected_on="2026-12-01", state="requested"
    )
    assert unknown_first(Payout.objects.all())[0].pk == abroad.pk


def test_abroad_the_rate_of_the_request_is_kept_and_the_books_balance(abroad, clean):
    assert (abroad.given, abroad.rate.dirhams) == ((39_600, "EUR"), 10)
    ExchangeRate.objects.create(
        source="manual", currency="EUR", on=timezone.localdate(), dirhams=Decimal(11), note="later"
    )
    services.note_answer(payout_id=abroad.pk, status="paid", provider_ref="PP-1")
    assert balance("provider_clearing", "paypal", "EUR") == 39_600
    assert balance("payouts_in_transit") == 0
    assert CurrencyExchange.objects.get().rate.dirhams == 10
    clean()


def test_abroad_a_failure_gives_the_dirhams_back(abroad, purse, clean):
    services.note_answer(payout_id=abroad.pk, status="failed", reason="receiver_unknown")
    row = Payout.objects.get()
    assert (row.reason, row.note, balance("influencer_available", purse.pk)) == (
        "wrong_address",
        "receiver_unknown",
        NET,
    )
    assert not CurrencyExchange.objects.exists()
    clean()


def test_without_a_rate_nothing_is_guessed(released, purse, amina, paypal_on):  # noqa: F811
    services.add_provider_method(
        wallet=purse, kind="paypal", currency="USD", address="amina@example.ma", by=amina
    )
    with pytest.raises(PayoutRateMissing) as no:
        services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    assert (no.value.code, Payout.objects.count()) == ("rate_missing", 0)


@pytest.mark.parametrize(
    ("status", "more", "outcome", "state"),
    [
        ("paid", {"amount_centimes": 39_600, "currency": "EUR"}, "payout_paid", "paid"),
        ("paid", {"amount_centimes": 39_601, "currency": "EUR"}, "wrong_amount", "sending"),
        ("paid", {"amount_centimes": 39_600, "currency": "USD"}, "wrong_amount", "sending"),
        ("failed", {"reason": "not_claimed"}, "payout_failed", "failed"),
        ("unclaimed", {}, "payout_unclaimed", "sending"),
        ("sent", {}, "payout_sent", "sending"),
    ],
)
def test_what_a_provider_reports(abroad, clean, status, more, outcome, state):
    assert services.record_payout_report(report=said(abroad, status, **more), rail="paypal") == outcome
    assert Payout.objects.get().state == state
    clean()


def test_a_report_said_twice_moves_once_and_its_contrary_moves_nothing(abroad, clean):
    paid = said(abroad, "paid", amount_centimes=39_600, currency="EUR")
    told = [services.record_payout_report(report=paid, rail="paypal") for _ in range(2)]
    told.append(services.record_payout_report(report=said(abroad, "failed"), rail="paypal"))
    assert told == ["payout_paid", "duplicate", "contradiction"]
    assert Payout.objects.get().state == "paid"
    clean()


def test_a_report_on_a_stranger_or_from_another_rail_moves_nothing(abroad):
    other = Report(reference="", subject="payout", subject_ref="nobody", status="paid")
    assert services.record_payout_report(report=other, rail="paypal") == "unknown_payout"
    assert services.record_payout_report(report=said(abroad, "paid"), rail="stripe") == "unknown_payout"
    assert Payout.objects.get().state == "sending"


@pytest.mark.parametrize(
    ("today", "arrives"),
    [
        ("2026-11-17", "2026-11-20"),  # the 18th is a holiday
        ("2026-12-31", "2027-01-05"),  # and so is the 1st, before a week-end
    ],
)
def test_public_holidays_do_not_count(today, arrives, settings):
    settings.DAYS_OFF = "payments.tests.test_payout_ways.days_off"
    assert services.arrives_on(date.fromisoformat(today)) == date.fromisoformat(arrives)


def test_a_late_one_gets_a_new_day_and_a_reason_and_is_told_once(payout):
    Payout.objects.update(expected_on=timezone.localdate() - timedelta(days=1))
    assert [tasks.tell_of_late_payouts() for _ in range(2)] == [1, 0]
    row = Payout.objects.get()
    assert (row.delay, row.expected_on) == ("checking", services.arrives_on(timezone.localdate()))
    assert Event.objects.filter(label="payments.PayoutDelayed").count() == 1


def test_staff_say_that_one_is_late(payout, staff, amina):
    day = timezone.localdate() + timedelta(days=9)
    with pytest.raises(NotAllowed):
        services.delay_payout(payout_id=payout.pk, reason="day_off", expected_on=day, by=amina)
    row = services.delay_payout(payout_id=payout.pk, reason="day_off", expected_on=day, by=staff)
    assert (row.delay, row.expected_on) == ("day_off", day)


def test_a_reason_is_one_of_ours(payout, staff):
    with pytest.raises(ValueError, match="because"):
        services.fail_payout(payout_id=payout.pk, reason="because", by=staff)
    assert Payout.objects.get().state == "requested"
