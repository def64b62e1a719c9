"""Transfers, months, years, certificates, and fees given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from invoicing.admin import CreditForm
from invoicing.errors import CannotCredit
from invoicing.models import Document, Kind, OwedDocument
from invoicing.selectors import audit_documents
from invoicing.selectors.periods import month_before, month_of, year_of
from invoicing.services import credit_invoice, owe_statements
from invoicing.tasks import owe_what_is_missing
from invoicing.tests.conftest import by_kind, declare, pay_out, react
from kit.errors import Invalid, NotAllowed
from payments import services
from payments.models import FeeSchedule, Refund
from payments.selectors import audit, balance
from plans.services import follow_card_plan, settle_charge, start_card_plan, start_subscription
from plans.tests.mirror import Mirror, known_customer, prices

pytestmark = pytest.mark.django_db
NET = 396_000


def this_month():
    today = timezone.localdate()
    return month_of(today.year, today.month)


def test_a_transfer_that_was_paid_has_its_statement(both_known, released, purse, amina, staff):
    payout = pay_out(purse, amina, staff)
    react()
    paper = by_kind()["payout"]
    assert (paper.payout_id, paper.total_centimes) == (payout.pk, 100_000)
    assert paper.content["transfer"]["bank_ref"] == "VIR-2026-7781"
    assert [line["amount_centimes"] for line in paper.content["lines"]] == [NET]
    assert "rib" not in str(paper.content).lower()


def test_a_month_shows_the_account_and_what_was_billed(both_known, released, purse, amina, staff):
    pay_out(purse, amina, staff)
    assert owe_statements(kind=Kind.MONTHLY, period=this_month()) == 2
    react()
    ours, theirs = (Document.objects.get(kind="monthly", recipient=one) for one in (purse, released.payer))
    assert [line["amount_centimes"] for line in ours.content["lines"]] == [NET, -100_000]
    assert ours.total_centimes == balance("influencer_available", purse.pk) == NET - 100_000
    assert theirs.total_centimes == 477_000
    assert theirs.content["closed"]["fee"] == 22_500


def test_a_month_is_stated_once_and_not_when_nothing_moved(both_known, released):
    assert owe_statements(kind=Kind.MONTHLY, period=month_before(this_month().start)) == 0
    owe_statements(kind=Kind.MONTHLY, period=this_month())
    react()
    assert owe_statements(kind=Kind.MONTHLY, period=this_month()) == 0


def test_a_year_adds_up_each_client(both_known, hold, purse):
    for price in (450_000, 100_000):
        services.release(escrow_id=hold(price).pk, reason="accepted")
    owe_statements(kind=Kind.YEARLY, period=year_of(timezone.localdate().year))
    react()
    line, *others = Document.objects.get(kind="yearly", recipient=purse).content["lines"]
    assert not others
    assert (line["n"], line["gross_centimes"], line["fee_centimes"]) == (2, 550_000, 55_000)
    assert line["net_centimes"] == balance("influencer_available", purse.pk)


def test_tax_that_was_withheld_has_a_certificate_for_both_sides(both_known, hold, purse):
    declare(purse, status="individual")
    escrow = services.release(escrow_id=hold().pk, reason="accepted")
    react()
    paper = by_kind()["withholding"]
    assert (paper.withheld_centimes, paper.recipient, paper.other) == (45_000, purse, escrow.payer)
    assert paper.content["lines"][0]["code"] == "third_party_fees"
    assert paper.content["client"]["ice"]
    assert by_kind()["amount_due"].withheld_centimes == 45_000
    assert audit_documents() == []


@pytest.mark.parametrize(("typed", "centimes"), [("", None), ("90", 9_000), ("1 500,50", 150_050)])
def test_how_much_is_given_back_is_typed_as_everywhere(typed, centimes):
    form = CreditForm({"key": "k", "total": typed, "reason": "Geste"})
    assert form.is_valid()
    assert form.cleaned_data["total"] == centimes
    assert 'inputmode="decimal"' in str(form["total"])


@pytest.mark.parametrize("typed", ["0", "-90", "ninety"])
def test_what_is_not_an_amount_is_not_given_back(typed):
    form = CreditForm({"key": "k", "total": typed, "reason": "Geste"})
    assert set(form.errors) == {"total"}


def test_a_fee_given_back_has_its_credit_note_and_its_money(both_known, released, staff):
    react()
    invoice = by_kind()["fee_brand"]
    note = credit_invoice(document_id=invoice.pk, total_centimes=9_000, reason="Geste", by=staff)
    assert (note.net_centimes, note.vat_centimes, note.total_centimes) == (-7_500, -1_500, -9_000)
    assert note.related == invoice
    assert note.number.startswith("AV-")
    assert Refund.objects.get().amount_centimes == 9_000
    assert audit() == []
    assert audit_documents() == []


def test_a_creators_fee_comes_back_into_what_they_have(both_known, released, staff, purse):
    react()
    credit_invoice(document_id=by_kind()["fee_creator"].pk, total_centimes=None, reason="Geste", by=staff)
    assert balance("influencer_available", purse.pk) == NET + 54_000
    assert audit() == []
    assert audit_documents() == []


def test_no_more_than_an_invoice_is_given_back(both_known, released, staff):
    react()
    invoice = by_kind()["fee_brand"]
    credit_invoice(document_id=invoice.pk, total_centimes=20_000, reason="Geste", by=staff)
    with pytest.raises(CannotCredit):
        credit_invoice(document_id=invoice.pk, total_centimes=7_001, reason="Geste", by=staff)
    credit_invoice(document_id=invoice.pk, total_centimes=None, reason="Geste", by=staff)
    with pytest.raises(CannotCredit):
        credit_invoice(document_id=invoice.pk, total_centimes=None, reason="Geste", by=staff)
    assert sum(one.total_centimes for one in invoice.corrections.all()) == -27_000


def test_a_creators_own_invoice_is_not_ours_to_take_back(both_known, mandate, released, staff):
    react()
    with pytest.raises(CannotCredit):
        credit_invoice(document_id=by_kind()["self_bill"].pk, total_centimes=1, reason="x", by=staff)


def test_giving_back_needs_the_right_and_a_reason(both_known, released, staff, atlas):
    react()
    pk = by_kind()["fee_brand"].pk
    with pytest.raises(NotAllowed):
        credit_invoice(document_id=pk, total_centimes=None, reason="x", by=atlas)
    with pytest.raises(Invalid):
        credit_invoice(document_id=pk, total_centimes=None, reason=" ", by=staff)
    assert not Refund.objects.exists()


def test_what_was_closed_before_this_app_is_owed_by_the_sweep(both_known, released, purse, amina, staff):
    pay_out(purse, amina, staff)
    react()
    n = OwedDocument.objects.count()
    OwedDocument.objects.all().delete()
    assert owe_what_is_missing() == n
    assert owe_what_is_missing() == 0
    react()
    assert Document.objects.count() == n


def test_a_plan_that_was_paid_has_its_invoice(both_known, atlas, atlas_wallet):
    held = start_subscription(wallet=atlas_wallet, code="pro", interval="month", by=atlas)
    charge = held.charges.get()
    settle_charge(reference=charge.reference, key=f"bank-line:{charge.pk}", reason="VIR")
    react()
    paper = by_kind()["plan"]
    assert (paper.net_centimes, paper.vat_centimes) == (charge.net_centimes, charge.vat_centimes)
    assert paper.number.startswith("FP-")
    assert paper.content["paid"]["reference"] == charge.reference
    assert audit_documents() == []


def test_a_plan_paid_by_card_has_the_same_invoice_and_says_how(both_known, atlas, atlas_wallet, settings):
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "stripe": settings.STRIPE}
    prices()
    known_customer(atlas_wallet)
    card = start_card_plan(wallet=atlas_wallet, code="pro", interval="month", by=atlas)
    FeeSchedule.objects.create(starts_at=timezone.now() - timedelta(minutes=1), vat_bps=1_000)
    today = timezone.localdate()
    stripe = Mirror(card=card, start=today, end=today + timedelta(days=30))
    stripe.bills(58_800)
    follow_card_plan(stripe_id=stripe.says())
    react()
    paper = by_kind()["plan"]
    assert (paper.net_centimes, paper.vat_centimes) == (49_000, 9_800)
    assert paper.content["lines"][0]["vat_bps"] == 2_000  # of the price at Stripe, not of today
    assert paper.number.startswith("FP-")
    assert paper.content["paid"]["mode"] == "stripe"
    assert audit_documents() == []
