from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.errors import (
    AlreadyApplied,
    ApplicationsClosed,
    NotEligible,
    NotYourTurn,
    OverBudget,
    PriceOutOfRange,
    TooManyRounds,
)
from campaigns.models import Application
from campaigns.services import (
    apply_to_campaign,
    counter_offer,
    make_offer,
    reject_application,
    shortlist_application,
    withdraw_application,
)
from conftest import make_campaign
from events.models import Event
from kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.usefixtures("november")


def apply(campaign, by, price=450_000, pitch="Moi"):
    return apply_to_campaign(campaign_id=campaign.pk, pitch=pitch, price_centimes=price, by=by)


def offer(application, by, price=400_000):
    return make_offer(application_id=application.pk, price_centimes=price, message="Et là ?", by=by)


def counter(application, by, price=420_000):
    return counter_offer(application_id=application.pk, price_centimes=price, message="", by=by)


def last_fact():
    return Event.objects.latest("pk")


# Applying --------------------------------------------------------------------
def test_an_application_puts_its_price_on_the_table(application):
    row = application.offers.get()
    assert (row.number, row.side, row.price_centimes) == (1, "influencer", 450_000)
    assert last_fact().label == "campaigns.ApplicationSent"
    assert last_fact().payload["price_centimes"] == 450_000


def test_one_application_per_creator(campaign, application, amina, refused):
    with refused(AlreadyApplied):
        apply(campaign, amina)


def test_a_withdrawn_application_is_not_sent_again(campaign, application, amina, refused):
    withdraw_application(application_id=application.pk, by=amina)
    with refused(AlreadyApplied):
        apply(campaign, amina)


@pytest.mark.parametrize("who", ["rival", "atlas", "staff"])
def test_only_creators_apply(who, campaign, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        apply(campaign, user)


@pytest.mark.parametrize("price", [0, -1, 10**12 + 1])
def test_a_price_is_above_zero_and_sane(price, campaign, amina, refused):
    with refused(PriceOutOfRange):
        apply(campaign, amina, price=price)


def test_a_pitch_is_needed(campaign, amina, refused):
    with refused(ValidationError):
        apply(campaign, amina, pitch="  ")


def test_an_unlisted_profile_or_a_small_audience_is_not_eligible(atlas_brand, amina, refused):
    campaign = make_campaign(atlas_brand, min_followers=100_000)
    type(amina.influencer).objects.update(is_listed=False)
    amina.influencer.refresh_from_db()
    with refused(NotEligible) as no:
        apply(campaign, amina)
    assert no.value.facts["missing"] == ["listed", "min_followers"]


@pytest.mark.parametrize("state", ["draft", "pending_approval", "in_progress", "completed", "cancelled"])
def test_only_an_open_campaign_takes_applications(state, atlas_brand, amina, refused):
    campaign = make_campaign(atlas_brand, state=state)
    with refused(ApplicationsClosed):
        apply(campaign, amina)


def test_the_last_day_to_apply_ends_at_midnight_in_morocco(campaign, amina, refused, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=11))
    with refused(ApplicationsClosed):
        apply(campaign, amina)


# Answers without a price -----------------------------------------------------
def test_a_shortlisted_application_has_a_new_clock(application, salma):
    row = shortlist_application(application_id=application.pk, by=salma)
    assert (row.state, row.due_at > application.due_at) == ("shortlisted", True)


def test_declining_says_why(application, atlas):
    row = reject_application(application_id=application.pk, note=" Une autre fois. ", by=atlas)
    assert (row.state, row.answer_note, row.due_at) == ("rejected", "Une autre fois.", None)
    assert last_fact().payload["note"] == "Une autre fois."


def test_taking_it_back(application, amina):
    assert withdraw_application(application_id=application.pk, by=amina).state == "withdrawn"


@pytest.mark.parametrize("who", ["amina", "omar", "viewer", "finance_fz", "rival", "staff"])
def test_only_the_brand_answers(who, application, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        shortlist_application(application_id=application.pk, by=user)
    with refused(NotAllowed):
        reject_application(application_id=application.pk, note="", by=user)
    with refused(NotAllowed):
        offer(application, user)


@pytest.mark.parametrize("who", ["omar", "atlas", "rival"])
def test_only_the_creator_withdraws_or_counters(who, application, atlas, refused, request):
    offer(application, atlas)
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        withdraw_application(application_id=application.pk, by=user)
    with refused(NotAllowed):
        counter(application, user)


# Negotiation -----------------------------------------------------------------
def test_offers_take_turns_and_the_last_price_is_on_the_table(application, atlas, amina):
    assert offer(application, atlas).state == "offered"
    assert counter(application, amina).state == "countered"
    row = offer(application, atlas, 410_000)
    assert (row.state, row.price_centimes) == ("offered", 410_000)
    prices = [450_000, 400_000, 420_000, 410_000]
    assert list(row.offers.values_list("price_centimes", flat=True)) == prices


def test_nobody_bids_twice_in_a_row(application, atlas, amina, refused):
    with refused(NotYourTurn) as no:
        counter(application, amina)
    assert no.value.facts == {"side": "brand"}
    offer(application, atlas)
    with refused(NotYourTurn):
        offer(application, atlas)


def test_an_offer_fits_the_budget(application, atlas, refused):
    with refused(OverBudget) as no:
        offer(application, atlas, 2_100_000)
    assert no.value.facts == {"left_centimes": 2_000_000, "missing_centimes": 100_000}


def test_negotiation_has_an_end(application, atlas, amina, refused):
    for _round in range(4):
        offer(application, atlas)
        counter(application, amina)
    offer(application, atlas)
    with refused(TooManyRounds):
        counter(application, amina)


@pytest.mark.parametrize("price", [0, -5])
def test_an_offer_has_a_price(price, application, atlas, refused):
    with refused(PriceOutOfRange):
        offer(application, atlas, price)


@pytest.mark.parametrize("state", ["accepted", "rejected", "withdrawn", "lapsed"])
def test_what_is_over_is_over(state, application, atlas, amina, refused):
    Application.objects.update(state=state)
    acts = [
        lambda: offer(application, atlas),
        lambda: counter(application, amina),
        lambda: shortlist_application(application_id=application.pk, by=atlas),
        lambda: reject_application(application_id=application.pk, note="", by=atlas),
        lambda: withdraw_application(application_id=application.pk, by=amina),
    ]
    for act in acts:
        with refused(WrongState):
            act()
