"""The brand's first pages and its applications, tried by its people, by strangers and by creators."""

import pytest

from campaigns.models import Application, Campaign, Collaboration
from campaigns.services import apply_to_campaign
from campaigns.tests.conftest import at
from conftest import make_campaign, make_influencer, person

# ---- dashboard, list, overview --------------------------------------------------------------------


def test_home_of_a_new_brand_offers_a_first_campaign(page, rival):
    answer = page(rival, "brand_home")
    assert answer.context["is_new"] is True
    assert set(answer.context["starts"]) == {"launch", "trial", "visit"}


def test_home_shows_the_next_duty_first(page, atlas, application):
    duty = page(atlas, "brand_home").context["next"]
    assert (duty.task.code, duty.url) == (
        "answer_applications",
        at("applications", application.campaign_id) + "?tab=new",
    )


def test_home_gives_each_member_what_they_may_do(page, signed, salma, finance_fz, viewer):
    assert page(salma, "brand_home").context["next"] is None
    assert page(finance_fz, "brand_home").context["next"].task.code == "fund"
    assert page(viewer, "brand_home").context["n_mine"] == 0


def test_home_tells_the_ledger_s_figures(page, atlas, funded):
    money = page(atlas, "brand_home").context["money"]
    assert (money.secured, money.n_secured, money.to_secure) == (477_000, 1, 0)


def test_home_is_for_brands(page, amina, client):
    assert page(amina, "brand_home").status_code == 403
    assert client.get(at("brand_home")).status_code == 302


# Thirteen, four of them for the frame: nine different things stand on this one screen.
def test_home_costs_the_same_with_more_campaigns(cost, atlas, collaboration):
    assert cost(atlas, "brand_home") == 13
    for _n in range(5):
        make_campaign(collaboration.brand)
    assert cost(atlas, "brand_home") == 13


def test_campaigns_stand_under_their_tabs(page, atlas, campaign, draft):
    answer = page(atlas, "mine", query="?tab=preparing")
    assert [row.pk for row in answer.context["rows"]] == [draft.pk]
    assert {tab["label"]: tab["count"] for tab in answer.context["tabs"]}["Ouvertes"] == 1


def test_campaigns_go_on_from_the_last_one_shown(page, atlas, atlas_brand):
    made = [make_campaign(atlas_brand) for _n in range(21)]
    first = page(atlas, "mine")
    rest = page(atlas, "mine", query=first.context["next_url"])
    assert [row.pk for row in rest.context["rows"]] == [made[0].pk]
    assert not rest.context["next_url"]


def test_a_list_of_campaigns_costs_the_same_for_one_and_many(cost, atlas, campaign):
    assert cost(atlas, "mine") == 6
    for _n in range(12):
        make_campaign(campaign.brand)
    assert cost(atlas, "mine") == 6


@pytest.mark.parametrize("name", ["overview", "applications"])
def test_a_campaign_s_pages_are_for_its_brand(page, name, campaign, viewer, rival, amina):
    assert page(viewer, name, campaign.pk).status_code == 200
    assert page(rival, name, campaign.pk).status_code == 404
    assert page(amina, name, campaign.pk).status_code == 404


def test_an_overview_counts_people(page, atlas, funded):
    context = page(atlas, "overview", funded.campaign_id).context
    assert (context["funnel"].applied, context["funnel"].accepted, context["funnel"].paid) == (1, 1, 0)
    assert context["is_frozen"] is True


def test_a_copy_is_a_draft_without_dates(send, salma, campaign):
    answer = send(salma, "duplicate", campaign.pk)
    copy = Campaign.objects.exclude(pk=campaign.pk).get()
    assert answer.url == at("wizard", copy.pk, 1)
    assert (copy.state, copy.starts_on, copy.requirements.count()) == ("draft", None, 2)


def test_a_viewer_copies_nothing(send, viewer, campaign):
    send(viewer, "duplicate", campaign.pk)
    assert Campaign.objects.count() == 1


