"""A bank takes a payment back: booked, frozen, then won or lost; news may come twice or in any order."""

from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from events.models import Event
from kit.errors import Invalid, NotAllowed, WrongState
from kit.ids import uuid7
from payments import services
from payments.errors import EscrowFrozen, PayerOwesUs
from payments.models import Chargeback, Escrow, LedgerTransaction, Payment, Refund
from payments.selectors import balance, books, payer_debts
from payments.services import Report
from payments.tests.conftest import NET, TOTAL, settle
from payments.tests.test_currencies import CHARGED, in_euro, said, secured  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def tell(payment: Payment, status: str, ref: str = "D-1", **more: Any) -> str:
    said = {"subject": "dispute", "subject_ref": ref, "currency": payment.currency, "reason": "fraud"}
    report = Report(reference=payment.reference, status=status, **{**said, **more})
    return services.record_dispute(payment_id=payment.pk, report=report)


def labels() -> list[str]:
    found = Event.objects.filter(label__contains="Chargeback").order_by("id")
    return [label.removeprefix("payments.Chargeback") for label in found.values_list("label", flat=True)]


def fresh(escrow: Escrow) -> Escrow:
    return Escrow.objects.get(pk=escrow.pk)


def another(escrow: Escrow) -> Escrow:
    """One more deal of the same two."""
    return services.open_escrow(
        deal_id=uuid7(), title="x", payer=escrow.payer, payee=escrow.payee, price_centimes=100
    )


def test_an_opened_dispute_books_what_the_bank_took_and_freezes_the_rest(held, payment, clean):
    due = timezone.now().isoformat()
    assert tell(payment, "opened", due_at=due) == "dispute_opened"
    row = Chargeback.objects.get()
    assert (row.state, row.amount_centimes, row.evidence_due_at.isoformat()) == ("opened", TOTAL, due)
    assert (balance("provider_clearing", "sandbox"), balance("chargebacks", row.pk)) == (0, -TOTAL)
    assert fresh(held).frozen_reason == "chargeback"
    with pytest.raises(EscrowFrozen):
        services.release(escrow_id=held.pk, reason="accepted")
    assert labels() == ["Opened"]
    clean()


def test_a_dispute_that_is_won_gives_everything_back_and_frees_it(held, payment, clean):
    tell(payment, "opened")
    assert tell(payment, "won") == "dispute_won"
    assert balance("provider_clearing", "sandbox") == -TOTAL
    assert not fresh(held).is_frozen
    services.release(escrow_id=held.pk, reason="accepted")
    assert labels() == ["Opened", "Won"]
    clean()


def test_a_dispute_lost_while_held_is_covered_by_what_is_held_and_not_refunded_again(held, payment, clean):
    tell(payment, "opened")
    assert tell(payment, "lost") == "dispute_lost"
    row = Chargeback.objects.get()
    assert (row.covered_centimes, row.owed_centimes, balance("chargebacks", row.pk)) == (TOTAL, 0, 0)
    assert (fresh(held).state, Refund.objects.count(), payer_debts(held.payer)) == ("refunded", 0, {})
    assert books(held.deal_id).balances
    clean()


def test_a_dispute_about_less_than_what_is_held_sends_the_rest_back(held, payment, clean):
    tell(payment, "opened", amount_centimes=100_000)
    tell(payment, "lost")
    assert Refund.objects.get().amount_centimes == TOTAL - 100_000
    assert Chargeback.objects.get().owed_centimes == 0
    clean()


def test_a_dispute_lost_after_the_release_is_owed_by_the_payer(released, payment, atlas, clean):
    tell(payment, "opened")
    assert not fresh(released).is_frozen
    tell(payment, "lost")
    row = Chargeback.objects.get()
    assert (row.owed_centimes, balance("chargebacks", row.pk)) == (TOTAL, -TOTAL)
    assert payer_debts(released.payer) == {"MAD": TOTAL}
    with pytest.raises(PayerOwesUs):
        services.create_payment(escrow_id=another(released).pk, gateway="sandbox", by=atlas)
    clean()


@pytest.mark.parametrize("to", [("recovered", "bank"), ("written_off", "provider_costs")])
def test_staff_settle_what_is_owed_and_the_payer_may_pay_again(released, payment, atlas, staff, to, clean):
    way, account = to
    tell(payment, "lost")
    row = Chargeback.objects.get()
    services.settle_chargeback(chargeback_id=row.pk, settlement=way, note="Virement 123", by=staff)
    assert (balance(account), balance("chargebacks", row.pk)) == (-TOTAL, 0)
    services.create_payment(escrow_id=another(released).pk, gateway="sandbox", by=atlas)
    with pytest.raises(WrongState):
        services.settle_chargeback(chargeback_id=row.pk, settlement=way, note="again", by=staff)
    clean()


def test_only_staff_settle_and_only_with_a_note(released, payment, atlas, staff, clean):
    tell(payment, "lost")
    row = Chargeback.objects.get()
    with pytest.raises(NotAllowed):
        services.settle_chargeback(chargeback_id=row.pk, settlement="recovered", note="x", by=atlas)
    for note, way in ((" ", "recovered"), ("x", "forgiven")):
        with pytest.raises(Invalid):
            services.settle_chargeback(chargeback_id=row.pk, settlement=way, note=note, by=staff)
    assert payer_debts(released.payer) == {"MAD": TOTAL}
    clean()


