from datetime import timedelta

import pytest
from django.db import transaction

from events.models import Event
from kit.errors import NotAllowed, WrongState
from payments import gateways, services
from payments.errors import GatewayNotConfigured, PaymentBeingChecked
from payments.models import Escrow, Payment, Refund
from payments.selectors import balance
from payments.services import Report
from payments.tasks import poll_unsettled, send_refunds
from payments.tests.conftest import settle

pytestmark = pytest.mark.django_db


def pay(escrow, by, gateway="sandbox") -> Payment:
    return services.create_payment(escrow_id=escrow.pk, gateway=gateway, by=by)


def report(payment, status, **more) -> str:
    said = Report(reference=payment.reference, status=status, **more)
    return services.record_report(payment_id=payment.pk, report=said)


def make_old(payment, **age) -> None:
    Payment.objects.filter(pk=payment.pk).update(made_at=payment.made_at - timedelta(**age))


def test_an_open_attempt_is_returned_again(escrow, atlas, finance_fz):
    assert pay(escrow, atlas) == pay(escrow, finance_fz)


@pytest.mark.parametrize("name", ["salma", "viewer", "amina", "rival", "omar", "staff"])
def test_others_do_not_pay(escrow, name, request):
    with pytest.raises(NotAllowed):
        pay(escrow, request.getfixturevalue(name))
    assert not Payment.objects.exists()


def test_a_gateway_must_be_configured(escrow, atlas, settings):
    settings.PAYMENT_GATEWAYS = {"sandbox": {"url": "", "secret": "x"}}
    with pytest.raises(GatewayNotConfigured):
        pay(escrow, atlas)


def test_another_gateway_gives_the_first_attempt_up(escrow, atlas, settings, clean):
    first = pay(escrow, atlas)
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "other": {"url": "x"}}
    second = pay(escrow, atlas, "other")
    first.refresh_from_db()
    assert (first.state, second.state) == ("expired", "pending")
    clean()


def test_a_declined_attempt_can_be_tried_again(escrow, payment, atlas, clean):
    assert report(payment, "failed", reason="declined_by_bank") == "failed"
    assert Event.objects.get().label == "payments.PaymentFailed"
    again = pay(escrow, atlas)
    assert settle(again) == "credited"
    clean()


def test_both_attempts_paid_one_goes_back(escrow, payment, atlas, clean):
    report(payment, "failed")
    again = pay(escrow, atlas)
    assert [settle(again), settle(payment)] == ["credited", "late_refund"]
    assert (Refund.objects.get().payment, Refund.objects.get().reason) == (payment, "late_payment")
    clean()


def test_a_second_capture_of_one_payment_is_reported(held, payment, clean):
    assert settle(payment, provider_ref="BK-OTHER") == "second_capture"
    clean()


@pytest.mark.parametrize("status", ["pending", "absent"])
def test_no_result_yet_is_no_failure(payment, status):
    assert report(payment, status) == "pending"


@pytest.mark.parametrize("status", ["pending", "absent"])
def test_a_closed_browser_ends_after_half_an_hour(escrow, payment, atlas, status):
    make_old(payment, minutes=31)
    assert report(payment, status) == "expired"
    assert pay(escrow, atlas) != payment


def test_catalogue_05_unknown_is_not_failed_and_not_paid_twice(escrow, payment, atlas):
    services.mark_unknown(payment_id=payment.pk)
    with pytest.raises(PaymentBeingChecked):
        pay(escrow, atlas)
    assert report(payment, "pending") == "pending"
    assert pay(escrow, atlas) == payment


def test_unknown_for_a_day_lets_the_brand_start_again(escrow, payment, atlas):
    services.mark_unknown(payment_id=payment.pk)
    make_old(payment, hours=25)
    assert services.mark_unknown(payment_id=payment.pk) == "expired"
    assert pay(escrow, atlas) != payment


def test_unknown_then_paid_is_paid(payment, clean):
    services.mark_unknown(payment_id=payment.pk)
    assert settle(payment) == "credited"
    clean()


def test_an_attempt_can_be_given_up_once(payment):
    services.expire_payment(payment_id=payment.pk)
    with pytest.raises(WrongState):
        services.expire_payment(payment_id=payment.pk)


def test_a_wrong_amount_then_the_right_one(escrow, payment, clean):
    assert settle(payment, amount_centimes=1) == "wrong_amount"
    assert settle(payment, amount_centimes=1) == "duplicate"
    assert Escrow.objects.get().state == "pending"
    clean()


def test_staff_send_a_wrong_amount_back(payment, staff, amina, clean):
    settle(payment, amount_centimes=5_000)
    with pytest.raises(NotAllowed):
        services.return_parked(payment_id=payment.pk, by=amina)
    refund = services.return_parked(payment_id=payment.pk, by=staff)
    assert (refund.amount_centimes, balance("suspense", payment.pk)) == (5_000, 0)
    with pytest.raises(NotAllowed):
        services.return_parked(payment_id=payment.pk, by=staff)
    clean()


def test_the_poll_leaves_fresh_attempts_alone(payment):
    assert poll_unsettled() == 0


def test_a_bank_that_is_down_makes_it_unknown(payment, settings):
    settings.PAYMENT_GATEWAYS = {"sandbox": {"url": "http://127.0.0.1:9", "secret": "x" * 32}}
    make_old(payment, minutes=5)
    assert poll_unsettled() == 1
    payment.refresh_from_db()
    assert payment.state == "unknown"


def test_a_gateway_that_was_switched_off_stops_nothing_else(payment, settings):
    settings.PAYMENT_GATEWAYS = {}
    make_old(payment, minutes=5)
    assert poll_unsettled() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_calls_a_bank_inside_a_transaction(payment):
    with transaction.atomic(), pytest.raises(RuntimeError):
        gateways.get("sandbox").query(payment)


def test_a_refund_is_claimed_by_one_worker(held):
    services.refund(escrow_id=held.pk, reason="cancelled")
    owed = Refund.objects.get()
    assert services.begin_refund(refund_id=owed.pk).state == "sending"
    assert services.begin_refund(refund_id=owed.pk) is None
    assert send_refunds() == 0


def test_a_refund_settles_once(held, clean):
    services.refund(escrow_id=held.pk, reason="cancelled")
    owed = services.begin_refund(refund_id=Refund.objects.get().pk)
    for _ in range(2):
        services.settle_refund(refund_id=owed.pk, provider_ref="RF-1")
    assert (balance("refunds_in_transit"), balance("provider_clearing", "sandbox")) == (0, 0)
    assert Event.objects.filter(label="payments.RefundSettled").count() == 1
    clean()


def test_a_refused_refund_waits_for_staff(held, staff, atlas, clean):
    services.refund(escrow_id=held.pk, reason="cancelled")
    owed = services.begin_refund(refund_id=Refund.objects.get().pk)
    services.fail_refund(refund_id=owed.pk, reason="card_closed")
    with pytest.raises(NotAllowed):
        services.retry_refund(refund_id=owed.pk, by=atlas)
    assert services.retry_refund(refund_id=owed.pk, by=staff).state == "sending"
    clean()
