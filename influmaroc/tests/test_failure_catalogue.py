"""Ways in which escrows elsewhere lost money, each tried here. The numbers are those of docs/money.md."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Collaboration, Deliverable
from campaigns.services import (
    accept_application,
    accept_deliverable,
    apply_to_campaign,
    cancel_campaign,
    cancel_collaboration,
    decide_dispute,
    open_dispute,
    review_deliverable,
    run_clocks,
)
from campaigns.services.endings import settle_collaboration
from campaigns.services.locks import lock_collaboration
from campaigns.services.milestones import release_drafts
from conftest import accept, approve, fund, make_campaign, publish, sign_both, submit
from kit.errors import Refusal
from kit.ids import uuid7
from payments import services
from payments.models import Escrow, EscrowPart, LedgerTransaction, Payment, Refund
from payments.selectors import audit, balance, books
from payments.services import Report
from privacy.services import ask_deletion

threads = pytest.mark.django_db(transaction=True)
PRICE, TOTAL, NET = 450_000, 477_000, 396_000


@pytest.fixture(autouse=True)
def balanced(db: None) -> Any:
    """Whatever was tried, the auditor has nothing to say."""
    yield
    assert audit() == []


def together(*acts: Callable[[], Any]) -> list[str]:
    """Every act at the same moment in a thread of its own; "ok" or the refusal's code for each, in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=10)
            act()
        except Refusal as no:
            return no.code
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def live_on(time_machine: Any) -> None:
    """Half a year in which nobody does anything."""
    now = timezone.now()
    for month in range(1, 7):
        time_machine.move_to(now + timedelta(days=30 * month))
        run_clocks()


@pytest.fixture
def staged(atlas_brand: Any, atlas: Any, amina: Any) -> Collaboration:
    """Secured: 30 % for the drafts, 50 % for the publications, 20 % thirty days later."""
    campaign = make_campaign(atlas_brand, pay_schedule="staged")
    row = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=PRICE, by=amina)
    return fund(sign_both(accept_application(application_id=row.pk, by=atlas)))


def last_to_accept(deal: Collaboration) -> Deliverable:
    *others, last = deal.deliverables.all()
    for row in others:
        accept(publish(approve(submit(row))))
    return publish(approve(submit(last)))


def last_to_approve(deal: Collaboration) -> Deliverable:
    *others, last = deal.deliverables.all()
    for row in others:
        approve(submit(row))
    return submit(last)


def past(row: Any) -> None:
    moment = timezone.now() - timedelta(minutes=1)
    type(row).objects.filter(pk=row.pk).update(due_at=moment, n_warnings=2)


def closings(deal: Collaboration) -> list[str]:
    found = LedgerTransaction.objects.filter(deal_id=deal.pk, key__startswith="close:")
    return sorted(found.values_list("kind", flat=True))


def purse(deal: Collaboration) -> int:
    return balance("influencer_available", deal.influencer.wallet_id)


def dispute(deal: Collaboration, status: str = "opened") -> str:
    payment = Payment.objects.get(escrow_id=deal.escrow_id, is_credited=True)
    report = Report(reference=payment.reference, status=status, subject="dispute", subject_ref="D-1")
    return services.record_dispute(payment_id=payment.pk, report=report)


@threads
@pytest.mark.rounds(30)
def test_catalogue_01_approving_and_refunding_at_once_pays_or_refunds(funded, atlas, amina):
    last = last_to_accept(funded)
    results = together(
        lambda: accept_deliverable(deliverable_id=last.pk, by=atlas),
        lambda: cancel_collaboration(collaboration_id=funded.pk, reason="Fin", by=amina),
    )
    assert results.count("ok") == 1
    assert len(closings(funded)) == 1
    book = books(funded.pk)
    assert book.paid_centimes == book.released_centimes + book.fee_centimes + book.vat_centimes + (
        book.refunded_centimes
    )


@threads
@pytest.mark.rounds(30)
def test_catalogue_01_approving_a_draft_and_refunding_at_once_pays_its_part_once(staged, atlas, amina):
    last = last_to_approve(staged)
    results = together(
        lambda: review_deliverable(deliverable_id=last.pk, decision="approve", comment="", by=atlas),
        lambda: cancel_collaboration(collaboration_id=staged.pk, reason="Fin", by=amina),
    )
    assert results[1] == "ok"
    drafts_first = results[0] == "ok"
    assert purse(staged) == (118_800 if drafts_first else 0)
    assert closings(staged) == (["refund", "refund", "release"] if drafts_first else ["refund"] * 3)


@threads
@pytest.mark.rounds(30)
def test_catalogue_02_a_refund_one_hop_later_finds_the_money_gone(staged):
    """A part is released while a refund of everything is between its read and its write."""
    part = EscrowPart.objects.get(escrow_id=staged.escrow_id, name="draft")
    results = together(
        lambda: services.release_part(part_id=part.pk, reason="x"),
        lambda: services.refund(escrow_id=staged.escrow_id, reason="x"),
        lambda: services.release_part(part_id=part.pk, reason="x"),
    )
    part.refresh_from_db()
    assert results[1] == "ok"
    assert (results[0], results[2]).count("ok") == (part.state == "released")
    assert len(closings(staged)) == 3
    assert Refund.objects.get().amount_centimes == TOTAL - (143_100 if part.state == "released" else 0)


