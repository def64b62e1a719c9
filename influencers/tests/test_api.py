import pytest

from conftest import make_influencer, person
from influencers.models import Influencer

BODY = {
    "name": "Amina Benali",
    "bio": "Cuisine de tous les jours.",
    "niches": ["food", "beauty"],
    "languages": ["ary", "fr"],
    "city": "agadir",
    "social_accounts": [{"platform": "tiktok", "handle": "@amina", "n_followers": 51_000}],
    "packages": [
        {
            "title": "Un réel",
            "platform": "tiktok",
            "format": "video",
            "price": {"amount": "1800.00", "currency": "MAD"},
            "rights_channels": ["organic"],
            "rights_months": 6,
        }
    ],
}


@pytest.fixture
def url(amina_profile):
    return f"/api/influencers/{amina_profile.pk}"


@pytest.mark.parametrize("path", ["/api/influencers", "/api/influencers/search"])
def test_the_list_is_public_and_says_that_figures_are_declared(api_of, amina, path):
    row = api_of().get(path).json()["results"][0]
    assert row["followers"]["n_followers"] == 48_000
    assert row["followers"]["source"] == row["social_accounts"][0]["source"] == "declared"
    assert row["followers"]["declared_at"].endswith("Z")
    assert "user" not in row
    assert "email" not in str(row)


def test_pages_are_linked_both_ways(api_of, amina, omar):
    api = api_of()
    first = api.get("/api/influencers", {"page_size": 1, "niche": "tech,beauty"}).json()
    second = api.get(first["next"]).json()
    assert [first["results"][0]["handle"], second["results"][0]["handle"]] == ["omar-t", "amina-b"]
    assert api.get(second["previous"]).json()["results"] == first["results"]
    assert second["next"] is None


@pytest.mark.parametrize(
    "query", ["niche=x", "ordering=password", "cursor=1", "max_price=x", "ordering=user__email"]
)
def test_what_is_not_on_the_list_is_a_400(api_of, db, query):
    answer = api_of().get(f"/api/influencers?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == query.split("=")[0]


@pytest.mark.parametrize("n_rows", [1, 50])
def test_the_list_costs_the_same_for_one_and_fifty(api_of, db, django_assert_num_queries, n_rows):
    for n in range(n_rows):
        make_influencer(person(f"i{n}", "influencer"), f"i-{n}", n)
    with django_assert_num_queries(3):
        assert len(api_of().get("/api/influencers?page_size=100").json()["results"]) == n_rows


MATRIX = [(None, 401), ("amina", 200), ("omar", 404), ("atlas", 404), ("staff", 404)]


@pytest.mark.parametrize(("who", "status"), MATRIX)
def test_only_the_owner_writes(api_of, url, amina_profile, who, status, request):
    api = api_of(who and request.getfixturevalue(who))
    assert api.put(url, BODY, format="json").status_code == status
    assert api.patch(url, {"city": "agadir"}, format="json").status_code == status
    amina_profile.refresh_from_db()
    assert (amina_profile.city == "agadir") == (status == 200)


def test_a_whole_profile_is_written_at_once(api_of, url, amina, amina_profile):
    answer = api_of(amina).put(url, BODY, format="json").json()
    assert (answer["region"], answer["main_niche"], answer["followers"]["n_followers"]) == (
        "MA-09",
        "food",
        51_000,
    )
    assert answer["packages"][0]["price"] == {"amount": "1800.00", "currency": "MAD"}
    assert answer["from_price"] == answer["packages"][0]["price"]
    assert answer["missing"] == []
    row = api_of().get("/api/influencers").json()["results"][0]
    assert (row["city"], row["from_price"]) == ("agadir", answer["from_price"])


def test_one_wrong_line_leaves_the_profile_as_it_was(api_of, url, amina, amina_profile):
    wrong = {**BODY, "packages": [{**BODY["packages"][0], "quantity": 0}]}
    assert api_of(amina).put(url, wrong, format="json").status_code == 400
    amina_profile.refresh_from_db()
    assert (amina_profile.city, amina_profile.version) == ("rabat", 1)


def test_figures_and_house_fields_cannot_be_written(api_of, url, amina, amina_profile):
    body = {
        "n_followers": 9,
        "followers": {"n_followers": 9},
        "is_listed": False,
        "portrait": "x",
        "from_centimes": 1,
    }
    assert api_of(amina).patch(url, body, format="json").status_code == 200
    amina_profile.refresh_from_db()
    assert (amina_profile.n_followers, amina_profile.is_listed, amina_profile.portrait) == (48_000, True, "")


def test_a_stale_version_is_a_conflict(api_of, url, amina):
    api_of(amina).patch(url, {"bio": "a"}, format="json")
    answer = api_of(amina).patch(url, {"bio": "b", "version": 1}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


def test_an_unlisted_profile_is_its_owners_secret(api_of, url, amina, omar):
    Influencer.objects.filter(user=amina).update(is_listed=False)
    assert [api_of(who).get(url).status_code for who in [None, omar, amina]] == [404, 404, 200]


def test_if_match_guards_a_change(api_of, url, amina):
    answer = api_of(amina).patch(url, {"bio": "a"}, format="json", HTTP_IF_MATCH='"1"')
    assert (answer.status_code, answer["ETag"]) == (200, f'"{answer.json()["version"]}"')
    assert api_of(amina).patch(url, {"bio": "b"}, format="json", HTTP_IF_MATCH='"1"').status_code == 409
