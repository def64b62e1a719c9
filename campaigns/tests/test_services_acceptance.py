import re
from datetime import date
from hashlib import sha256

import pytest

from campaigns.errors import BriefIncomplete, CampaignFull, NotYourTurn, OverBudget
from campaigns.models import Campaign, Collaboration, Signature
from campaigns.services import (
    accept_application,
    apply_to_campaign,
    counter_offer,
    make_offer,
    withdraw_application,
)
from campaigns.services.terms import build_terms, render_terms, shares, spread
from conftest import make_campaign
from events.models import Event
from kit.errors import NotAllowed, Stale, WrongState

pytestmark = pytest.mark.usefixtures("november")


def accept(application, by):
    return accept_application(application_id=application.pk, by=by)


def applied(campaign, user, price=100_000):
    return apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=price, by=user)


def test_acceptance_freezes_the_price_and_opens_the_escrow(collaboration, application):
    application.refresh_from_db()
    escrow = collaboration.escrow
    assert (application.state, collaboration.state) == ("accepted", "agreed")
    assert (escrow.state, escrow.deal_id) == ("pending", collaboration.pk)
    assert (escrow.price_centimes, escrow.total_centimes, escrow.net_centimes) == (450_000, 477_000, 396_000)


def test_numbers_follow_each_other(collaboration, campaign, omar, atlas):
    other = accept(applied(campaign, omar), atlas)
    numbers = [int(row.number.rsplit("-", 1)[1]) for row in (collaboration, other)]
    assert re.fullmatch(r"C-\d{4}-\d{5,}", collaboration.number)
    assert numbers[1] == numbers[0] + 1


def test_one_deliverable_per_piece_with_shares_that_add_up(collaboration):
    rows = list(collaboration.deliverables.all())
    assert [(row.position, row.format, row.quantity) for row in rows] == [
        (1, "reel", 1),
        (2, "story", 1),
        (3, "story", 1),
    ]
    assert sum(row.share_centimes for row in rows) == 450_000
    assert {row.language for row in rows} == {"fr"}


def test_days_are_spread_over_the_period(collaboration, campaign):
    days = [row.due_on for row in collaboration.deliverables.all()]
    assert days == sorted(set(days))
    assert campaign.starts_on < days[0] < days[-1] < campaign.ends_on


def test_the_fact_names_both_sides(collaboration, amina_profile):
    payload = Event.objects.get(label="campaigns.ApplicationAccepted").payload
    assert payload["collaboration_id"] == str(collaboration.pk)
    assert (payload["influencer_id"], payload["side"]) == (str(amina_profile.pk), "brand")


def test_the_creator_accepts_an_offer(application, atlas, amina):
    make_offer(application_id=application.pk, price_centimes=400_000, message="", by=atlas)
    assert accept(application, amina).price_centimes == 400_000


def test_the_brand_accepts_a_counter_offer(application, atlas, amina, salma):
    make_offer(application_id=application.pk, price_centimes=400_000, message="", by=atlas)
    counter_offer(application_id=application.pk, price_centimes=430_000, message="", by=amina)
    assert accept(application, salma).price_centimes == 430_000


def test_nobody_accepts_their_own_price(application, amina, atlas, refused):
    with refused(NotYourTurn):
        accept(application, amina)
    make_offer(application_id=application.pk, price_centimes=400_000, message="", by=atlas)
    with refused(NotYourTurn):
        accept(application, atlas)


@pytest.mark.parametrize("who", ["omar", "viewer", "finance_fz", "rival", "staff"])
def test_others_do_not_accept(who, application, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        accept(application, user)


def test_a_withdrawn_application_is_not_accepted(application, amina, atlas, refused):
    withdraw_application(application_id=application.pk, by=amina)
    with refused(WrongState):
        accept(application, atlas)


def test_no_place_left(atlas_brand, amina, omar, atlas, refused):
    campaign = make_campaign(atlas_brand, places=1)
    rows = [applied(campaign, user) for user in (amina, omar)]
    accept(rows[0], atlas)
    with refused(CampaignFull) as no:
        accept(rows[1], atlas)
    assert no.value.facts == {"places": 1}


def test_no_budget_left(campaign, collaboration, omar, atlas, refused):
    row = applied(campaign, omar, price=1_600_000)
    with refused(OverBudget) as no:
        accept(row, atlas)
    assert no.value.facts == {"left_centimes": 1_550_000, "missing_centimes": 50_000}


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_a_campaign_that_is_over_accepts_nobody(state, application, atlas, refused):
    Campaign.objects.update(state=state)
    with refused(WrongState):
        accept(application, atlas)


def test_there_is_no_contract_over_nothing(application, campaign, atlas, refused):
    campaign.requirements.all().delete()
    with refused(BriefIncomplete):
        accept(application, atlas)


# Terms -----------------------------------------------------------------------
def test_the_hash_is_of_the_text_and_the_text_of_the_terms(collaboration):
    row = Collaboration.objects.get(pk=collaboration.pk)
    assert render_terms(row.terms) == row.terms_text
    assert sha256(row.terms_text.encode()).hexdigest() == row.terms_hash


def test_the_same_agreement_gives_the_same_text(collaboration, application):
    again = build_terms(application, collaboration.escrow, collaboration.number)
    assert render_terms(again) == collaboration.terms_text


@pytest.mark.parametrize(
    "words",
    [
        "Atlas Argan (Atlas Argan SARL)",
        "Amina (@amina-b)",
        "Prix convenu : 4 500,00 MAD.",
        "La marque paie : 4 770,00 MAD",
        "Le créateur reçoit : 3 960,00 MAD",
        "2) story Instagram, en français, brouillon avant le ",
        "pendant 6 mois sur : les pages sociales de la marque. Publicité payante non comprise.",
        "2 demandes de changements par contenu",
        "dans un délai de 3 jours ouvrables",
        "rien d'envoyé 10 % ; brouillon envoyé 50 %",
        "Sans décision dans un délai de 30 jours",
    ],
)
def test_the_text_says(words, collaboration):
    assert words in collaboration.terms_text


def test_a_contract_without_rights_or_changes_says_so(atlas_brand, amina, atlas):
    campaign = make_campaign(atlas_brand, usage_channels=[], usage_months=0, revisions=0)
    text = accept(applied(campaign, amina), atlas).terms_text
    assert "Aucun droit de réutilisation" in text
    assert "Le prix comprend aucun changement" in text
    assert not Signature.objects.exists()


@pytest.mark.parametrize(("total", "n"), [(450_000, 3), (100, 7), (2, 3), (1, 1)])
def test_shares_add_up_and_differ_by_one_centime_at_most(total, n):
    parts = shares(total, n)
    assert (sum(parts), len(parts)) == (total, n)
    assert max(parts) - min(parts) <= 1


def test_one_piece_is_due_in_the_middle():
    assert spread(date(2026, 12, 1), date(2026, 12, 31), 1) == [date(2026, 12, 16)]
    assert spread(date(2026, 12, 1), date(2026, 12, 1), 2) == [date(2026, 12, 1)] * 2


def test_a_price_that_moved_since_it_was_read_is_not_accepted(application, atlas, amina):
    counter = {"application_id": application.pk, "message": ""}
    make_offer(**counter, price_centimes=400_000, by=atlas)
    counter_offer(**counter, price_centimes=430_000, by=amina)
    with pytest.raises(Stale) as refused:
        accept_application(application_id=application.pk, price_centimes=450_000, by=atlas)
    assert refused.value.facts == {"price_centimes": 430_000}
    assert not Collaboration.objects.exists()
    assert accept_application(application_id=application.pk, price_centimes=430_000, by=atlas)