def test_catalogue_03_a_creator_who_accepts_and_vanishes_does_not_lock_the_money(funded, time_machine):
    """Nobody does anything any more: the clocks alone bring it back."""
    live_on(time_machine)
    funded.refresh_from_db()
    assert (funded.state, Refund.objects.get().amount_centimes) == ("refunded", TOTAL)


def test_catalogue_03_after_the_drafts_were_paid_it_ends_too(staged, time_machine):
    approve(last_to_approve(staged))
    live_on(time_machine)
    staged.refresh_from_db()
    assert (staged.state, staged.settled_centimes, purse(staged)) == ("refunded", 135_000, 118_800)
    assert Refund.objects.get().amount_centimes == TOTAL - 143_100


def test_catalogue_04_a_debit_without_its_booking_does_not_stay(signed, atlas, monkeypatch):
    """The last statement of funding fails: neither money nor state has moved."""
    payment = services.create_payment(escrow_id=signed.escrow_id, gateway="sandbox", by=atlas)
    report = Report(reference=payment.reference, status="paid", amount_centimes=TOTAL)

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("payments.services.escrows.emit", broken)
        with pytest.raises(OSError, match="full"):
            services.record_report(payment_id=payment.pk, report=report)
    payment.refresh_from_db()
    assert (payment.state, LedgerTransaction.objects.count()) == ("pending", 0)
    assert Escrow.objects.get().state == "pending"
    assert services.record_report(payment_id=payment.pk, report=report) == "credited"


def test_catalogue_06_silence_counts_from_the_delivery_and_never_from_the_planned_date(funded, time_machine):
    """Delivered late, long after its day: the brand still has its whole time to look, and its warnings."""
    row = funded.deliverables.first()
    time_machine.move_to(row.expected_at + timedelta(days=3))
    row = publish(approve(submit(row)))
    assert row.due_at - timezone.now() > timedelta(days=4)
    run_clocks()
    time_machine.move_to(row.due_at - timedelta(minutes=5))
    run_clocks()
    row.refresh_from_db()
    assert (row.state, purse(funded)) == ("published", 0)


def test_catalogue_06_what_is_retained_waits_from_the_acceptance_and_its_day_is_looked_at_again(staged):
    accept(last_to_accept(staged))
    part = EscrowPart.objects.get(escrow_id=staged.escrow_id, name="retained")
    assert part.retained_until - timezone.now() > timedelta(days=29)
    past(staged)
    run_clocks()
    with pytest.raises(Refusal) as no:
        services.release_part(part_id=part.pk, reason="early")
    assert (no.value.code, purse(staged)) == ("still_retained", 316_800)


@pytest.mark.parametrize("thing", ["amina", "atlas", "atlas_brand", "deal", "escrow", "campaign"])
def test_catalogue_13_nothing_with_money_attached_can_be_deleted(funded, amina, atlas, atlas_brand, thing):
    things = {
        "amina": amina,
        "atlas": atlas,
        "atlas_brand": atlas_brand,
        "deal": funded,
        "escrow": funded.escrow,
        "campaign": funded.campaign,
    }
    with pytest.raises(ProtectedError):
        things[thing].delete()
    assert balance("escrow", funded.escrow_id) == TOTAL


def test_catalogue_13_closing_a_campaign_by_the_api_is_refused_while_money_is_held(funded, api_of, atlas):
    answer = api_of(atlas).delete(f"/api/campaigns/{funded.campaign_id}")
    assert (answer.status_code, answer.json()["code"]) == (409, "money_held")
    assert Escrow.objects.get().state == "held"


@threads
@pytest.mark.rounds(30)
def test_catalogue_14_a_dispute_opened_while_the_auto_release_runs_wins_or_comes_too_late(funded, atlas):
    past(last_to_accept(funded))
    results = together(
        lambda: open_dispute(collaboration_id=funded.pk, reason="Faux", by=atlas),
        run_clocks,
    )
    funded.refresh_from_db()
    if results[0] == "ok":
        assert (funded.state, closings(funded)) == ("disputed", [])
    else:
        assert (funded.state, closings(funded)) == ("completed", ["release"])


@threads
@pytest.mark.rounds(30)
def test_somebody_who_is_paid_while_leaving_stays(funded, atlas, amina):
    """Before it is the contract that keeps them, afterwards the money: never neither."""
    last = last_to_accept(funded)
    results = together(
        lambda: accept_deliverable(deliverable_id=last.pk, by=atlas),
        lambda: ask_deletion(by=amina),
    )
    amina.refresh_from_db()
    assert results == ["ok", "deletion_blocked"]
    assert (amina.leaving_at, closings(funded), purse(funded)) == (None, ["release"], NET)


