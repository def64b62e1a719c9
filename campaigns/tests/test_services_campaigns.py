from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import BriefIncomplete, ReasonMissing
from campaigns.models import Campaign
from campaigns.selectors import campaign_consequences, campaign_money
from campaigns.services import (
    accept_application,
    apply_to_campaign,
    approve_campaign,
    cancel_campaign,
    open_dispute,
    reject_campaign,
    submit_for_approval,
    withdraw_application,
)
from campaigns.services.exits import EXITS
from conftest import accept, approve, deliver_all, fund, make_campaign, publish, sign_both, submit
from events.models import Event
from kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.usefixtures("november")


def labels():
    return [label.split(".")[1] for label in Event.objects.order_by("pk").values_list("label", flat=True)]


@pytest.fixture
def pending(draft, atlas):
    return submit_for_approval(campaign_id=draft.pk, by=atlas)


def deal_of(campaign, user, brand_user, price=100_000):
    row = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=price, by=user)
    return accept_application(application_id=row.pk, by=brand_user)


# Approval --------------------------------------------------------------------
def test_a_whole_brief_waits_for_the_staff(pending):
    assert (pending.state, labels()) == ("pending_approval", ["CampaignSubmitted"])


def test_approval_publishes(pending, staff):
    campaign = approve_campaign(campaign_id=pending.pk, by=staff)
    assert (campaign.state, campaign.published_at is not None) == ("open", True)
    assert labels()[-1] == "CampaignApproved"


def test_rejection_says_why_and_the_brand_may_submit_again(pending, atlas, staff):
    campaign = reject_campaign(campaign_id=pending.pk, reason=" Précisez le produit. ", by=staff)
    assert (campaign.state, campaign.rejection_reason) == ("rejected", "Précisez le produit.")
    assert submit_for_approval(campaign_id=pending.pk, by=atlas).state == "pending_approval"


def test_rejection_without_a_reason_is_refused(pending, staff, refused):
    with refused(ReasonMissing):
        reject_campaign(campaign_id=pending.pk, reason="  ", by=staff)


@pytest.mark.parametrize("who", ["atlas", "salma", "rival", "amina"])
def test_only_staff_decide(who, pending, refused, request):
    user = request.getfixturevalue(who)
    for decide, more in ((approve_campaign, {}), (reject_campaign, {"reason": "Non"})):
        with refused(NotAllowed):
            decide(campaign_id=pending.pk, by=user, **more)


def test_a_brief_whose_dates_passed_while_it_waited_is_not_published(pending, staff, refused, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=40))
    with refused(BriefIncomplete) as no:
        approve_campaign(campaign_id=pending.pk, by=staff)
    assert no.value.facts == {"missing": ["dates_past"]}


def test_a_double_click_on_submit_is_refused(pending, atlas, refused):
    with refused(WrongState):
        submit_for_approval(campaign_id=pending.pk, by=atlas)


# The middle ------------------------------------------------------------------
def test_the_last_place_closes_applications(atlas_brand, amina, atlas):
    campaign = make_campaign(atlas_brand, places=1)
    deal_of(campaign, amina, atlas)
    campaign.refresh_from_db()
    assert (campaign.state, labels()[-1]) == ("in_progress", "CampaignStarted")


def test_the_last_contract_completes_its_campaign_and_answers_who_waits(atlas_brand, amina, omar, atlas):
    campaign = make_campaign(atlas_brand, places=1)
    waiting = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=1_000, by=omar)
    deliver_all(fund(sign_both(deal_of(campaign, amina, atlas))))
    campaign.refresh_from_db()
    waiting.refresh_from_db()
    assert (campaign.state, waiting.state) == ("completed", "lapsed")


def test_a_campaign_with_a_free_place_goes_on(campaign, completed):
    campaign.refresh_from_db()
    assert campaign.state == "open"


def test_after_the_last_day_the_last_answer_ends_it(campaign, completed, omar, time_machine):
    row = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=1_000, by=omar)
    time_machine.move_to(timezone.now() + timedelta(days=11))
    EXITS[Campaign]["open"](Campaign.objects.get(pk=campaign.pk))
    campaign.refresh_from_db()
    assert campaign.state == "in_progress"
    withdraw_application(application_id=row.pk, by=omar)
    campaign.refresh_from_db()
    assert campaign.state == "completed"


# Cancelling ------------------------------------------------------------------
def test_cancelling_a_draft_costs_nothing(draft, atlas):
    assert cancel_campaign(campaign_id=draft.pk, by=atlas).state == "cancelled"


def test_cancelling_ends_everything_and_costs_what_was_shown(campaign, active, omar, atlas, balanced):
    waiting = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=1_000, by=omar)
    shown = [row.influencer_centimes for _deal, row in campaign_consequences(campaign)]
    cancel_campaign(campaign_id=campaign.pk, by=atlas)
    for row in (waiting, active, campaign):
        row.refresh_from_db()
    assert (waiting.state, active.state, campaign.state) == ("lapsed", "cancelled", "cancelled")
    assert shown == [active.settled_centimes] == [campaign_money(campaign).paid] == [105_000]


def test_a_dispute_outlives_its_campaign(campaign, active, atlas, amina):
    open_dispute(collaboration_id=active.pk, reason="Pas payé", by=amina)
    cancel_campaign(campaign_id=campaign.pk, by=atlas)
    active.refresh_from_db()
    assert active.state == "disputed"


@pytest.mark.parametrize("who", ["finance_fz", "viewer", "rival", "amina"])
def test_others_do_not_cancel(who, campaign, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        cancel_campaign(campaign_id=campaign.pk, by=user)


def test_what_is_over_is_not_cancelled(draft, atlas, refused):
    cancel_campaign(campaign_id=draft.pk, by=atlas)
    with refused(WrongState):
        cancel_campaign(campaign_id=draft.pk, by=atlas)


def test_a_budget_is_promised_secured_paid_or_left(campaign, funded, omar, atlas):
    deal_of(campaign, omar, atlas, price=300_000)
    money = campaign_money(campaign)
    assert (money.committed, money.secured, money.paid, money.left) == (300_000, 450_000, 0, 1_250_000)
    for row in funded.deliverables.all():
        accept(publish(approve(submit(row))))
    assert (campaign_money(campaign).secured, campaign_money(campaign).paid) == (0, 450_000)
