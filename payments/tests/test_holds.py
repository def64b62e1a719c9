"""While the last audit is red nothing moves but corrections; and the ways back."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from conftest import person
from kit.errors import NotAllowed, WrongState
from payments import gateways, services, tasks
from payments.errors import MoneyOnHold, SecondOfStaffNeeded
from payments.models import AuditRun, LedgerHold, LedgerTransaction, Payout, Refund
from payments.selectors import is_on_hold
from payments.services import Leg, post
from payments.tests.conftest import NET, paid
from payments.tests.test_audit import lawless

pytestmark = pytest.mark.django_db
DRIFT = "UPDATE payments_ledgeraccount SET balance_centimes = balance_centimes + {} WHERE kind = '{}'"
WRONG = DRIFT.format(5, "influencer_available")
RIGHT = DRIFT.format(-5, "influencer_available")
LEGS = [Leg("suspense", "a", 500), Leg("bank", "", -500)]


@pytest.fixture
def second() -> Any:
    return person("second", "staff", is_staff=True, is_superuser=True)


@pytest.fixture
def red(released: Any) -> AuditRun:
    """Five centimes too many on Amina's wallet, and the auditor has seen it."""
    lawless(WRONG)
    return services.run_audit()


def test_a_green_run_holds_nothing(released):
    run = services.run_audit()
    assert (run.is_green, run.n_transactions, run.head_sequence, is_on_hold()) == (True, 2, 2, False)


def test_a_red_run_stops_every_movement(red, purse, method, amina):
    assert (red.n_findings > 0, is_on_hold()) == (True, True)
    with pytest.raises(MoneyOnHold), transaction.atomic():
        services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    assert (Payout.objects.count(), LedgerTransaction.objects.count()) == (0, 2)


def test_the_database_itself_refuses(red):
    sql = "INSERT INTO payments_ledgertransaction (id, key, kind, currency, reason, made_at) VALUES"
    with pytest.raises(DatabaseError, match="on hold"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{sql} (gen_random_uuid(), 'x', 'release', 'MAD', '', now())")


def test_what_moved_before_is_still_answered(released):
    made = post(key="k", kind="park", legs=LEGS)
    lawless(WRONG)
    services.run_audit()
    assert post(key="k", kind="park", legs=LEGS) == made


def test_the_api_says_503_and_when_to_come_back(red, api_of, amina, method):
    body = {"amount": {"amount": "1000.00", "currency": "MAD"}}
    answer = api_of(amina).post(
        "/api/finances/request-payout", body, format="json", headers={"Idempotency-Key": "one"}
    )
    assert (answer.status_code, answer.json()["code"]) == (503, "money_on_hold")
    assert answer.headers["Retry-After"] == "900"


def test_nobody_is_sent_to_pay_meanwhile(red, payment):
    before = payment.action
    with pytest.raises(MoneyOnHold):
        gateways.start(payment, return_url="http://shop.test/back", locale="fr")
    payment.refresh_from_db()
    assert payment.action == before


def test_a_refund_does_not_leave_meanwhile(held, monkeypatch):
    """It is not even asked of the provider."""
    services.refund(escrow_id=held.pk, reason="not delivered")
    LedgerHold.objects.create(run=services.run_audit())
    monkeypatch.setattr(gateways, "send_refund", lambda refund: pytest.fail("the provider was asked"))
    assert tasks.send_refunds() == 0
    assert Refund.objects.get().state == "requested"


def test_a_callback_waits_until_money_moves_again(payment):
    event = services.store_provider_event(
        gateway="sandbox", external_id="e", body=vars(paid(payment)), raw=""
    )
    LedgerHold.objects.create(run=services.run_audit())
    type(event).objects.update(received_at="2026-01-01T00:00:00Z")
    tasks.handle_provider_events()
    event.refresh_from_db()
    assert event.handled_at is None
    services.run_audit()
    tasks.handle_provider_events()
    event.refresh_from_db()
    assert event.outcome == "credited"


def test_a_green_run_lets_money_go(red, purse, method, amina):
    lawless(RIGHT)
    run = services.run_audit()
    hold = LedgerHold.objects.get()
    assert (hold.green_run, is_on_hold()) == (run, False)
    services.request_payout(wallet=purse, amount_centimes=NET, by=amina)


def test_the_scheduled_audit_holds_by_itself(released):
    lawless(WRONG)
    assert tasks.audit_ledger() > 0
    assert is_on_hold()


def test_two_people_may_let_money_move_beside_what_they_have_seen(red, staff, second):
    services.ask_lift(reason="A rounding of ours, put right tonight", by=staff)
    with pytest.raises(SecondOfStaffNeeded), transaction.atomic():
        services.lift_hold(by=staff)
    assert is_on_hold()
    services.lift_hold(by=second)
    assert not is_on_hold()
    assert services.run_audit().n_findings == red.n_findings
    assert not is_on_hold()
    lawless(DRIFT.format(9, "influencer_available"))
    services.run_audit()
    assert is_on_hold()


def test_nobody_lifts_what_nobody_asked_for(red, second):
    with pytest.raises(WrongState):
        services.lift_hold(by=second)


def test_people_read_that_payments_are_paused(red, client_of, amina, atlas):
    for user, page in ((amina, "payments:earnings"), (atlas, "payments:history")):
        assert "suspendus" in client_of(user).get(reverse(page)).content.decode()


def test_on_a_normal_day_nothing_is_said(released, client_of, amina):
    assert "suspendus" not in client_of(amina).get(reverse("payments:earnings")).content.decode()


def test_strangers_neither_ask_nor_examine(red, atlas):
    for act in (lambda: services.ask_lift(reason="x", by=atlas), lambda: services.run_audit(by=atlas)):
        with pytest.raises(NotAllowed):
            act()


def test_staff_are_told_once(red, staff, react, api_of):
    services.run_audit()
    assert all(react())
    told = api_of(staff).get("/api/notifications").json()["results"]
    assert [notice["kind"] for notice in told].count("ledger_red") == 1


def test_one_hold_at_a_time_says_the_database(red):
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerHold.objects.create(run=red)


def test_one_person_alone_is_refused_by_the_database(red, staff):
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerHold.objects.update(
            asked_by=staff, lifted_by=staff, lifted_at="2026-01-01T00:00:00Z", reason="x"
        )
