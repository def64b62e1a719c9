"""The list of campaigns and the page of one: what visitors, creators and brands see of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.selectors import browse as browsing
from campaigns.selectors.record import brand_record
from campaigns.selectors.standing import standing
from conftest import make_campaign
from influencers.models import Influencer

LIST = "/fr/campagnes"


def n_queries(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_visitors_see_open_campaigns_with_pay_and_places(client, campaign, language):
    page = client.get(f"/{language}/campagnes").content.decode()
    assert campaign.title in page.replace("&#x27;", "'")
    assert "6" in page
    assert page.count("<h1") == 1


def test_a_draft_is_not_listed(client, draft):
    assert draft.slug not in client.get(LIST).content.decode()


def test_a_campaign_past_its_last_day_is_not_listed(client, atlas_brand):
    late = make_campaign(atlas_brand, application_deadline=timezone.localdate() - timedelta(days=1))
    assert late.slug not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("niche=beauty", True),
        ("niche=tech", False),
        ("platform=instagram&platform=tiktok", True),
        ("platform=youtube", False),
        ("place=agadir", True),
        ("language=fr", True),
        ("language=ary", False),
        ("pay=5000-10000", True),
        ("pay=0-2000", False),
        ("until=14", True),
        ("until=7", False),
        ("q=argan+atlas", True),
        ("q=chaussures", False),
        ("niche=nonsense&page=zero&sort=magic", True),
    ],
)
def test_each_filter_keeps_what_meets_it(client, campaign, query, is_found):
    assert (campaign.slug in client.get(f"{LIST}?{query}").content.decode()) is is_found


def test_a_region_finds_briefs_for_its_cities_and_for_all_of_morocco(client, atlas_brand, campaign):
    near = make_campaign(atlas_brand, cities=["agadir"])
    far = make_campaign(atlas_brand, cities=["tanger"])
    page = client.get(f"{LIST}?place=MA-09").content.decode()
    assert campaign.slug in page
    assert near.slug in page
    assert far.slug not in page


def test_an_empty_list_names_the_filters_to_drop(client, campaign):
    page = client.get(f"{LIST}?niche=tech&platform=instagram")
    chips = {chip.name: chip for chip in page.context["chips"]}
    assert (chips["niche"].n_without, chips["platform"].n_without) == (1, 0)
    assert chips["niche"].href == "?platform=instagram"


def test_the_second_page_follows_the_first(client, atlas_brand):
    for _n in range(26):
        make_campaign(atlas_brand)
    first = client.get(LIST)
    second = client.get(LIST + first.context["next"])
    assert (first.context["n_found"], len(first.context["cards"]), len(second.context["cards"])) == (
        26,
        24,
        2,
    )
    assert client.get(f"{LIST}?page=9").status_code == 404
    assert client.get(LIST, {"page": "9" * 4301}).status_code == 404


def test_htmx_gets_the_results_or_only_the_next_cards(client, campaign):
    part = client.get(LIST, headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()
    more = client.get(LIST, headers={"HX-Request": "true", "HX-Target": "more"}).content.decode()
    assert "<h1" not in part
    assert "hx-swap-oob" in part
    assert "hx-swap-oob" not in more
    assert campaign.slug in more


def test_creators_see_how_each_campaign_fits(client_of, amina, campaign, rival_brand):
    other = make_campaign(rival_brand, niches=["tech"], platforms=["youtube"], languages=["es"])
    page = client_of(amina).get("/fr/createur/campagnes")
    order = [card["campaign"].pk for card in page.context["cards"]]
    assert order == [campaign.pk, other.pk]
    assert dict(page.context["cards"][0]["fits"])["niches"]


def test_the_creators_list_is_for_creators(client, client_of, atlas):
    assert client.get("/fr/createur/campagnes").status_code == 302
    assert client_of(atlas).get("/fr/createur/campagnes").status_code == 403


def test_the_list_costs_the_same_for_one_row_and_for_many(client_of, client, amina, atlas_brand):
    make_campaign(atlas_brand)
    one = n_queries(client, LIST), n_queries(client_of(amina), LIST)
    for _n in range(23):
        make_campaign(atlas_brand)
    many = n_queries(client, LIST), n_queries(client_of(amina), LIST)
    assert one == many
    assert max(many) <= 8


# ---- one campaign --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_campaign_page_shows_net_deliverables_and_rights(client, campaign, language):
    answer = client.get(f"/{language}/campagnes/{campaign.slug}")
    assert answer.status_code == 200
    assert answer.context["quote"].net_centimes == 586_608
    assert "Instagram" in answer.content.decode()


def test_a_draft_is_a_404_for_strangers_and_a_preview_for_its_brand(client, client_of, atlas, rival, draft):
    path = f"/fr/campagnes/{draft.slug}"
    assert client.get(path).status_code == client_of(rival).get(path).status_code == 404
    assert client_of(atlas).get(path).context["box"].code == "own_brand"


def test_the_apply_box_says_why(client, client_of, amina, atlas, rival, campaign):
    path = f"/fr/campagnes/{campaign.slug}"
    codes = [client.get(path).context["box"].code]
    codes += [client_of(user).get(path).context["box"].code for user in (amina, atlas, rival)]
    assert codes == ["visitor", "open", "own_brand", "not_creator"]


def test_what_is_missing_is_named(client_of, amina, atlas_brand):
    big = make_campaign(atlas_brand, min_followers=1_000_000)
    page = client_of(amina).get(f"/fr/campagnes/{big.slug}")
    assert (page.context["box"].code, page.context["box"].missing) == ("missing", ["min_followers"])
    assert "/postuler" not in page.content.decode()


def test_an_application_is_linked(client_of, amina, application):
    page = client_of(amina).get(f"/fr/campagnes/{application.campaign.slug}")
    assert f"/fr/createur/candidatures/{application.pk}" in page.content.decode()


def test_a_full_campaign_shows_similar_ones(client_of, omar, atlas_brand, collaboration):
    collaboration.campaign.places = 1
    collaboration.campaign.save(update_fields=["places"])
    other = make_campaign(atlas_brand)
    page = client_of(omar).get(f"/fr/campagnes/{collaboration.campaign.slug}")
    assert page.context["box"].code == "full"
    assert [row.pk for row in page.context["similar"]] == [other.pk]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "completed"}, "ended"),
        ({"state": "in_progress"}, "deadline"),
        ({"application_deadline": timezone.localdate() - timedelta(days=1)}, "deadline"),
    ],
)
def test_a_closed_campaign_says_so(amina: Influencer, campaign: Campaign, changes, code):
    for name, value in changes.items():
        setattr(campaign, name, value)
    assert standing(campaign, amina).code == code


def test_the_brands_record_waits_for_enough_contracts(client: Client, completed, atlas_brand, monkeypatch):
    assert brand_record(atlas_brand) is None
    monkeypatch.setattr("campaigns.selectors.record.ENOUGH", 1)
    record = brand_record(atlas_brand)
    assert (record.n_completed, record.n_in_time, record.in_time_bps) == (1, 1, 10_000)
    assert client.get(f"/fr/campagnes/{completed.campaign.slug}").context["record"] == record


def test_counts_stop_at_the_cap(atlas_brand, monkeypatch):
    monkeypatch.setattr(browsing, "COUNTED", 2)
    for _n in range(5):
        make_campaign(atlas_brand)
    assert browsing.count_capped(browsing.browse({"sort": "new"})) == 3
