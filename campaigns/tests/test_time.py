"""Nobody acts for 200 days: a world with rows in every state comes to an end, and nothing is held."""

from datetime import datetime, timedelta

import pytest

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.selectors.calendar import ZONE
from campaigns.services import (
    accept_application,
    apply_to_campaign,
    approve_campaign,
    cancel_collaboration,
    counter_offer,
    decide_dispute,
    make_offer,
    open_dispute,
    reject_application,
    reject_campaign,
    review_deliverable,
    run_clocks,
    shortlist_application,
    submit_for_approval,
    withdraw_application,
)
from conftest import (
    accept,
    approve,
    deliver_all,
    fund,
    make_campaign,
    make_influencer,
    person,
    publish,
    sign_both,
    submit,
)
from events.models import Delivery
from payments.models import Escrow
from payments.selectors import audit

pytestmark = pytest.mark.timeout(300)
START = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
DAYS = 200


class World:
    """A brand, its staff, and one new creator for each story."""

    def __init__(self, brand, owner, staff):
        self.brand, self.owner, self.staff, self.n = brand, owner, staff, 0

    def application(self, campaign=None):
        self.n += 1
        creator = person(f"creator{self.n}", "influencer")
        make_influencer(creator, f"creator-{self.n}", 10_000)
        campaign = campaign or make_campaign(self.brand)
        return apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=100_000, by=creator)

    def deal(self):
        return accept_application(application_id=self.application().pk, by=self.owner)

    def funded(self):
        return fund(sign_both(self.deal()))

    def piece(self, *steps):
        """A funded contract whose first deliverable has taken these steps."""
        row = self.funded().deliverables.get(position=1)
        for step in steps:
            step(row)
        return row


def briefs(world):
    make_campaign(world.brand, state="draft", published_at=None)
    for decide in (None, approve_campaign, reject_campaign):
        row = make_campaign(world.brand, state="draft", published_at=None)
        submit_for_approval(campaign_id=row.pk, by=world.owner)
        if decide:
            more = {"reason": "Trop court"} if decide is reject_campaign else {}
            decide(campaign_id=row.pk, by=world.staff, **more)


def negotiations(world):
    world.application()
    shortlist_application(application_id=world.application().pk, by=world.owner)
    reject_application(application_id=world.application().pk, note="", by=world.owner)
    gone, offered, countered = (world.application() for _n in range(3))
    withdraw_application(application_id=gone.pk, by=gone.influencer.user)
    for row in (offered, countered):
        make_offer(application_id=row.pk, price_centimes=90_000, message="", by=world.owner)
    counter_offer(
        application_id=countered.pk, price_centimes=95_000, message="", by=countered.influencer.user
    )


def contracts(world):
    world.deal()
    sign_both(world.deal())
    world.funded()
    deliver_all(world.funded())
    for reason in ("dispute", "decide", "cancel"):
        deal = world.piece(submit).collaboration
        if reason == "cancel":
            cancel_collaboration(collaboration_id=deal.pk, reason="Fin", by=world.owner)
            continue
        open_dispute(collaboration_id=deal.pk, reason="Hors sujet", by=world.owner)
        if reason == "decide":
            decide_dispute(collaboration_id=deal.pk, influencer_bps=3_000, decision="30 %", by=world.staff)


def pieces(world):
    for steps in (
        [submit],
        [submit, approve],
        [submit, approve, publish],
        [submit, approve, publish, accept],
    ):
        world.piece(*steps)
    row = world.piece(submit)
    review_deliverable(deliverable_id=row.pk, decision="request_changes", comment="Son", by=world.owner)


@pytest.fixture
def world(atlas_brand, atlas, staff, time_machine):
    time_machine.move_to(START, tick=False)
    world = World(atlas_brand, atlas, staff)
    for story in (briefs, negotiations, contracts, pieces):
        story(world)
    return world


def states(model):
    return set(model.objects.values_list("state", flat=True))


def finals(model):
    return set(model.State) - set(model.MOVES)


def covers_every_live_state():
    deals = set(Collaboration.MOVES) - {"active"}
    briefs = {"draft", "pending_approval", "rejected", "open"}
    rows = [(Application, Application.MOVES), (Deliverable, Deliverable.MOVES)]
    return all(
        set(known) <= states(model) for model, known in [*rows, (Collaboration, deals), (Campaign, briefs)]
    )


def live_silently(time_machine, react):
    """Day after day the beat runs and what is owed is done; nobody else moves."""
    for day in range(1, DAYS + 1):
        time_machine.move_to(START + timedelta(days=day), tick=False)
        beat = run_clocks()
        react()
        assert (beat.failed, beat.skipped) == (0, 0), day


def test_two_hundred_silent_days_end_everything_and_hold_nothing(world, time_machine, react):
    assert covers_every_live_state()
    live_silently(time_machine, react)
    for model in (Campaign, Application, Collaboration, Deliverable):
        assert states(model) <= finals(model), model
    assert not Escrow.objects.filter(state__in=["pending", "held"]).exists()
    assert not Delivery.objects.filter(done_at=None, reaction__startswith="campaigns.").exists()
    assert audit() == []