def test_cancelling_a_campaign_shows_its_cost_first(page, send, atlas, funded):
    shown = page(atlas, "cancel_campaign", funded.campaign_id).context["kept"]
    assert shown == 45_000
    assert send(atlas, "cancel_campaign", funded.campaign_id, data={"shown": shown - 1}).status_code == 409
    assert Collaboration.objects.get().state == "funded"
    send(atlas, "cancel_campaign", funded.campaign_id, data={"shown": shown})
    assert Campaign.objects.get().state == "cancelled"
    assert Collaboration.objects.get().settled_centimes == shown


def test_a_finance_member_does_not_cancel(page, finance_fz, campaign):
    assert page(finance_fz, "cancel_campaign", campaign.pk).status_code == 403


# ---- applications ---------------------------------------------------------------------------------


def test_a_card_says_what_the_price_means(page, atlas, application):
    card = page(atlas, "applications", application.campaign_id).context["cards"][0]
    assert (card.quote.total_centimes, card.quote.net_centimes) == (477_000, 396_000)
    assert (card.after, card.may_accept) == (1_550_000, True)


def test_a_price_over_the_budget_locks_accept(page, send, atlas, application):
    Campaign.objects.update(budget_centimes=400_000)
    card = page(atlas, "applications", application.campaign_id).context["cards"][0]
    assert (card.missing, card.may_accept) == (50_000, False)
    send(atlas, "accept_application", application.pk, data={"price": 450_000})
    assert not Collaboration.objects.exists()


def test_applications_cost_the_same_for_one_and_many(cost, atlas, application):
    pk = application.campaign_id
    assert cost(atlas, "applications", pk) == 11
    for n in range(6):
        creator = person(f"c{n}", "influencer")
        make_influencer(creator, f"c-{n}", 20_000)
        apply_to_campaign(campaign_id=pk, pitch="x", price_centimes=1000, by=creator)
    assert cost(atlas, "applications", pk) == 11


def test_accepting_asks_once_then_writes_the_contract(page, send, atlas, application):
    asked = page(atlas, "accept_application", application.pk).context
    assert (asked["panel"], asked["form"]["price"].value()) == ("accept", 450_000)
    answer = send(atlas, "accept_application", application.pk, data={"price": 450_000})
    deal = Collaboration.objects.get()
    assert answer.url == at("deal", deal.pk)


def test_a_second_click_on_accept_finds_the_first_contract(send, atlas, application):
    first = send(atlas, "accept_application", application.pk, data={"price": 450_000})
    second = send(atlas, "accept_application", application.pk, data={"price": 450_000})
    assert first.url == second.url
    assert Collaboration.objects.count() == 1


def test_another_price_than_the_one_shown_is_not_accepted(send, atlas, application):
    send(atlas, "accept_application", application.pk, data={"price": 440_000})
    assert not Collaboration.objects.exists()


def test_htmx_gets_the_fresh_card_when_somebody_was_faster(send, atlas, application):
    Application.objects.update(state="rejected")
    answer = send(atlas, "shortlist", application.pk, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert f'id="app-{application.pk}"' in answer.content.decode()


def test_an_offer_keeps_what_was_typed_when_it_is_refused(send, atlas, application):
    answer = send(atlas, "make_offer", application.pk, data={"price": "99 000", "message": "Bonjour"})
    assert answer.status_code == 422
    assert "Bonjour" in answer.content.decode()
    assert Application.objects.get().state == "pending"


def test_an_offer_and_a_kind_no_are_sent(send, salma, application):
    send(salma, "make_offer", application.pk, data={"price": "4 000,50", "message": ""})
    assert Application.objects.get().price_centimes == 400_050
    send(salma, "decline", application.pk, data={"note": "Merci beaucoup."})
    assert Application.objects.get().answer_note == "Merci beaucoup."


ANSWERS = ["shortlist", "make_offer", "accept_application", "decline"]


@pytest.mark.parametrize("name", ANSWERS)
def test_members_without_the_right_answer_nothing(send, name, application, finance_fz, viewer):
    for user in (finance_fz, viewer):
        assert send(user, name, application.pk, data={"price": 450_000}).status_code in {302, 403}
    assert Application.objects.get().state == "pending"


@pytest.mark.parametrize("name", ANSWERS)
def test_strangers_find_no_application(send, name, application, rival, amina):
    for user in (rival, amina):
        assert send(user, name, application.pk, data={"price": 450_000}).status_code == 404
    assert Application.objects.get().state == "pending"
