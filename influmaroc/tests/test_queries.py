"""Every list, page and endpoint, costs the same few queries for 1 row and for 50."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from brands.models import Invitation
from campaigns.services import accept_application, apply_to_campaign
from conftest import Client, join, make_brand, make_campaign, make_influencer, owner_of, person, sign_both
from influencers.models import Package
from kit.tokens import digest
from notifications.services import Message, tell
from payments.models import Payment, Payout, SpendApproval
from payments.services import add_payout_method
from privacy.models import Export
from privacy.services import ask_about_data

AT_MOST = 8
# Every signed-in page pays these besides its own: session, person, unread notices, the face in the menu.
FRAME = 4
# Desks put several short lists and sums on one page; each costs a fixed number, written down here.
DESKS = {
    "/fr/createur": 16,
    "/fr/marque": 17,
    "/fr/reglages/donnees": 17,  # each reason to stay is a question of its own
    "/fr/marque/campagnes/{big}": 15,
    "/fr/marque/campagnes/{big}/candidatures": 13,
}
MANY = 50
RIB = "011519000001205000534921"
API = [
    ("/api/brands", "visitor"),
    ("/api/brands/search?q=a", "visitor"),
    ("/api/influencers", "visitor"),
    ("/api/influencers/search?q=a", "visitor"),
    ("/api/campaigns", "visitor"),
    ("/api/campaigns", "atlas"),
    ("/api/campaigns?mine=true", "atlas"),
    ("/api/campaigns/search?q=argan", "amina"),
    ("/api/campaigns/{big}/applications", "atlas"),
    ("/api/applications", "atlas"),
    ("/api/applications", "amina"),
    ("/api/collaborations", "atlas"),
    ("/api/collaborations", "amina"),
    ("/api/collaborations/{deal}/deliverables", "amina"),
    ("/api/notifications", "amina"),
    ("/api/payments/history", "atlas"),
    ("/api/payments/history", "amina"),
    ("/api/brands/{brand}/members", "atlas"),
    ("/api/brands/{brand}/invitations", "atlas"),
    ("/api/payments/approvals", "atlas"),
    ("/api/finances/payouts", "amina"),
    ("/api/admin/payouts", "staff"),
    ("/api/admin/users", "staff"),
    ("/api/users/search?q=brand", "atlas"),
    ("/api/users/search?q=creator", "staff"),
    ("/api/privacy/exports", "amina"),
    ("/api/privacy/requests", "amina"),
]
PAGES = [
    ("/fr/campagnes", "visitor"),
    ("/fr/createurs/recherche", "visitor"),
    ("/fr/createur", "amina"),
    ("/fr/createur/campagnes", "amina"),
    ("/fr/createur/candidatures", "amina"),
    ("/fr/createur/gains", "amina"),
    ("/fr/createur/offres", "amina"),
    ("/fr/contrats", "amina"),
    ("/fr/contrats", "atlas"),
    ("/fr/notifications", "amina"),
    ("/fr/reglages/donnees", "amina"),
    ("/fr/marque", "atlas"),
    ("/fr/marque/campagnes", "atlas"),
    ("/fr/marque/campagnes/{big}", "atlas"),
    ("/fr/marque/campagnes/{big}/candidatures", "atlas"),
    ("/fr/marque/profil", "atlas"),
    ("/fr/marque/profil/equipe", "atlas"),
    ("/fr/marque/finances", "atlas"),
    ("/fr/marque/finances/accords", "atlas"),
]


class Market:
    """One brand with many creators, one creator with many brands; `grow` adds a row to every list."""

    def __init__(self) -> None:
        self.n = 0
        self.brand = make_brand(person("atlas", "brand"), "Atlas Argan", "atlas-argan")
        self.amina = person("amina", "influencer")
        self.profile = make_influencer(self.amina, "amina-b", 48_000)
        self.big = make_campaign(self.brand, places=500, budget_centimes=10**9)
        self.people = {"atlas": owner_of(self.brand), "amina": self.amina, "visitor": None}
        self.people["staff"] = person("staff", "staff", is_staff=True, is_superuser=True)
        self.method = add_payout_method(
            wallet=self.profile.wallet, holder_name="Amina", rib=RIB, by=self.amina
        )
        self.grow()
        self.places = {"big": self.big.pk, "deal": self.deal.pk, "brand": self.brand.pk}

    def grow(self) -> None:
        self.n += 1
        brand = make_brand(person(f"brand{self.n}", "brand"), f"Brand {self.n}", f"brand-{self.n}")
        creator = person(f"creator{self.n}", "influencer")
        make_influencer(creator, f"c-{self.n}", 1000 + self.n)
        make_campaign(self.brand)
        self._apply(self.big, creator)
        deal = self._agree(self.big, creator)
        self._apply(make_campaign(brand), self.amina)
        self.deal = self._agree(brand.campaigns.get(), self.amina)
        sign_both(self.deal)
        self._money(deal)
        self._words()
        self._team(deal)

    def _team(self, deal) -> None:
        owner = owner_of(self.brand)
        join(self.brand, person(f"mate{self.n}", "brand"), "finance")
        row = {"email": f"guest{self.n}@example.ma", "role": "viewer", "token_hash": digest(f"{self.n}")}
        Invitation.objects.create(brand=self.brand, invited_by=owner, **row)
        SpendApproval.objects.create(escrow=deal.escrow, amount_centimes=1, asked_by=owner)

    def _apply(self, campaign, creator) -> None:
        apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=100_000, by=creator)

    def _agree(self, campaign, creator):
        application = campaign.applications.get(influencer__user=creator)
        return accept_application(application_id=application.pk, by=owner_of(campaign.brand))

    def _money(self, deal) -> None:
        Payment.objects.create(
            escrow=deal.escrow,
            gateway="sandbox",
            reference=f"R-{self.n}",
            amount_centimes=105_000,
            escrow_centimes=105_000,
            state="paid",
            made_by=owner_of(self.brand),
        )
        Payout.objects.create(
            wallet=self.profile.wallet,
            method=self.method,
            amount_centimes=10_000,
            requested_by=self.amina,
            expected_on=timezone.localdate() + timedelta(days=3),
        )

    def _words(self) -> None:
        Package.objects.create(
            influencer=self.profile, title="Un réel", platform="instagram", format="reel", price_centimes=1
        )
        message = Message(
            kind="campaign_approved",
            key=str(self.n),
            data={"campaign": "Argan", "brand": "Atlas"},
            thread=f"campaign:{self.n}",
        )
        tell(readers=[self.amina.pk], message=message)
        Export.objects.create(user=self.amina, state="ready", expires_at=timezone.now() + timedelta(days=1))
        ask_about_data(by=self.amina, kind="opposition", text="Non")


def cost(market, path, who) -> int:
    client = signed_in(path, market.people[who])
    address = path.format(**market.places)
    client.get(address)  # what the process remembers from then on is not counted
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (path, who)
    return len(queries)


def signed_in(path, user):
    client = APIClient() if path.startswith("/api/") else Client()
    if user is not None and path.startswith("/api/"):
        client.force_authenticate(user)
    elif user is not None:
        client.force_login(user)
    return client


@pytest.mark.timeout(240)
def test_every_list_costs_the_same_few_queries_for_one_row_and_for_fifty(db):
    market = Market()
    few = {row: cost(market, *row) for row in [*API, *PAGES]}
    while market.n < MANY:
        market.grow()
    # What has just grown is unknown to the planner, which a running product's tables are not.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = {row: cost(market, *row) for row in few}
    assert {row: (few[row], many[row]) for row in few if few[row] != many[row]} == {}
    assert {row: n for row, n in many.items() if n > bound(row[0])} == {}


def bound(path) -> int:
    return AT_MOST if path.startswith("/api/") else DESKS.get(path, AT_MOST + FRAME)
