"""Money in euro is called euro, wherever it is read: over the API and at staff's desk."""

from typing import Any

import pytest
from django.urls import reverse

from payments import services
from payments.models import LedgerCorrection, LedgerTransaction, Refund
from payments.services import Leg
from payments.tests.test_currencies import in_euro, said, secured

__all__ = ["in_euro", "secured"]
PAID = {"amount": "441.43", "currency": "EUR"}
LEDGER = "/api/admin/ledger"

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, staff) -> Any:
    return client_of(staff)


def test_an_intent_in_euro_says_euro_and_what_it_secures_in_dirhams(who, escrow):
    said()
    asked = {"collaboration": str(escrow.deal_id), "currency": "EUR"}
    body = who("atlas").post("/api/payments/create-payment-intent", asked, format="json").json()
    assert (body["amount"], body["secures"]) == (PAID, {"amount": "4770.00", "currency": "MAD"})


def test_the_history_says_euro_for_what_was_paid_and_given_back_in_euro(who, secured, escrow):
    services.refund(escrow_id=escrow.pk, reason="not delivered")
    rows = who("atlas").get("/api/payments/history").json()["results"]
    assert {row["kind"]: row["amount"] for row in rows} == {
        "payment": {"amount": "-441.43", "currency": "EUR"},
        "refund": PAID,
    }


def test_the_trial_balance_of_euro_is_in_euro(who, secured):
    mad, eur = who("staff").get(f"{LEDGER}/trial-balance").json()
    for one in (mad, eur):
        sums = [one["credit"], one["debit"]]
        sums += [line[name] for line in one["lines"] for name in ("credit", "debit", "balance")]
        assert {amount["currency"] for amount in sums} == {one["currency"]}
    assert eur["credit"] == PAID


def test_what_has_not_cleared_in_euro_is_in_euro(who, secured):
    (row,) = who("staff").get(f"{LEDGER}/ageing").json()
    assert (row["account"], row["currency"]) == ("provider_clearing", "EUR")
    assert row["balance"] == {"amount": "-441.43", "currency": "EUR"}
    assert row["parts"] == [PAID, *[{"amount": "0.00", "currency": "EUR"}] * 3]


def test_the_way_of_an_amount_names_the_currency_of_each_leg(who, secured, escrow):
    steps = who("staff").get(f"{LEDGER}/trace", {"deal": str(escrow.deal_id)}).json()
    legs = {(leg["account"], leg["amount"]["currency"]) for step in steps for leg in step["legs"]}
    assert {("provider_clearing", "EUR"), ("exchange", "EUR"), ("exchange", "MAD")} <= legs
    assert ("provider_clearing", "MAD") not in legs


def page(desk: Any, name: str, *args: Any, **asked: str) -> str:
    answer = desk.get(reverse(f"admin:payments_{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_staff_s_lists_of_payments_and_refunds_are_in_euro(desk, secured, escrow):
    services.refund(escrow_id=escrow.pk, reason="not delivered")
    for name in ("payment_changelist", "refund_changelist"):
        shown = page(desk, name)
        assert "441,43 EUR" in shown
        assert "441,43 MAD" not in shown


def test_staff_s_ledger_is_in_the_currency_of_each_account(desk, secured):
    made = LedgerTransaction.objects.filter(currency="EUR").first()
    for name, args in (
        ("ledgeraccount_changelist", []),
        ("ledgerentry_changelist", []),
        ("ledgertransaction_changelist", []),
        ("ledgertransaction_change", [made.pk]),
    ):
        shown = page(desk, name, *args)
        assert "441,43 EUR" in shown
        assert "441,43 MAD" not in shown


def test_dirhams_stay_dirhams_beside_euro(desk, secured):
    shown = page(desk, "ledgeraccount_changelist", currency="MAD")
    assert "4 770,00 MAD" in shown
    assert "EUR</bdi>" not in shown


def asked(desk: Any, model: str, action: str, *rows: Any) -> str:
    """The sentences of the page between the list and the act."""
    form = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    answer = desk.post(reverse(f"admin:payments_{model}_changelist"), form)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_rows_of_two_currencies_are_not_added_up(desk, in_euro, escrow, atlas):
    in_dirhams = services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="MAD", by=atlas)
    shown = asked(desk, "payment", "send_parked_back", in_euro, in_dirhams)
    assert "4 770,00 MAD + 441,43 EUR" in shown
    assert f"<bdi>{in_euro}</bdi> · 441,43 EUR" in shown
    assert not Refund.objects.exists()


def test_rows_without_an_amount_come_to_no_total(desk, db, staff):
    legs = [Leg("suspense", "a", -5), Leg("suspense", "b", 5)]
    made = services.propose_correction(legs=legs, reason="To the right wallet", currency="MAD", by=staff)
    shown = asked(desk, "ledgercorrection", "refuse", made)
    assert f"<bdi>{made}</bdi>" in shown
    assert "0,00" not in shown
    assert LedgerCorrection.objects.get().state == "proposed"
