"""Two pairs of eyes between a line of the bank and the ledger."""

import pytest

from kit.errors import NotAllowed, WrongState
from payments import services as money
from payments.models import Payment, Payout, Refund
from payments.selectors import audit, balance
from plans.services import start_subscription
from treasury.errors import DoesNotFit, SameTwoEyes
from treasury.models import Match, StatementLine
from treasury.selectors import suggest
from treasury.services import approve_match, propose_match, read_statement, refuse_match
from treasury.tests.conftest import TOTAL, csv_of

pytestmark = pytest.mark.django_db
RIB = "230780123456789012345649"


@pytest.fixture
def line(clerk):
    """One line of a statement: its label, what went out, what came in."""

    def made(label: str, out: str = "", into: str = "") -> StatementLine:
        content = csv_of(("02/11/2026", label, out, into))
        return read_statement(name="nov.csv", content=content, by=clerk).lines.get()

    return made


@pytest.fixture
def arrived(line, announced):
    return line(f"VIR RECU ATLAS ARGAN {announced.reference}", into="4 770,00")


def agree(line, kind, target, clerk, checker, gross=None) -> Match:
    made = propose_match(line_id=line.pk, kind=kind, target=target, gross_centimes=gross, by=clerk)
    return approve_match(match_id=made.pk, by=checker)


def test_our_reference_and_the_amount_are_the_best_suggestion(arrived, announced):
    best = suggest(arrived)[0]
    assert (best.kind, best.target, best.score, best.why) == (
        "payment",
        announced.reference,
        100,
        "reference",
    )


def test_without_the_reference_amount_and_name_are_suggested(line, announced):
    assert suggest(line("VIR ATLAS ARGAN SARL", into="4770,00"))[0].why == "name"
    assert suggest(line("VIR QUELQU'UN", into="4770,00"))[0].why == "amount"


def test_proposing_moves_nothing(arrived, announced, clerk):
    propose_match(line_id=arrived.pk, kind="payment", target=announced.reference, by=clerk)
    announced.refresh_from_db()
    assert (announced.state, balance("bank")) == ("pending", 0)


def test_a_second_person_agrees_and_the_funds_are_secured(arrived, announced, escrow, clerk, checker):
    match = agree(arrived, "payment", announced.reference, clerk, checker)
    escrow.refresh_from_db()
    arrived.refresh_from_db()
    assert (match.outcome, escrow.state, arrived.state) == ("credited", "held", "matched")
    assert (balance("bank"), balance("provider_clearing", "bank")) == (-TOTAL, 0)
    assert audit() == []


def test_the_same_person_cannot_agree(arrived, announced, clerk):
    made = propose_match(line_id=arrived.pk, kind="payment", target=announced.reference, by=clerk)
    with pytest.raises(SameTwoEyes):
        approve_match(match_id=made.pk, by=clerk)
    announced.refresh_from_db()
    assert (announced.state, balance("bank")) == ("pending", 0)


def test_strangers_match_nothing(arrived, announced, atlas):
    with pytest.raises(NotAllowed):
        propose_match(line_id=arrived.pk, kind="payment", target=announced.reference, by=atlas)
    assert not Match.objects.exists()


def test_agreeing_twice_books_once(arrived, announced, clerk, checker):
    match = agree(arrived, "payment", announced.reference, clerk, checker)
    with pytest.raises(WrongState):
        approve_match(match_id=match.pk, by=checker)
    assert balance("bank") == -TOTAL


def test_a_refused_match_opens_the_line_again(arrived, announced, clerk, checker):
    made = propose_match(line_id=arrived.pk, kind="stray", target="", by=clerk)
    refuse_match(match_id=made.pk, by=checker)
    arrived.refresh_from_db()
    assert arrived.state == "open"
    assert agree(arrived, "payment", announced.reference, clerk, checker).outcome == "credited"


def test_another_amount_is_parked_and_never_credited(line, announced, escrow, clerk, checker):
    short = line(f"VIR {announced.reference}", into="4 700,00")
    assert agree(short, "payment", announced.reference, clerk, checker).outcome == "wrong_amount"
    escrow.refresh_from_db()
    assert (escrow.state, balance("suspense", announced.pk), balance("bank")) == (
        "pending",
        470_000,
        -470_000,
    )
    assert audit() == []


