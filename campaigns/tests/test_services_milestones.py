"""A price in steps: what the contract says, what each event pays, what an end in the middle does."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.errors import FrozenFields, InDispute, ShareTooLow, WorkIsDone
from campaigns.models import Collaboration, Deliverable, ScheduleSetting
from campaigns.selectors.consequences import cancel_consequences, lowest_bps
from campaigns.selectors.schedules import schedule_of, schedules
from campaigns.services import (
    accept_application,
    apply_to_campaign,
    cancel_campaign,
    cancel_collaboration,
    decide_dispute,
    follow_chargeback,
    open_dispute,
    run_clocks,
    update_campaign,
)
from campaigns.services.terms import hash_terms, render_terms
from conftest import accept, approve, fund, make_campaign, pay, publish, sign_both, submit
from payments.errors import EscrowFrozen
from payments.models import EscrowPart, Payment, Refund
from payments.selectors import balance
from payments.services import Report, record_dispute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("balanced")]
PRICE, DRAFT, PUBLISHED, RETAINED = 450_000, 135_000, 225_000, 90_000


@pytest.fixture
def agreed(atlas_brand: Any, atlas: Any, amina: Any) -> Collaboration:
    """4 500 MAD: 30 % for the drafts, 50 % for the publications, 20 % thirty days later."""
    campaign = make_campaign(atlas_brand, pay_schedule="staged", places=1)
    row = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=PRICE, by=amina)
    return accept_application(application_id=row.pk, by=atlas)


@pytest.fixture
def staged(agreed: Collaboration) -> Collaboration:
    return fund(sign_both(agreed))


@pytest.fixture
def drafted(staged: Collaboration) -> Collaboration:
    """Every draft approved: the first part is paid out."""
    for row in staged.deliverables.all():
        approve(submit(row))
    return again(staged)


@pytest.fixture
def retained(drafted: Collaboration) -> Collaboration:
    """Everything accepted: only the last part waits."""
    for row in drafted.deliverables.all():
        accept(publish(row))
    return again(drafted)


def again(deal: Collaboration) -> Collaboration:
    return Collaboration.objects.get(pk=deal.pk)


def parts(deal: Collaboration) -> dict[str, str]:
    return dict(EscrowPart.objects.filter(escrow_id=deal.escrow_id).values_list("name", "state"))


def purse(deal: Collaboration) -> int:
    return balance("influencer_available", deal.influencer.wallet_id)


def net(gross: int) -> int:
    return gross * 88 // 100


def past(row: Any) -> None:
    """Its deadline has passed, with every warning sent."""
    moment = timezone.now() - timedelta(minutes=1)
    type(row).objects.filter(pk=row.pk).update(due_at=moment, n_warnings=2)


def test_the_contract_freezes_the_schedule_and_says_it(agreed):
    stages = agreed.terms["payments"]["stages"]
    assert stages == [
        {"name": "draft", "price_centimes": DRAFT},
        {"name": "published", "price_centimes": PUBLISHED},
        {"name": "retained", "price_centimes": RETAINED},
    ]
    assert "900,00 MAD retenus pendant 30 jours après la dernière acceptation." in agreed.terms_text
    assert hash_terms(render_terms(agreed.terms)) == agreed.terms_hash


def test_a_contract_of_format_1_still_reads_as_it_was_signed(collaboration):
    terms = dict(collaboration.terms)
    del terms["payments"]
    terms["format"] = 1
    text = render_terms(terms)
    assert "La dernière acceptation libère le prix." in text
    assert "VERSEMENT DU PRIX" not in text


def test_the_drafts_are_paid_with_the_last_one(staged):
    first, *others = staged.deliverables.all()
    approve(submit(first))
    assert purse(staged) == 0
    for row in others:
        approve(submit(row))
    assert (purse(staged), parts(staged)["draft"]) == (net(DRAFT), "released")


def test_silence_pays_the_drafts_too(staged):
    *others, last = staged.deliverables.all()
    for row in others:
        approve(submit(row))
    past(submit(last))
    run_clocks()
    assert purse(staged) == net(DRAFT)


def test_acceptance_pays_the_second_part_and_the_rest_is_retained_for_thirty_days(retained):
    assert parts(retained) == {"draft": "released", "published": "released", "retained": "held"}
    assert purse(retained) == net(DRAFT + PUBLISHED)
    assert (retained.state, retained.ended_at) == ("active", None)
    assert timedelta(days=29) < retained.due_at - timezone.now() <= timedelta(days=31)


def test_the_retained_part_is_paid_when_its_day_comes_and_not_before(retained, time_machine):
    time_machine.move_to(retained.due_at - timedelta(minutes=5))
    run_clocks()
    assert parts(retained)["retained"] == "held"
    time_machine.move_to(retained.due_at + timedelta(minutes=1))
    run_clocks()
    done = again(retained)
    assert (done.state, done.settled_centimes, purse(done)) == ("completed", PRICE, net(PRICE))


def test_a_clock_that_comes_early_releases_nothing(retained):
    """The row says it is due; the escrow, under its lock, says it is not."""
    past(retained)
    run_clocks()
    assert (parts(retained)["retained"], again(retained).state) == ("held", "active")


def test_a_done_deal_cannot_be_cancelled_to_get_the_rest_early(retained, amina, atlas, refused):
    for user in (amina, atlas):
        with refused(WorkIsDone):
            cancel_collaboration(collaboration_id=retained.pk, reason="Vite", by=user)


def test_cancelling_the_campaign_leaves_a_done_deal_to_its_retention(retained, atlas):
    cancel_campaign(campaign_id=retained.campaign_id, by=atlas)
    assert (again(retained).state, parts(retained)["retained"]) == ("active", "held")


def test_a_dropped_piece_shrinks_what_is_paid_and_what_is_retained(staged, time_machine):
    one, two, three = staged.deliverables.all()
    for row in (one, two):
        accept(publish(approve(submit(row))))
    past(three)
    run_clocks()
    deal = again(staged)
    assert (purse(deal), parts(deal)["retained"]) == (net(240_000), "held")
    time_machine.move_to(deal.due_at + timedelta(minutes=1))
    run_clocks()
    done = again(deal)
    assert (done.state, done.settled_centimes, purse(done)) == ("completed", 300_000, net(300_000))
    assert parts(done) == {"draft": "released", "published": "split", "retained": "split"}


def test_a_creator_who_leaves_keeps_what_was_paid_and_the_brand_gets_only_what_is_held(drafted, amina):
    shown = cancel_consequences(drafted, amina)
    assert (shown.influencer_centimes, shown.paid_centimes, shown.now_net_centimes) == (DRAFT, DRAFT, 0)
    assert shown.refund_centimes == shown.held_centimes == (PRICE - DRAFT) * 106 // 100
    cancel_collaboration(collaboration_id=drafted.pk, reason="Partie", by=amina)
    assert (purse(drafted), again(drafted).settled_centimes) == (net(DRAFT), DRAFT)
    assert Refund.objects.get().amount_centimes == shown.refund_centimes


def test_a_creator_who_leaves_gives_up_what_is_retained(staged, amina):
    first = staged.deliverables.get(position=1)
    accept(publish(approve(submit(first))))
    shown = cancel_consequences(again(staged), amina)
    assert shown.influencer_centimes == 150_000 - 30_000
    cancel_collaboration(collaboration_id=staged.pk, reason="Partie", by=amina)
    assert purse(staged) == shown.net_centimes == net(120_000)


def test_a_brand_that_leaves_pays_its_fee_out_of_all_parts(drafted, atlas):
    shown = cancel_consequences(drafted, atlas)
    assert (shown.influencer_centimes, shown.now_net_centimes) == (PRICE, net(PRICE) - net(DRAFT))
    cancel_collaboration(collaboration_id=drafted.pk, reason="Fini", by=atlas)
    assert (purse(drafted), Refund.objects.count()) == (net(PRICE), 0)


def test_a_dispute_freezes_what_is_held_and_its_decision_splits_only_that(drafted, atlas, staff, refused):
    open_dispute(collaboration_id=drafted.pk, reason="Rien de bon", by=atlas)
    row = drafted.deliverables.first()
    with refused(InDispute):
        publish(row)
    with refused(ShareTooLow):
        decide_dispute(collaboration_id=drafted.pk, influencer_bps=2_999, decision="Non", by=staff)
    decide_dispute(collaboration_id=drafted.pk, influencer_bps=5_000, decision="Moitié", by=staff)
    assert (purse(drafted), again(drafted).settled_centimes) == (net(225_000), 225_000)
    assert Refund.objects.get().amount_centimes == 225_000 * 106 // 100


def test_a_decision_may_give_what_is_retained_back(retained, atlas, staff):
    open_dispute(collaboration_id=retained.pk, reason="Supprimée", by=atlas)
    assert lowest_bps(again(retained)) == 8_000
    decide_dispute(collaboration_id=retained.pk, influencer_bps=8_000, decision="Retirée", by=staff)
    assert (purse(retained), parts(retained)["retained"]) == (net(360_000), "refunded")


def bank(deal: Collaboration, status: str) -> str:
    payment = Payment.objects.get(escrow_id=deal.escrow_id, is_credited=True)
    report = Report(reference=payment.reference, status=status, subject="dispute", subject_ref="D-1")
    return record_dispute(payment_id=payment.pk, report=report)


def test_a_chargeback_stops_work_and_deadlines_and_a_won_one_starts_them_again(
    drafted, react, amina, refused
):
    bank(drafted, "opened")
    react()
    assert again(drafted).due_at is None
    assert not Deliverable.objects.filter(collaboration=drafted).exclude(due_at=None).exists()
    with refused(EscrowFrozen):
        publish(drafted.deliverables.first())
    with refused(EscrowFrozen):
        cancel_collaboration(collaboration_id=drafted.pk, reason="Non", by=amina)
    bank(drafted, "won")
    react()
    assert again(drafted).due_at is not None
    assert not Deliverable.objects.filter(collaboration=drafted, due_at=None).exists()


def test_before_the_news_arrives_a_deadline_finds_the_money_frozen(drafted):
    past(publish(drafted.deliverables.first()))
    bank(drafted, "opened")
    beat = run_clocks()
    assert (beat.fired, beat.failed) == (0, 0)
    assert drafted.deliverables.first().state == "published"


def test_before_the_news_arrives_a_deadline_finds_the_money_lost(drafted, react):
    past(drafted.deliverables.first())
    bank(drafted, "opened")
    bank(drafted, "lost")
    beat = run_clocks()
    assert (beat.fired, beat.failed) == (0, 0)
    react()
    assert again(drafted).end_reason == "chargeback_lost"


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_money_lost_before_both_have_signed_leaves_a_contract_that_ends(agreed, react, atlas, is_cancelled):
    pay(agreed)
    bank(agreed, "opened")
    bank(agreed, "lost")
    react()
    if is_cancelled:
        cancel_collaboration(collaboration_id=agreed.pk, reason="Non", by=atlas)
    else:
        past(agreed)
    assert run_clocks().failed == 0
    done = again(agreed)
    assert (done.state, done.settled_centimes) == ("cancelled" if is_cancelled else "lapsed", 0)
    assert Refund.objects.count() == 0


@pytest.mark.parametrize("is_disputed", [False, True])
def test_a_lost_chargeback_ends_the_contract(drafted, react, atlas, is_disputed):
    if is_disputed:
        open_dispute(collaboration_id=drafted.pk, reason="Rien", by=atlas)
    bank(drafted, "opened")
    react()
    bank(drafted, "lost")
    react()
    done = again(drafted)
    assert (done.state, done.end_reason, done.settled_centimes) == ("refunded", "chargeback_lost", DRAFT)
    assert (purse(done), Refund.objects.count()) == (net(DRAFT), 0)


def test_news_of_a_chargeback_twice_or_late_does_nothing_more(drafted):
    bank(drafted, "opened")
    bank(drafted, "won")
    assert follow_chargeback(collaboration_id=drafted.pk) == "nothing"
    before = again(drafted).due_at
    assert (follow_chargeback(collaboration_id=drafted.pk), again(drafted).due_at) == ("nothing", before)


def test_a_decision_waits_for_the_bank(drafted, atlas, staff, refused):
    open_dispute(collaboration_id=drafted.pk, reason="Rien", by=atlas)
    bank(drafted, "opened")
    with refused(EscrowFrozen):
        decide_dispute(collaboration_id=drafted.pk, influencer_bps=5_000, decision="Moitié", by=staff)


def test_a_schedule_has_dates_and_running_contracts_keep_theirs(agreed, staff):
    row = {"schedule": "staged", "draft_bps": 1_000, "published_bps": 9_000, "retained_bps": 0}
    ScheduleSetting.objects.create(**row, starts_on=date(2020, 1, 1), made_by=staff)
    ScheduleSetting.objects.create(
        **{**row, "draft_bps": 10_000, "published_bps": 0}, starts_on=timezone.localdate() + timedelta(days=9)
    )
    assert schedule_of("staged").stages(1_000) == [("draft", 100), ("published", 900)]
    assert schedules()["staged"].retention is None
    assert again(agreed).terms["payments"]["stages"][2]["price_centimes"] == RETAINED


def test_the_database_refuses_a_schedule_that_is_not_a_whole():
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduleSetting.objects.create(
            schedule="staged", draft_bps=1, published_bps=1, retained_bps=1, starts_on=date(2026, 1, 1)
        )


def test_the_schedule_is_frozen_with_the_first_application(application, atlas, refused):
    with refused(FrozenFields):
        update_campaign(campaign_id=application.campaign_id, fields={"pay_schedule": "staged"}, by=atlas)
