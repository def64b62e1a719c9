from datetime import timedelta

import orjson
import pytest
from django.utils import timezone

from brands.models import Brand
from campaigns.models import Campaign
from campaigns.serializers import CampaignCard
from conftest import make_campaign
from kit.wire import JSONRenderer

LIST = "/api/campaigns"
TODAY = timezone.localdate()
BODY = {
    "title": "Safran de Taliouine",
    "objective": "Faire goûter",
    "description": "Un réel en cuisine.",
    "niches": ["food"],
    "platforms": ["instagram", "tiktok"],
    "cities": ["agadir"],
    "languages": ["ary"],
    "min_followers": 5000,
    "deliverables": [
        {"platform": "instagram", "format": "reel", "quantity": 1, "notes": "Vertical"},
        {"platform": "tiktok", "format": "video", "quantity": 2, "notes": ""},
    ],
    "do": ["Montrer le pistil"],
    "dont": ["Citer un concurrent"],
    "budget": {"amount": "9000.00", "currency": "MAD"},
    "places": 2,
    "application_deadline": str(TODAY + timedelta(days=10)),
    "starts_on": str(TODAY + timedelta(days=14)),
    "ends_on": str(TODAY + timedelta(days=40)),
    "usage_rights": {"channels": ["organic", "website"], "months": 6, "paid_ads": True},
    "revisions": 2,
}


def url(campaign, tail=""):
    return f"{LIST}/{campaign.pk}{tail}"


def created(api, body=BODY, **headers):
    return api.post(LIST, body, format="json", headers=headers)


def test_a_brief_comes_back_as_it_was_written(api_of, atlas):
    answer = created(api_of(atlas))
    assert answer.status_code == 201
    assert {name: answer.json()[name] for name in BODY} == BODY
    assert (answer.json()["state"], answer["ETag"]) == ("draft", '"1"')
    assert answer.json()["own"]["missing"] == []


def test_a_title_is_enough_to_begin(api_of, atlas):
    answer = created(api_of(atlas), {"title": "Idée"}).json()
    assert (answer["budget"], answer["deliverables"], answer["places"]) == (None, [], 1)
    assert "budget" in answer["own"]["missing"]


def test_the_same_key_writes_one_campaign(api_of, atlas):
    api, key = api_of(atlas), {"Idempotency-Key": "c-1"}
    first, again = created(api, **key), created(api, **key)
    assert (first.content, again["Idempotent-Replayed"]) == (again.content, "true")
    assert created(api, {**BODY, "places": 3}, **key).status_code == 422
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"niches": ["astrology"]}, "niches.0"),
        ({"budget": {"amount": "12.345", "currency": "MAD"}}, "budget"),
        ({"budget": {"amount": "100.00", "currency": "USD"}}, "budget"),
        ({"budget": 100}, "budget"),
        (
            {"deliverables": [{"platform": "instagram", "format": "reel", "quantity": 0}]},
            "deliverables.0.quantity",
        ),
        ({"usage_rights": {"months": -1}}, "usage_rights.months"),
        ({"starts_on": "demain"}, "starts_on"),
        ({"places": 0}, "places"),
        ({"do": ["x" * 201]}, "do.0"),
    ],
)
def test_a_malformed_brief_names_its_fields(api_of, atlas, change, field):
    answer = created(api_of(atlas), {**BODY, **change})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("salma", 201), ("viewer", 403), ("amina", 403), ("staff", 403)])
def test_who_may_write_for_a_brand(api_of, atlas, who, status, request):
    assert created(api_of(request.getfixturevalue(who))).status_code == status


def test_another_brand_cannot_be_written_for(api_of, rival, atlas_brand):
    assert created(api_of(rival), {**BODY, "brand": str(atlas_brand.pk)}).status_code == 404
    assert not Campaign.objects.exists()


def test_visitors_read_public_campaigns_only(api_of, campaign, draft):
    api = api_of()
    assert [row["id"] for row in api.get(LIST).json()["results"]] == [str(campaign.pk)]
    assert api.get(url(campaign)).json()["own"] is None
    assert api.get(url(draft)).status_code == 404
    assert created(api).status_code == 401


@pytest.mark.parametrize(
    ("who", "status"), [("atlas", 200), ("viewer", 200), ("rival", 404), ("amina", 404), ("staff", 404)]
)
def test_who_reads_a_draft(api_of, draft, who, status, request):
    assert api_of(request.getfixturevalue(who)).get(url(draft)).status_code == status


