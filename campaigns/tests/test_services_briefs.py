from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.errors import BriefIncomplete, FrozenFields
from campaigns.models import Campaign
from campaigns.selectors import missing_items
from campaigns.selectors.calendar import shift_days, today
from campaigns.services import create_campaign, duplicate_campaign, submit_for_approval, update_campaign
from conftest import make_campaign
from events.models import Event
from kit.errors import NotAllowed, Stale, WrongState

pytestmark = pytest.mark.usefixtures("november")

REEL = {"platform": "instagram", "format": "reel", "quantity": 2, "notes": " 30 s "}


def update(campaign, by, version=None, **fields):
    return update_campaign(campaign_id=campaign.pk, fields=fields, by=by, version=version)


def changes():
    return [event.payload["fields"] for event in Event.objects.filter(label="campaigns.CampaignChanged")]


def test_a_draft_may_be_empty(atlas_brand, atlas):
    campaign = create_campaign(brand_id=atlas_brand.pk, fields={}, by=atlas)
    assert (campaign.state, campaign.title) == ("draft", "")
    assert campaign.due_at is not None
    assert campaign.slug.startswith("campagne-")
    assert campaign.moves.get().to_state == "draft"


def test_words_are_tidied_and_deliverables_listed(atlas_brand, atlas):
    fields = {"title": " Huile\u202e  d'argan ", "do": ["  Le flacon ", " "], "requirements": [REEL]}
    campaign = create_campaign(brand_id=atlas_brand.pk, fields=fields, by=atlas)
    assert (campaign.title, campaign.do) == ("Huile d'argan", ["Le flacon"])
    assert campaign.slug.startswith("huile-dargan-")
    assert list(campaign.requirements.values_list("quantity", "notes")) == [(2, "30 s")]


def test_a_manager_may_write_a_brief(atlas_brand, salma):
    assert create_campaign(brand_id=atlas_brand.pk, fields={"title": "Savon"}, by=salma).created_by == salma


@pytest.mark.parametrize("who", ["finance_fz", "viewer", "rival", "amina", "staff"])
def test_others_may_not(who, atlas_brand, draft, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        create_campaign(brand_id=atlas_brand.pk, fields={"title": "Savon"}, by=user)
    with refused(NotAllowed):
        update(draft, user, title="Autre")
    with refused(NotAllowed):
        submit_for_approval(campaign_id=draft.pk, by=user)


def test_what_is_given_is_checked_by_field(draft, atlas, refused):
    with refused(ValidationError) as no:
        update(draft, atlas, niches=["cats"], places=-1, title="x" * 200)
    assert set(no.value.message_dict) == {"niches", "places", "title"}


def test_a_wrong_deliverable_is_named(draft, atlas, refused):
    with refused(ValidationError) as no:
        update(draft, atlas, requirements=[{**REEL, "platform": "myspace"}])
    assert "requirements" in no.value.message_dict


def test_each_change_of_a_draft_is_a_version_and_a_new_idle_clock(draft, atlas, time_machine):
    before = draft.due_at
    time_machine.move_to(shift_days(before, -87), tick=False)
    changed = update(draft, atlas, version=1, title="Savon noir")
    assert (changed.version, changed.due_at) == (2, shift_days(before, 3))
    assert update(draft, atlas, title="Savon noir").version == 2
    assert changes() == []


def test_an_old_version_is_stale(draft, atlas, refused):
    update(draft, atlas, title="Savon noir")
    with refused(Stale) as no:
        update(draft, atlas, version=1, title="Savon blanc")
    assert no.value.facts == {"version": 2}


@pytest.mark.parametrize("state", ["pending_approval", "completed", "cancelled"])
def test_a_brief_is_closed_to_changes(state, draft, atlas, refused):
    Campaign.objects.update(state=state)
    with refused(WrongState):
        update(draft, atlas, title="Savon")


# What is missing -------------------------------------------------------------
def test_an_empty_brief_lacks_everything(atlas_brand, atlas):
    campaign = create_campaign(brand_id=atlas_brand.pk, fields={}, by=atlas)
    names = ["title", "description", "requirements", "budget", "application_deadline", "starts_on", "ends_on"]
    assert missing_items(campaign) == names


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"application_deadline": -1}, ["dates_past"]),
        ({"starts_on": 5}, ["dates_order"]),
        ({"ends_on": 14}, ["dates_order"]),
    ],
)
def test_dates_come_in_order_and_in_the_future(draft, fields, missing):
    for name, days in fields.items():
        setattr(draft, name, today() + timedelta(days=days))
    assert missing_items(draft) == missing