@pytest.mark.parametrize("end", ["won", "lost"])
@pytest.mark.parametrize("order", sorted({*permutations(["opened", "end", "opened", "end"])}))
def test_news_in_any_order_and_twice_ends_the_same(held, payment, order, end, clean):
    for status in order:
        tell(payment, end if status == "end" else status)
    assert Chargeback.objects.get().state == end
    assert LedgerTransaction.objects.filter(kind="chargeback").count() == 1
    assert fresh(held).state == {"won": "held", "lost": "refunded"}[end]
    assert not fresh(held).is_frozen
    clean()


def test_contradicting_news_changes_nothing(held, payment, clean):
    tell(payment, "lost")
    assert tell(payment, "won") == "dispute_contradicts"
    assert Chargeback.objects.get().state == "lost"
    clean()


def test_an_escrow_is_free_when_the_last_of_two_disputes_is_won(held, payment, clean):
    tell(payment, "opened", "D-1", amount_centimes=1000)
    tell(payment, "opened", "D-2", amount_centimes=2000)
    tell(payment, "won", "D-1")
    assert fresh(held).is_frozen
    tell(payment, "won", "D-2")
    assert not fresh(held).is_frozen
    clean()


@pytest.mark.parametrize(
    "wrong",
    [{"amount_centimes": TOTAL + 1}, {"amount_centimes": -1}, {"currency": "EUR"}, {"subject_ref": ""}],
)
def test_news_that_cannot_be_is_not_booked(held, payment, wrong, clean):
    assert tell(payment, "opened", **wrong).startswith("dispute_")
    assert not Chargeback.objects.exists()
    assert not fresh(held).is_frozen
    clean()


def test_a_dispute_of_money_that_never_came_is_not_booked(escrow, payment, clean):
    assert tell(payment, "opened") == "dispute_unpaid"
    assert not Chargeback.objects.exists()
    clean()


def test_a_dispute_of_a_refunded_deal_is_owed(held, payment, clean):
    """The payer has it twice."""
    services.refund(escrow_id=held.pk, reason="cancelled")
    tell(payment, "lost")
    assert payer_debts(held.payer) == {"MAD": TOTAL}
    clean()


def test_a_callback_about_a_dispute_finds_its_payment(held, payment, clean):
    body = Report(
        reference=payment.reference, status="opened", subject="dispute", subject_ref="D-9"
    ).as_dict()
    event = services.store_provider_event(gateway="sandbox", external_id="e-9", body=body, raw="")
    assert services.handle_provider_event(event_id=event.pk) == "dispute_opened"
    assert services.replay_provider_event(event_id=event.pk) == "duplicate"
    assert Chargeback.objects.get().payment_id == payment.pk
    clean()


def test_a_dispute_in_euro_is_covered_at_the_rate_of_the_payment(secured, clean):  # noqa: F811
    tell(secured, "opened")
    assert balance("provider_clearing", "sandbox", "EUR") == 0
    tell(secured, "lost")
    row = Chargeback.objects.get()
    assert (row.amount_centimes, row.covered_centimes) == (CHARGED, CHARGED)
    assert (balance("chargebacks", row.pk, "EUR"), balance("chargebacks", row.pk)) == (0, 0)
    clean()


def test_part_of_a_dispute_in_euro_leaves_the_rest_to_the_payer(secured, clean):  # noqa: F811
    tell(secured, "lost", amount_centimes=10_000)
    row, refund = Chargeback.objects.get(), Refund.objects.get()
    assert (row.covered_centimes, refund.currency) == (10_000, "EUR")
    assert abs(refund.amount_centimes - (CHARGED - 10_000)) <= 1
    assert (balance("chargebacks", row.pk, "EUR"), balance("chargebacks", row.pk)) == (0, 0)
    clean()


def test_a_held_rest_of_less_than_a_cent_covers_nothing_and_is_accounted_for(
    atlas, atlas_brand, purse, clean
):
    """3 centimes are held of a charge in euro, when the payer's bank takes everything back."""
    said()
    stages, wallets = [("draft", 449_997), ("published", 3)], {"payer": atlas_brand.wallet, "payee": purse}
    escrow = services.open_escrow(
        deal_id=uuid7(), title="x", price_centimes=450_000, stages=stages, **wallets
    )
    payment = services.create_payment(escrow_id=escrow.pk, gateway="sandbox", currency="EUR", by=atlas)
    settle(payment, currency="EUR")
    services.release_part(part_id=escrow.parts.get(name="draft").pk, reason="drafts_approved")
    payment.refresh_from_db()
    tell(payment, "lost")
    row = Chargeback.objects.get()
    assert (row.covered_centimes, balance("chargebacks", row.pk)) == (0, 0)
    clean()


def test_a_part_paid_out_before_is_owed_and_the_held_rest_covers(atlas, atlas_brand, purse, clean):
    stages = [("draft", 135_000), ("published", 315_000)]
    wallets = {"payer": atlas_brand.wallet, "payee": purse}
    escrow = services.open_escrow(
        deal_id=uuid7(), title="x", price_centimes=450_000, stages=stages, **wallets
    )
    payment = services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas)
    settle(payment)
    draft = escrow.parts.get(name="draft")
    services.release_part(part_id=draft.pk, reason="drafts_approved")
    payment.refresh_from_db()
    tell(payment, "lost")
    assert payer_debts(atlas_brand.wallet) == {"MAD": draft.total_centimes}
    assert (fresh(escrow).state, balance("influencer_available", purse.pk)) == ("split", draft.net_centimes)
    assert draft.net_centimes < NET
    clean()