def test_money_nobody_announced_is_owed_to_whoever_sent_it(line, clerk, checker):
    stray = line("VIR INCONNU", into="12,34")
    agree(stray, "stray", "", clerk, checker)
    assert (balance("suspense", stray.pk), balance("bank")) == (1_234, -1_234)
    assert audit() == []


@pytest.fixture
def on_its_way(arrived, announced, clerk, checker, amina) -> Payout:
    """1 000 MAD of what Amina earned, sent by the house."""
    agree(arrived, "payment", announced.reference, clerk, checker)
    escrow = money.release(escrow_id=announced.escrow_id, reason="done")
    money.add_payout_method(wallet=escrow.payee, holder_name="Amina", rib=RIB, by=amina)
    payout = money.request_payout(wallet=escrow.payee, amount_centimes=100_000, by=amina)
    money.approve_payout(payout_id=payout.pk, by=clerk)
    return money.send_payout(payout_id=payout.pk, by=clerk)


def test_a_transfer_to_an_influencer_is_settled_by_its_line(line, on_its_way, clerk, checker):
    went = line(f"VIR EMIS {on_its_way} AMINA", out="1 000,00")
    assert (suggest(went)[0].target, suggest(went)[0].score) == (str(on_its_way.pk), 100)
    agree(went, "payout", str(on_its_way.pk), clerk, checker)
    assert Payout.objects.get().state == "paid"
    assert balance("bank") == 100_000 - TOTAL
    assert audit() == []


def test_a_refund_by_transfer_is_settled_by_its_line(line, announced, arrived, escrow, clerk, checker):
    agree(arrived, "payment", announced.reference, clerk, checker)
    money.refund(escrow_id=escrow.pk, reason="not delivered")
    refund = money.begin_refund(refund_id=Refund.objects.get().pk)
    went = line("VIR EMIS ATLAS", out="4 770,00")
    agree(went, "refund", str(refund.pk), clerk, checker)
    assert Refund.objects.get().state == "done"
    assert balance("bank") == balance("provider_clearing", "bank") == 0
    assert audit() == []


def test_a_providers_settlement_shows_its_charge(line, payment_settled, clerk, checker):
    came = line("CMI TELECOLLECTE", into="4 650,75")
    agree(came, "settlement", "sandbox", clerk, checker, gross=TOTAL)
    assert balance("provider_clearing", "sandbox") == 0
    assert (balance("provider_costs"), balance("bank")) == (-11_925, -465_075)
    assert audit() == []


@pytest.fixture
def payment_settled(escrow, atlas) -> Payment:
    made = money.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas)
    said = {"reference": made.reference, "status": "paid", "amount_centimes": TOTAL, "provider_ref": "B1"}
    assert money.record_report(payment_id=made.pk, report=money.Report(**said)) == "credited"
    return made


@pytest.mark.parametrize(
    ("kind", "target", "label"),
    [
        ("payment", "IMX", "+"),
        ("payout", "x", "-"),
        ("refund", "x", "-"),
        ("charge", "", "+"),
        ("stray", "", "-"),
    ],
)
def test_what_cannot_be_is_refused_and_the_line_stays_open(line, clerk, kind, target, label):
    row = line("X", **({"into": "5,00"} if label == "+" else {"out": "5,00"}))
    with pytest.raises(DoesNotFit):
        propose_match(line_id=row.pk, kind=kind, target=target, by=clerk)
    row.refresh_from_db()
    assert (row.state, Match.objects.count()) == ("open", 0)


def test_a_transfer_is_waited_for_longer_than_a_card(announced):
    said = money.Report(reference=announced.reference, status="pending")
    Payment.objects.update(made_at="2026-11-01T10:00Z")
    assert money.record_report(payment_id=announced.pk, report=said) == "expired"
    Payment.objects.update(state="pending", settled_at=None)
    Payment.objects.update(made_at=announced.made_at)
    assert money.record_report(payment_id=announced.pk, report=said) == "pending"


def test_a_charge_that_stripe_asks_for_is_no_transfers(line, clerk, atlas, atlas_brand):
    held = start_subscription(wallet=atlas_brand.wallet, code="pro", interval="month", by=atlas)
    charge = held.charges.get()
    came = line(f"VIR ATLAS {charge.reference}", into="588,00")
    assert [one.target for one in suggest(came)] == [charge.reference]
    held.charges.update(stripe_invoice="in_1")
    assert suggest(came) == []
    with pytest.raises(DoesNotFit):
        propose_match(line_id=came.pk, kind="plan", target=charge.reference, by=clerk)