@pytest.mark.parametrize(
    "query",
    [
        "niche=beauty",
        "platform=instagram",
        "city=fes",
        "language=fr",
        "state=open",
        "min_budget=20000",
        "q=argan huile",
    ],
)
def test_filters_keep_what_fits(api_of, campaign, query):
    assert len(api_of().get(f"{LIST}?{query}").json()["results"]) == 1
    assert len(api_of().get(f"{LIST}/search?{query}").json()["results"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        "niche=tech",
        "platform=tiktok",
        "language=es",
        "state=completed",
        "min_budget=20000.01",
        "q=argan safran",
    ],
)
def test_filters_drop_what_does_not(api_of, campaign, query):
    assert api_of().get(f"{LIST}?{query}").json()["results"] == []


def test_an_unknown_word_is_told(api_of, campaign):
    answer = api_of().get(f"{LIST}?niche=astrology")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "niche")


def test_mine_are_the_brands_own(api_of, campaign, rival_brand, atlas):
    make_campaign(rival_brand)
    answer = api_of(atlas).get(f"{LIST}?mine=true").json()
    assert [row["id"] for row in answer["results"]] == [str(campaign.pk)]


@pytest.mark.parametrize(
    ("ordering", "first"), [("-id", "new"), ("-budget", "rich"), ("application_deadline", "soon")]
)
def test_orderings_and_their_pages(api_of, atlas_brand, ordering, first):
    make_campaign(atlas_brand, title="rich", budget_centimes=9_000_000)
    make_campaign(atlas_brand, title="soon", application_deadline=TODAY)
    make_campaign(atlas_brand, title="new")
    page = api_of().get(f"{LIST}?ordering={ordering}&page_size=2").json()
    rest = api_of().get(page["next"]).json()
    titles = [row["title"] for row in page["results"] + rest["results"]]
    assert titles[0] == first
    assert sorted(titles) == ["new", "rich", "soon"]


def test_put_replaces_and_patch_completes(api_of, atlas, draft):
    api = api_of(atlas)
    patched = api.patch(url(draft), {"title": "Autre titre"}, format="json").json()
    assert (patched["title"], patched["objective"]) == ("Autre titre", "Faire connaître l'huile")
    replaced = api.put(url(draft), {"title": "Nu"}, format="json").json()
    assert (replaced["objective"], replaced["deliverables"], replaced["budget"]) == ("", [], None)
    assert replaced["usage_rights"] == {"channels": [], "months": 0, "paid_ads": False}


@pytest.mark.parametrize("how", ["header", "body"])
def test_a_stale_change_is_refused(api_of, atlas, draft, how):
    api = api_of(atlas)
    api.patch(url(draft), {"title": "Deux"}, format="json")
    body, headers = {"title": "Trois"}, {}
    if how == "header":
        headers = {"If-Match": '"1"'}
    else:
        body["version"] = 1
    answer = api.patch(url(draft), body, format="json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    draft.refresh_from_db()
    assert draft.title == "Deux"


def test_the_etag_lets_a_change_pass(api_of, atlas, draft):
    api = api_of(atlas)
    tag = api.get(url(draft))["ETag"]
    answer = api.patch(url(draft), {"title": "Deux"}, format="json", headers={"If-Match": tag})
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert api.patch(url(draft), {}, format="json", headers={"If-Match": "soon"}).status_code == 400


@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("finance_fz", 403), ("rival", 403), ("amina", 403), ("staff", 403)]
)
def test_who_may_not_change_a_public_campaign(api_of, campaign, who, status, request):
    api = api_of(request.getfixturevalue(who))
    assert api.patch(url(campaign), {"title": "X"}, format="json").status_code == status
    assert api.delete(url(campaign)).status_code == status
    campaign.refresh_from_db()
    assert (campaign.title, campaign.state) == ("Huile d'argan", "open")


def test_frozen_fields_are_told_by_their_api_names(api_of, atlas, application):
    body = {"places": 9}
    answer = api_of(atlas).patch(url(application.campaign), body, format="json")
    assert (answer.status_code, answer.json()["facts"]) == (409, {"fields": ["places"]})


def test_deleting_cancels_and_keeps_the_row(api_of, atlas, campaign):
    assert api_of(atlas).delete(url(campaign)).status_code == 204
    campaign.refresh_from_db()
    assert campaign.state == "cancelled"


