import pytest

from campaigns.models import Application, Collaboration
from campaigns.services import apply_to_campaign, cancel_campaign
from conftest import make_campaign

PRICE = {"amount": "4500.00", "currency": "MAD"}
BODY = {"pitch": "Ma communauté adore l'argan.", "price": PRICE}
SUMS = {
    "gross": "4500.00",
    "fee": "450.00",
    "tax": "90.00",
    "net": "3960.00",
    "brand_fee": "225.00",
    "brand_tax": "45.00",
    "total": "4770.00",
}


def apply(api, campaign, body=BODY, **headers):
    return api.post(f"/api/campaigns/{campaign.pk}/apply", body, format="json", headers=headers)


def answer(api, application, status, **more):
    path = f"/api/campaigns/{application.campaign_id}/applications/{application.pk}/status"
    return api.put(path, {"status": status, **more}, format="json")


def test_applying_shows_the_sums_before_anything_is_accepted(api_of, amina, campaign):
    told = apply(api_of(amina), campaign)
    assert told.status_code == 201
    assert told.json()["sums"] == {name: {"amount": n, "currency": "MAD"} for name, n in SUMS.items()}
    assert (told.json()["state"], told.json()["collaboration"]) == ("pending", None)


def test_applying_twice_with_one_key_is_applying_once(api_of, amina, campaign):
    api, key = api_of(amina), {"Idempotency-Key": "a-1"}
    first, again = apply(api, campaign, **key), apply(api, campaign, **key)
    assert (first.content, again["Idempotent-Replayed"]) == (again.content, "true")
    assert apply(api, campaign).json()["code"] == "already_applied"
    assert Application.objects.count() == 1


def test_applying_again_with_the_key_is_answered_after_the_campaign_has_ended(api_of, amina, atlas, campaign):
    api, key = api_of(amina), {"Idempotency-Key": "a-2"}
    first = apply(api, campaign, **key)
    cancel_campaign(campaign_id=campaign.pk, by=atlas)
    again = apply(api, campaign, **key)
    assert (again.status_code, again.content) == (201, first.content)
    assert apply(api, campaign).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pitch": ""}, "pitch"),
        ({"price": None}, "price"),
        ({"price": {"amount": "0", "currency": "MAD"}}, "price"),
    ],
)
def test_a_malformed_application_is_returned(api_of, amina, campaign, change, field):
    told = apply(api_of(amina), campaign, {**BODY, **change})
    assert (told.status_code, told.json()["errors"][0]["field"]) == (400, field)
    assert not Application.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("atlas", 403), ("rival", 403), ("staff", 403)])
def test_only_creators_apply(api_of, campaign, who, status, request):
    assert apply(api_of(request.getfixturevalue(who)), campaign).status_code == status
    assert not Application.objects.exists()


def test_nobody_applies_to_what_is_not_public(api_of, amina, draft):
    assert apply(api_of(amina), draft).status_code == 404
    assert apply(api_of(), draft).status_code == 401


def test_each_sees_its_own_applications(api_of, application, omar, rival, rival_brand):
    atlas, amina = application.campaign.created_by, application.influencer.user
    other = make_campaign(rival_brand)
    apply_to_campaign(campaign_id=other.pk, pitch="Moi", price_centimes=1000, by=omar)
    for user, n_rows in ((atlas, 1), (amina, 1), (omar, 1), (rival, 1)):
        assert len(api_of(user).get("/api/applications").json()["results"]) == n_rows
    assert api_of(omar).get(f"/api/applications?campaign={application.campaign_id}").json()["results"] == []


@pytest.mark.parametrize(
    ("who", "status", "n_rows"),
    [
        ("atlas", 200, 1),
        ("viewer", 200, 1),
        ("amina", 200, 1),
        ("omar", 200, 0),
        ("rival", 404, 0),
        ("staff", 404, 0),
    ],
)
def test_who_sees_the_applications_of_a_campaign(api_of, application, who, status, n_rows, request):
    api = api_of(request.getfixturevalue(who))
    told = api.get(f"/api/campaigns/{application.campaign_id}/applications")
    assert (told.status_code, len(told.json().get("results", []))) == (status, n_rows)


def test_an_offer_and_its_counter_end_in_a_contract(api_of, application, atlas, amina):
    brand, creator = api_of(atlas), api_of(amina)
    assert answer(brand, application, "shortlisted").json()["state"] == "shortlisted"
    offer = answer(brand, application, "offered", price={"amount": "4000.00", "currency": "MAD"}, message="?")
    assert offer.json()["price"]["amount"] == "4000.00"
    counter = answer(creator, application, "countered", price={"amount": "4200.00", "currency": "MAD"})
    assert [one["side"] for one in counter.json()["offers"]] == ["influencer", "brand", "influencer"]
    accepted = answer(brand, application, "accepted").json()
    assert accepted["collaboration"] == str(Collaboration.objects.get().pk)
    assert accepted["sums"]["gross"]["amount"] == "4200.00"


def test_accepting_may_name_the_price_that_was_read(api_of, application, atlas):
    told = answer(api_of(atlas), application, "accepted", price={"amount": "4000.00", "currency": "MAD"})
    assert (told.status_code, told.json()["code"]) == (409, "stale")
    assert not Collaboration.objects.exists()
    told = answer(api_of(atlas), application, "accepted", price={"amount": "4500.00", "currency": "MAD"})
    assert told.json()["collaboration"] == str(Collaboration.objects.get().pk)


def test_accepting_twice_makes_one_contract(api_of, application, atlas):
    assert answer(api_of(atlas), application, "accepted").status_code == 200
    again = answer(api_of(atlas), application, "accepted")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert Collaboration.objects.count() == 1


@pytest.mark.parametrize("status", ["offered", "countered"])
def test_an_offer_names_its_price(api_of, application, atlas, status):
    told = answer(api_of(atlas), application, status)
    assert (told.status_code, told.json()["errors"][0]["field"]) == (400, "price")


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("amina", "accepted", 409),
        ("amina", "rejected", 403),
        ("atlas", "withdrawn", 403),
        ("viewer", "accepted", 403),
        ("omar", "accepted", 404),
        ("rival", "rejected", 404),
        ("staff", "rejected", 404),
    ],
)
def test_who_may_not_answer(api_of, application, who, status, code, request):
    assert answer(api_of(request.getfixturevalue(who)), application, status).status_code == code
    application.refresh_from_db()
    assert application.state == "pending"


def test_an_application_belongs_to_its_campaign(api_of, application, atlas, atlas_brand):
    path = f"/api/campaigns/{make_campaign(atlas_brand).pk}/applications/{application.pk}/status"
    assert api_of(atlas).put(path, {"status": "rejected"}, format="json").status_code == 404


def test_declining_and_withdrawing(api_of, application, atlas, amina, campaign, omar):
    declined = answer(api_of(atlas), application, "rejected", note="Autre style.").json()
    assert (declined["state"], declined["answer_note"]) == ("rejected", "Autre style.")
    other = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=1000, by=omar)
    assert answer(api_of(omar), other, "withdrawn").json()["state"] == "withdrawn"
