"""Random lives: anybody tries anything at any time, and the house rules hold after every step."""

import random
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from campaigns import services
from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.selectors import campaign_money, places_of
from campaigns.selectors.calendar import ZONE
from conftest import make_campaign, make_influencer, pay, person
from kit.errors import Refusal
from payments.models import Escrow
from payments.selectors import audit

STEPS = 700
MONEY = {
    "agreed": {"pending", "held"},
    "signed": {"pending", "held"},
    "funded": {"held"},
    "active": {"held"},
    "disputed": {"held"},
    "completed": {"released", "split"},
    "lapsed": {"cancelled", "refunded"},
    "cancelled": {"cancelled", "refunded", "split", "released"},
    "decided": {"refunded", "released", "split"},
    "refunded": {"refunded"},
}


class Life:
    """One brand, three creators, staff, and a die."""

    def __init__(self, brand, owner, staff, seed):
        self.die, self.brand, self.owner, self.staff, self.n = random.Random(seed), brand, owner, staff, 0
        self.creators = [person(f"creator{n}", "influencer") for n in range(3)]
        for n, user in enumerate(self.creators):
            make_influencer(user, f"creator-{n}", 10_000)

    def any(self, model, *states):
        rows = model.objects.filter(state__in=states) if states else model.objects
        return self.die.choice(list(rows.order_by("pk")) or [None])

    def step(self, move_clock):
        acts = [self.brief, self.staff_answer, self.negotiate, self.agree, self.sign, self.fund, self.work]
        acts += [self.apply, self.quarrel, lambda: self.wait(move_clock)]
        try:
            self.die.choices(acts, [2, 4, 2, 3, 4, 4, 12, 4, 1, 1])[0]()
        except Refusal:
            return "refused"
        return "done"

    def brief(self):
        row = self.any(Campaign)
        if row is None or self.die.random() < 0.3:
            self.n += 1
            places = self.die.randint(1, 2)
            slug = f"walk-{self.n}"
            row = make_campaign(self.brand, state="draft", published_at=None, places=places, slug=slug)
        elif self.die.random() < 0.1:
            services.cancel_campaign(campaign_id=row.pk, by=self.owner)
        services.submit_for_approval(campaign_id=row.pk, by=self.owner)

    def staff_answer(self):
        row = self.any(Campaign, "pending_approval")
        if row is None:
            return
        if self.die.random() < 0.8:
            services.approve_campaign(campaign_id=row.pk, by=self.staff)
        else:
            services.reject_campaign(campaign_id=row.pk, reason="Court", by=self.staff)

    def apply(self):
        row, user = self.any(Campaign, "open"), self.die.choice(self.creators)
        if row is not None:
            price = self.die.randint(1, 900_000)
            services.apply_to_campaign(campaign_id=row.pk, pitch="Moi", price_centimes=price, by=user)

    def negotiate(self):
        row = self.any(Application)
        if row is None:
            return
        price, key = self.die.randint(1, 900_000), {"application_id": row.pk}
        brand, creator = {"by": self.owner}, {"by": row.influencer.user}
        acts = [
            lambda: services.shortlist_application(**key, **brand),
            lambda: services.make_offer(**key, price_centimes=price, message="", **brand),
            lambda: services.counter_offer(**key, price_centimes=price, message="", **creator),
            lambda: services.reject_application(**key, note="", **brand),
            lambda: services.withdraw_application(**key, **creator),
        ]
        self.die.choices(acts, [3, 5, 5, 1, 1])[0]()

    def agree(self):
        row = self.any(Application, "pending", "shortlisted", "offered", "countered")
        if row is not None:
            by = row.influencer.user if row.state == "offered" else self.owner
            services.accept_application(application_id=row.pk, by=by)

    def sign(self):
        row = self.any(Collaboration, "agreed")
        for by in [self.owner, row.influencer.user] if row else []:
            terms = row.terms_hash
            services.sign_collaboration(collaboration_id=row.pk, name="Nom", terms_hash=terms, by=by)

    def fund(self):
        row = self.any(Collaboration, "agreed", "signed", "signed", "lapsed")
        if row is not None and row.escrow.state == "pending":
            pay(row)
            if self.die.random() < 0.7:
                services.mark_funded(collaboration_id=row.pk)

    def work(self):
        row = self.any(Deliverable)
        if row is None:
            return
        creator, key = row.collaboration.influencer.user, {"deliverable_id": row.pk}
        url = f"https://www.instagram.com/p/{row.pk.hex}/"
        answer = self.die.choice(["approve", "approve", "request_changes"])
        acts = {
            "submitted": lambda: services.review_deliverable(
                **key, decision=answer, comment="Son", by=self.owner
            ),
            "approved": lambda: services.publish_deliverable(**key, url=url, by=creator),
            "published": lambda: services.accept_deliverable(**key, by=self.owner),
        }
        send = {"url": url, "caption": "", "by": creator}
        acts.get(row.state, lambda: services.submit_deliverable(**key, **send))()

    def quarrel(self):
        row = self.any(Collaboration)
        if row is None or self.die.random() < 0.5:
            return
        by, key = self.die.choice([self.owner, row.influencer.user]), {"collaboration_id": row.pk}
        bps = self.die.randint(0, 10_000)
        acts = [
            lambda: services.cancel_collaboration(**key, reason="Fin", by=by),
            lambda: services.open_dispute(**key, reason="Non", by=by),
            lambda: services.decide_dispute(**key, influencer_bps=bps, decision="Ainsi", by=self.staff),
        ]
        self.die.choice(acts)()

    def wait(self, move_clock):
        move_clock(timezone.now() + timedelta(hours=self.die.choice([1, 12, 30, 80])))
        assert services.run_clocks().failed == 0


def check_money():
    for deal in Collaboration.objects.select_related("escrow"):
        assert deal.escrow.state in MONEY[deal.state], deal
        assert (deal.settled_centimes is None) == (deal.state in Collaboration.MOVES)
        assert sum(row.share_centimes for row in deal.deliverables.all()) == deal.price_centimes
    for campaign in Campaign.objects.all():
        assert campaign_money(campaign).left >= 0
        assert places_of(campaign).taken <= campaign.places


def check_clocks():
    for model in (Campaign, Application, Collaboration):
        assert not model.objects.filter(state__in=list(model.MOVES), due_at=None).exists()
        assert not model.objects.exclude(state__in=list(model.MOVES)).exclude(due_at=None).exists()
    for row in Deliverable.objects.select_related("collaboration"):
        runs = row.state in Deliverable.MOVES and row.collaboration.state in {"funded", "active"}
        assert (row.due_at is not None) == runs, row


@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", [7, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (11, 2026))])
def test_the_rules_hold_whatever_people_do(seed, atlas_brand, atlas, staff, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=ZONE), tick=False)
    life = Life(atlas_brand, atlas, staff, seed)
    outcomes = [life.step(lambda to: time_machine.move_to(to, tick=False)) for _step in range(STEPS)]
    check_money()
    check_clocks()
    assert audit() == []
    assert outcomes.count("done") > STEPS / 4
    assert Escrow.objects.filter(state="held").exists()