def test_deleting_waits_while_money_is_held(api_of, atlas, funded):
    answer = api_of(atlas).delete(url(funded.campaign))
    assert (answer.status_code, answer.json()["code"]) == (409, "money_held")
    assert answer.json()["facts"] == {"collaborations": [funded.number], "held_centimes": 477_000}
    funded.refresh_from_db()
    assert (funded.state, funded.campaign.state) == ("funded", "open")


def test_approval_by_staff(api_of, atlas, staff, draft):
    assert api_of(atlas).post(url(draft, "/submit-for-approval")).json()["state"] == "pending_approval"
    approve = f"/api/admin/campaigns/{draft.pk}/approve"
    assert api_of(atlas).put(approve).status_code == 403
    assert api_of(staff).put(approve).json()["state"] == "open"


def test_rejection_by_staff_has_a_reason(api_of, atlas, staff, draft):
    api_of(atlas).post(url(draft, "/submit-for-approval"))
    reject = f"/api/admin/campaigns/{draft.pk}/reject"
    assert api_of(staff).put(reject, {}, format="json").status_code == 400
    api_of(staff).put(reject, {"reason": "Précisez le produit."}, format="json")
    own = api_of(atlas).get(url(draft)).json()
    assert (own["state"], own["own"]["rejection_reason"]) == ("rejected", "Précisez le produit.")


def test_an_incomplete_brief_is_not_submitted(api_of, atlas):
    api = api_of(atlas)
    pk = created(api, {"title": "Idée"}).json()["id"]
    answer = api.post(f"{LIST}/{pk}/submit-for-approval")
    assert (answer.status_code, answer.json()["code"]) == (409, "brief_incomplete")
    assert "budget" in answer.json()["facts"]["missing"]


@pytest.mark.parametrize("ordering", ["-id", "-budget", "application_deadline"])
def test_a_line_of_the_list_is_the_card_of_the_schema(api_of, campaign, draft, atlas, ordering):
    make_campaign(draft.brand, budget_centimes=None, application_deadline=None, title="Sans budget")
    found = api_of(atlas).get(f"/api/campaigns?ordering={ordering}").json()["results"]
    rows = {str(row.pk): row for row in Campaign.objects.all()}
    cards = [JSONRenderer().render(CampaignCard(rows[line["id"]]).data) for line in found]
    assert found == [orjson.loads(card) for card in cards]
    assert len(found) == 3


def test_a_line_follows_its_campaign_its_brand_and_what_is_asked(api_of, campaign):
    campaign.requirements.filter(position=0).delete()
    Brand.objects.update(name="Atlas Nouveau")
    Campaign.objects.update(title="Neuf")
    line = api_of().get("/api/campaigns").json()["results"][0]
    assert (line["title"], line["brand"]["name"]) == ("Neuf", "Atlas Nouveau")
    assert [one["format"] for one in line["deliverables"]] == ["story"]


def test_filters_count_although_they_are_built_only_when_asked(api_of, campaign):
    api = api_of()
    for query, n in [("", 1), ("?niche=beauty", 1), ("?niche=tech", 0), ("?state=draft", 0)]:
        assert len(api.get(f"/api/campaigns{query}").json()["results"]) == n
    assert api.get("/api/campaigns?niche=nothing").status_code == 400


PEOPLE = ["visitor", "amina", "atlas", "viewer", "rival", "staff"]


@pytest.mark.parametrize("who", PEOPLE)
def test_the_quick_first_page_is_the_usual_one(request, api_of, campaign, draft, who):
    make_campaign(draft.brand, state="pending_approval")
    make_campaign(request.getfixturevalue("rival_brand"), state="cancelled")
    api = api_of(None if who == "visitor" else request.getfixturevalue(who))
    quick, usual = api.get("/api/campaigns").json(), api.get("/api/campaigns?ordering=-id").json()
    assert quick == usual
    assert len(quick["results"]) == {"atlas": 3, "viewer": 3, "rival": 2, "staff": 3}.get(who, 1)


def test_one_walks_on_from_the_quick_first_page(api_of, campaign):
    for _one in range(20):
        make_campaign(campaign.brand)
    first = api_of().get("/api/campaigns").json()
    second = api_of().get(first["next"]).json()
    ids = [line["id"] for line in (*first["results"], *second["results"])]
    assert (len(ids), len(set(ids)), second["next"]) == (21, 21, None)
    assert api_of().get(second["previous"]).json()["results"] == first["results"]
