from datetime import timedelta

import pytest

from campaigns.models import Collaboration
from campaigns.selectors import brand_tasks, creator_tasks, fit, next_step, places_of, timeline
from campaigns.services import (
    apply_to_campaign,
    cancel_collaboration,
    make_offer,
    open_dispute,
    reject_campaign,
    review_deliverable,
    sign_collaboration,
    submit_for_approval,
)
from conftest import accept, approve, make_campaign, publish, submit

pytestmark = pytest.mark.usefixtures("november")


def fresh(row):
    return Collaboration.objects.select_related("brand", "influencer", "escrow").get(pk=row.pk)


def step(row, user):
    found = next_step(fresh(row), user)
    return found.who, found.code


# Timeline --------------------------------------------------------------------
def test_states_and_money_are_one_story(completed):
    lines = timeline(completed)
    codes = [line.code for line in lines]
    assert codes[:6] == [
        "collaboration.agreed",
        "collaboration.signed_by_brand",
        "collaboration.signed_by_influencer",
        "collaboration.signed",
        "funded",
        "collaboration.funded",
    ]
    assert set(codes[-5:]) >= {"released", "fee", "vat"}
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert [line.amount_centimes for line in lines if line.code == "released"] == [396_000]


def test_a_line_says_who_and_which_piece(active):
    line = next(line for line in timeline(active) if line.code == "deliverable.submitted")
    assert (line.by_name, line.data["position"], line.data["version"]) == ("Amina", 1, 1)


def test_staff_sign_as_the_house(active, atlas, staff):
    open_dispute(collaboration_id=active.pk, reason="Non", by=atlas)
    active.moves.filter(to_state="disputed").update(by=staff)
    assert timeline(active)[-1].by_name == "InfluMaroc"


def test_a_timeline_costs_three_queries(completed, django_assert_num_queries):
    with django_assert_num_queries(3):
        timeline(completed)


# Next step -------------------------------------------------------------------
def test_each_signs_until_both_have(collaboration, atlas, amina):
    assert step(collaboration, atlas) == step(collaboration, amina) == ("you", "sign")
    sign_collaboration(
        collaboration_id=collaboration.pk, name="Nom", terms_hash=collaboration.terms_hash, by=atlas
    )
    assert step(collaboration, atlas) == ("them", "sign")


def test_whoever_may_pay_funds(signed, atlas, finance_fz, salma, amina):
    assert step(signed, atlas) == step(signed, finance_fz) == ("you", "fund")
    assert step(signed, salma) == step(signed, amina) == ("them", "fund")


def test_yours_comes_before_theirs(active, atlas, amina):
    assert step(active, atlas) == ("you", "review")
    found = next_step(fresh(active), amina)
    assert (found.who, found.code, found.deliverable.position) == ("you", "submit", 2)
    assert found.due_at == found.deliverable.expected_at


def test_changes_publication_and_acceptance(active, atlas, amina):
    row = active.deliverables.get(position=1)
    review_deliverable(deliverable_id=row.pk, decision="request_changes", comment="Son", by=atlas)
    assert step(active, amina) == ("you", "change")
    approve(submit(row))
    assert step(active, amina) == ("you", "publish")
    publish(row)
    assert step(active, atlas) == ("you", "accept")


def test_in_a_dispute_both_wait(active, atlas, amina):
    open_dispute(collaboration_id=active.pk, reason="Non", by=atlas)
    assert step(active, atlas) == step(active, amina) == ("them", "decide")


def test_over_is_over(completed, amina):
    assert step(completed, amina) == ("nobody", "completed")


def test_a_page_with_everything_fetched_costs_one_query_for_the_role(
    active, atlas, django_assert_num_queries
):
    rows = Collaboration.objects.select_related("brand", "influencer", "escrow")
    rows = rows.prefetch_related("deliverables", "escrow__parts")
    row = rows.get(pk=active.pk)
    vars(atlas).pop("_brand_roles", None)
    with django_assert_num_queries(1):
        next_step(row, atlas)


# Desks -----------------------------------------------------------------------
def codes(tasks):
    return [task.code for task in tasks]


def test_a_brand_sees_what_waits_for_it(application, atlas, salma, draft, staff):
    submit_for_approval(campaign_id=draft.pk, by=atlas)
    reject_campaign(campaign_id=draft.pk, reason="Court", by=staff)
    tasks = brand_tasks(salma)
    assert codes(tasks) == ["answer_applications", "correct_brief"]
    assert (tasks[0].n, tasks[0].campaign_id) == (1, application.campaign_id)


def test_a_creator_sees_an_offer_with_its_price(application, atlas, amina):
    make_offer(application_id=application.pk, price_centimes=400_000, message="", by=atlas)
    (task,) = creator_tasks(amina)
    assert (task.code, task.amount_centimes, task.other) == ("answer_offer", 400_000, "Atlas Argan")
    assert brand_tasks(atlas) == []


def test_to_sign_then_to_fund(collaboration, atlas, amina, finance_fz):
    assert codes(creator_tasks(amina)) == codes(brand_tasks(atlas)) == ["sign"]


def test_to_fund_in_all_that_is_paid(signed, atlas, amina):
    (task,) = brand_tasks(atlas)
    assert (task.code, task.amount_centimes, task.collaboration_id) == ("fund", 477_000, signed.pk)
    assert creator_tasks(amina) == []


def test_work_on_both_desks(active, atlas, amina):
    assert codes(brand_tasks(atlas)) == ["review"]
    assert [(task.code, task.position) for task in creator_tasks(amina)] == [("submit", 2), ("submit", 3)]


def test_an_overdue_piece_offers_a_way_out(active, atlas, time_machine):
    time_machine.move_to(active.deliverables.get(position=2).overdue_at + timedelta(minutes=1))
    assert "cancel_late" in codes(brand_tasks(atlas))


@pytest.mark.parametrize("n", [1, 4])
def test_a_desk_costs_the_same_for_one_row_and_many(
    n, atlas_brand, atlas, amina, django_assert_max_num_queries
):
    for _n in range(n):
        campaign = make_campaign(atlas_brand)
        apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=1_000, by=amina)
    with django_assert_max_num_queries(6):
        assert len(brand_tasks(atlas)) == n
    with django_assert_max_num_queries(5):
        creator_tasks(amina)


# Fit and places --------------------------------------------------------------
def test_fit_names_what_the_brief_asks_for(campaign, amina_profile, omar_profile):
    assert dict(fit(campaign, amina_profile)) == {
        "listed": True,
        "niches": True,
        "platforms": True,
        "languages": True,
    }
    campaign.min_followers, campaign.cities = 200_000, ["rabat"]
    found = dict(fit(campaign, omar_profile))
    assert [code for code, is_met in found.items() if not is_met] == ["min_followers", "niches", "cities"]


def test_an_end_without_content_frees_the_place(campaign, funded, atlas):
    assert places_of(campaign).free == 2
    cancel_collaboration(collaboration_id=funded.pk, reason="Fin", by=atlas)
    assert places_of(campaign).free == 3


def test_completed_content_keeps_its_place(campaign, completed):
    assert (places_of(campaign).taken, places_of(campaign).live) == (1, 0)


def test_the_creator_is_paid_once_all_pieces_are_in(funded, amina):
    for row in funded.deliverables.all():
        assert step(funded, amina)[1] == "submit"
        accept(publish(approve(submit(row))))
    assert step(funded, amina) == ("nobody", "completed")
