"""Provider, ledger and bank: eight planted differences are found, and nothing is put right by itself."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from kit.ids import uuid7
from payments import services as money
from plans.services import follow_card_plan, start_card_plan
from plans.tests.mirror import Mirror, known_customer, prices
from treasury.models import Difference, Reconciliation
from treasury.services import explain_difference, read_provider_report, reconcile
from treasury.tasks import reconcile_daily
from treasury.tests.conftest import TOTAL

pytestmark = pytest.mark.django_db
HEAD = "kind,reference,amount,fee,currency,status,date\n"


@pytest.fixture(autouse=True)
def agreed(settings):
    settings.PROVIDER_FEES_BPS = {"sandbox": 250}


@pytest.fixture
def paid(atlas_brand, purse, atlas):
    """A payment of 4 770 MAD that the provider took today."""

    def made():
        deal = money.open_escrow(
            deal_id=uuid7(), title="Contrat", payer=atlas_brand.wallet, payee=purse, price_centimes=450_000
        )
        payment = money.create_payment(escrow_id=deal.pk, gateway="sandbox", by=atlas)
        said = {"reference": payment.reference, "status": "paid", "amount_centimes": TOTAL}
        money.record_report(
            payment_id=payment.pk, report=money.Report(**said, provider_ref=payment.reference)
        )
        return payment

    return made


def row(reference: str, **other: str) -> str:
    today = timezone.localdate().isoformat()
    cells = {"kind": "payment", "amount": "4770.00", "fee": "119.25", "currency": "MAD", "status": "paid"}
    cells |= {"on": today, **other}
    order = ("kind", "reference", "amount", "fee", "currency", "status", "on")
    return ",".join({**cells, "reference": reference}[name] for name in order) + "\n"


def found(*rows: str) -> set[tuple[str, str]]:
    report = read_provider_report(gateway="sandbox", name="r.csv", content=(HEAD + "".join(rows)).encode())
    reconcile(report=report)
    return set(Difference.objects.values_list("kind", "subject"))


def test_three_that_agree_differ_in_nothing(paid):
    assert found(row(paid().reference), row(paid().reference)) == set()
    assert Reconciliation.objects.get().n_compared == 2


def everything() -> dict[str, list]:
    """Every row of the bank, as plain values."""
    models = apps.get_app_config("payments").get_models()
    return {model.__name__: sorted(model.objects.values_list(), key=repr) for model in models}


def test_eight_planted_differences_are_reported_and_none_is_put_right(paid, tmp_path, capsys):
    names = ["missing", "amount", "fee", "currency", "duplicate", "late", "status"]
    by = {name: paid().reference for name in names}
    before = everything()
    late = (timezone.localdate() + timedelta(days=9)).isoformat()
    rows = [
        row(by["amount"], amount="4700.00", fee="117.50"),
        row(by["fee"], fee="200.00"),
        row(by["currency"], currency="EUR"),
        *(row(by["duplicate"]), row(by["duplicate"])),
        row(by["late"], on=late),
        row(by["status"], status="failed"),
        row("IMNOBODY"),
    ]
    file = tmp_path / "r.csv"
    file.write_text(HEAD + "".join(rows))
    with pytest.raises(SystemExit) as end:
        call_command("reconcile", statement=file, gateway="sandbox", json=True)
    said = json.loads(capsys.readouterr().out)["differences"]
    wanted = {(name, f"payment {reference}") for name, reference in by.items()}
    assert {(one["kind"], one["subject"]) for one in said} == wanted | {("extra", "payment IMNOBODY")}
    assert (end.value.code, len(said), Difference.objects.count()) == (1, 8, 8)
    assert everything() == before


def test_a_payment_the_ledger_never_got_is_another_outcome(paid, atlas):
    payment = paid()
    other = money.open_escrow(
        deal_id=uuid7(),
        title="X",
        payer=payment.escrow.payer,
        payee=payment.escrow.payee,
        price_centimes=450_000,
    )
    waiting = money.create_payment(escrow_id=other.pk, gateway="sandbox", by=atlas)
    assert found(row(payment.reference), row(waiting.reference)) == {
        ("status", f"payment {waiting.reference}")
    }


def test_refunds_are_compared_as_well(paid):
    payment = paid()
    money.refund(escrow_id=payment.escrow_id, reason="x")
    refund = money.begin_refund(refund_id=payment.refunds.get().pk)
    money.settle_refund(refund_id=refund.pk, provider_ref="R")
    refunded = {"kind": "refund", "fee": "0", "status": "done"}
    assert found(row(payment.reference), row(str(refund.pk), **refunded)) == set()
    less = row(str(refund.pk), **refunded, amount="1.00")
    assert found(row(payment.reference), less) == {("amount", f"refund {refund.pk}")}


def test_money_that_never_reached_the_bank_is_late(paid, settings):
    payment = paid()
    settings.RECONCILE_LATE_DAYS = -1
    period = timezone.localdate().isoformat()
    kinds = found(row(payment.reference))
    assert ("late", f"settlement {period}..{period}") in kinds


def test_the_same_difference_is_one_row_however_often_it_is_seen(paid):
    found(row("IMNOBODY"))
    assert reconcile_daily() == 1
    assert Difference.objects.count() == 1


def test_a_difference_is_explained_once_and_in_words(staff):
    found(row("IMNOBODY"))
    row_id = Difference.objects.get().pk
    explain_difference(difference_id=row_id, explanation="Test transaction of the provider", by=staff)
    explain_difference(difference_id=row_id, explanation="Something else", by=staff)
    assert Difference.objects.get().explanation == "Test transaction of the provider"


def test_a_report_in_another_shape_is_refused(tmp_path):
    file = tmp_path / "r.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError):
        call_command("reconcile", statement=file, gateway="sandbox")


@pytest.fixture
def plan_by_card(atlas_brand, atlas, settings):
    """Atlas pays 588 MAD for its plan through Stripe."""
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "stripe": settings.STRIPE}
    prices()
    known_customer(atlas_brand.wallet)
    card = start_card_plan(wallet=atlas_brand.wallet, code="pro", interval="month", by=atlas)
    today = timezone.localdate()
    stripe = Mirror(card=card, start=today, end=today + timedelta(days=30))
    stripe.bills(58_800)
    follow_card_plan(stripe_id=stripe.says())


@pytest.mark.parametrize(
    ("line", "differences"),
    [
        (row("in_1", amount="588.00", fee="0"), set()),
        (row("in_1", amount="500.00", fee="0"), {("amount", "payment in_1")}),
        (
            row("in_9", amount="588.00", fee="0"),
            {("extra", "payment in_9"), ("missing", "payment in_1")},
        ),
        (
            row("in_1", amount="588.00", fee="0") + row("in_2", amount="588.00", fee="0"),
            {("extra", "payment in_2")},
        ),
    ],
)
def test_what_stripe_took_for_plans_is_compared_too(plan_by_card, line, differences):
    report = read_provider_report(gateway="stripe", name="r.csv", content=(HEAD + line).encode())
    reconcile(report=report)
    assert set(Difference.objects.values_list("kind", "subject")) == differences