@threads
@pytest.mark.rounds(30)
def test_catalogue_14_a_chargeback_while_the_auto_release_runs_freezes_or_comes_too_late(funded):
    past(last_to_accept(funded))
    together(lambda: dispute(funded), run_clocks)
    escrow = Escrow.objects.get()
    assert (escrow.is_frozen, closings(funded)) in [(True, []), (False, ["release"])]


@threads
@pytest.mark.rounds(30)
def test_catalogue_14_a_release_and_a_dispute_at_once(staged, atlas):
    last = last_to_accept(staged)
    results = together(
        lambda: accept_deliverable(deliverable_id=last.pk, by=atlas),
        lambda: open_dispute(collaboration_id=staged.pk, reason="Faux", by=atlas),
    )
    staged.refresh_from_db()
    assert results[1] == "ok"  # what is retained can be disputed afterwards
    assert staged.escrow.disputed_at is not None
    assert closings(staged) == (["release", "release"] if results[0] == "ok" else ["release"])


@threads
@pytest.mark.rounds(30)
def test_catalogue_14_the_last_release_and_a_dispute_at_once_one_of_them_wins(funded, atlas):
    last = last_to_accept(funded)
    results = together(
        lambda: accept_deliverable(deliverable_id=last.pk, by=atlas),
        lambda: open_dispute(collaboration_id=funded.pk, reason="Faux", by=atlas),
    )
    funded.refresh_from_db()
    released, disputed = ("completed", ["release"]), ("disputed", [])
    ends = {("ok", "wrong_state"): released, ("in_dispute", "ok"): disputed}
    assert (funded.state, closings(funded)) == ends[(results[0], results[1])]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(price=st.integers(3, 10**8), cuts=st.tuples(st.integers(0, 100), st.integers(0, 100)))
def test_catalogue_16_partial_refunds_of_parts_take_exactly_the_hold(atlas_brand, atlas, amina, price, cuts):
    """The arithmetic alone, 10,000 times: payments/tests/test_parts.py."""
    first = max(price * cuts[0] // 100, 1)
    first = min(first, price - 1)
    escrow = services.open_escrow(
        deal_id=uuid7(),
        title="x",
        payer=atlas_brand.wallet,
        payee=amina.influencer.wallet,
        price_centimes=price,
        stages=[("draft", first), ("published", price - first)],
    )
    payment = services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas)
    total = payment.amount_centimes
    report = Report(reference=payment.reference, status="paid", amount_centimes=total)
    services.record_report(payment_id=payment.pk, report=report)
    for part in escrow.parts.all():
        kept = part.price_centimes * cuts[1] // 100
        services.split_part(part_id=part.pk, influencer_price_centimes=kept, reason="partly")
    book = books(escrow.deal_id)
    assert (book.balances, book.held_centimes, book.paid_centimes) == (True, 0, total)


def without_deliverables(deal: Collaboration) -> None:
    """No door does this: their history is left behind."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_deliverable WHERE collaboration_id = %s", [deal.pk])


def test_catalogue_17_a_deal_without_deliverables_releases_nothing(funded):
    without_deliverables(funded)
    assert settle_collaboration(lock_collaboration(funded.pk)) is False
    past(funded)
    run_clocks()
    assert (closings(funded), balance("escrow", funded.escrow_id)) == ([], TOTAL)


def test_catalogue_17_parts_of_a_deal_without_deliverables_stay_held(staged):
    without_deliverables(staged)
    release_drafts(lock_collaboration(staged.pk))
    assert closings(staged) == []


@threads
def test_catalogue_18_staff_buttons_go_through_the_same_claim(funded, staff, atlas):
    open_dispute(collaboration_id=funded.pk, reason="Faux", by=atlas)

    def decide() -> None:
        decide_dispute(collaboration_id=funded.pk, influencer_bps=5_000, decision="Moitié", by=staff)

    assert sorted(together(decide, decide, decide)) == ["ok", "wrong_state", "wrong_state"]
    assert (closings(funded), purse(funded)) == (["split"], NET // 2)


@pytest.mark.parametrize("model", ["escrow", "escrowpart", "chargeback"])
def test_catalogue_18_no_staff_form_writes_an_escrow_a_part_or_a_chargeback(funded, staff, client_of, model):
    dispute(funded)
    row = {"escrow": Escrow, "escrowpart": EscrowPart}.get(model)
    pk = row.objects.first().pk if row else Payment.objects.get().chargebacks.get().pk
    client = client_of(staff)
    change = reverse(f"admin:payments_{model}_change", args=[pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"state": "released"}).status_code == 403
    assert (
        client.post(reverse(f"admin:payments_{model}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    )
    assert client.get(reverse(f"admin:payments_{model}_add")).status_code == 403
    assert Escrow.objects.get().state == "held"


def test_catalogue_18_a_cancelled_campaign_asks_each_contract_as_everybody_does(funded, atlas):
    open_dispute(collaboration_id=funded.pk, reason="Faux", by=atlas)
    cancel_campaign(campaign_id=funded.campaign_id, by=atlas)
    assert (closings(funded), Escrow.objects.get().state) == ([], "held")