def test_too_much_is_too_much(draft, atlas):
    update(draft, atlas, requirements=[{**REEL, "quantity": 41}], revisions=11)
    draft.refresh_from_db()
    assert missing_items(draft) == ["too_many_deliverables", "revisions"]


def test_an_incomplete_brief_is_not_submitted(draft, atlas, refused):
    update(draft, atlas, description="", budget_centimes=None)
    with refused(BriefIncomplete) as no:
        submit_for_approval(campaign_id=draft.pk, by=atlas)
    assert no.value.facts == {"missing": ["description", "budget"]}


# After publication -----------------------------------------------------------
def test_words_of_a_public_brief_change_and_applicants_are_told(campaign, application, atlas):
    changed = update(campaign, atlas, description="Un réel, deux stories, et le sourire.")
    assert (changed.version, changed.slug, changes()) == (2, campaign.slug, [["description"]])


def test_money_and_deliverables_freeze_with_the_first_application(campaign, application, atlas, refused):
    with refused(FrozenFields) as no:
        update(campaign, atlas, budget_centimes=1, title="Argan", requirements=[REEL])
    assert no.value.facts == {"fields": ["budget_centimes", "requirements"]}


def test_the_same_figures_are_no_change(campaign, application, atlas):
    same = {"budget_centimes": campaign.budget_centimes, "places": campaign.places}
    assert update(campaign, atlas, **same).version == 1


def test_before_the_first_application_figures_may_change(campaign, atlas):
    assert update(campaign, atlas, budget_centimes=3_000_000).budget_centimes == 3_000_000


def test_a_public_brief_stays_complete(campaign, atlas, refused):
    with refused(BriefIncomplete):
        update(campaign, atlas, budget_centimes=None)


def test_a_later_last_day_moves_the_clock(campaign, atlas):
    day = campaign.application_deadline + timedelta(days=2)
    assert update(campaign, atlas, application_deadline=day).due_at == campaign.due_at + timedelta(days=2)


# Copies ----------------------------------------------------------------------
def test_a_copy_is_a_fresh_draft_without_dates(campaign, salma):
    copy = duplicate_campaign(campaign_id=campaign.pk, by=salma)
    assert (copy.state, copy.title, copy.version) == ("draft", campaign.title, 1)
    assert copy.requirements.count() == campaign.requirements.count() == 2
    assert (copy.application_deadline, copy.starts_on, copy.published_at) == (None, None, None)
    assert copy.slug != campaign.slug


def test_a_stranger_does_not_copy(atlas_brand, rival, refused):
    campaign = make_campaign(atlas_brand)
    with refused(NotAllowed):
        duplicate_campaign(campaign_id=campaign.pk, by=rival)


# Form ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"places": 0},
        {"do": ["Le flacon"] * 21},
        {"dont": ["x" * 201]},
        {"description": "x" * 4001},
        {"requirements": [REEL] * 41},
        {"requirements": [{**REEL, "quantity": -1}]},
    ],
)
def test_what_cannot_be_stored_is_refused_by_field(fields, draft, atlas, refused):
    with refused(ValidationError) as no:
        update(draft, atlas, **fields)
    assert set(no.value.message_dict) == set(fields)
