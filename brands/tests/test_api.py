import pytest

from conftest import make_brand, person


@pytest.fixture
def url(atlas_brand):
    return f"/api/brands/{atlas_brand.pk}"


@pytest.mark.parametrize("who", [None, "atlas", "salma", "rival", "amina", "staff"])
def test_everybody_reads_a_company_and_only_members_its_registration(api_of, url, who, request):
    user = who and request.getfixturevalue(who)
    answer = api_of(user).get(url)
    assert answer.status_code == 200
    assert ("ice" in answer.json()) == (who in {"atlas", "salma"})


MATRIX = [(None, 401), ("atlas", 200), ("salma", 403), ("viewer", 403), ("rival", 404), ("amina", 404)]


@pytest.mark.parametrize(("who", "status"), MATRIX)
def test_only_the_owner_writes(api_of, url, atlas_brand, who, status, request):
    user = who and request.getfixturevalue(who)
    answer = api_of(user).patch(url, {"about": "Argan"}, format="json")
    atlas_brand.refresh_from_db()
    assert answer.status_code == status
    assert (atlas_brand.about == "Argan") == (status == 200)


def test_a_wrong_ice_is_told_by_field(api_of, url, atlas):
    answer = api_of(atlas).put(url, {"name": "Atlas", "ice": "123456789012345"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "ice"


def test_fields_of_the_house_cannot_be_written(api_of, url, atlas, atlas_brand):
    body = {"name": "Atlas", "slug": "mine", "logo": "x", "wallet": "x", "members": []}
    assert api_of(atlas).put(url, body, format="json").status_code == 200
    atlas_brand.refresh_from_db()
    assert (atlas_brand.slug, atlas_brand.logo) == ("atlas-argan", "")


def test_a_stale_version_is_a_conflict(api_of, url, atlas):
    assert api_of(atlas).patch(url, {"about": "a", "version": 1}, format="json")["ETag"] == '"2"'
    assert api_of(atlas).patch(url, {"about": "b", "version": 1}, format="json").status_code == 409


@pytest.mark.parametrize("path", ["/api/brands", "/api/brands/search"])
def test_the_list_filters_and_hides_what_is_private(api_of, atlas_brand, rival_brand, path):
    answer = api_of().get(path, {"q": "atlas", "sector": "beauty"})
    assert [row["slug"] for row in answer.json()["results"]] == ["atlas-argan"]
    assert "ice" not in answer.json()["results"][0]


def test_an_unknown_sector_is_a_400(api_of, db):
    assert api_of().get("/api/brands", {"sector": "arms"}).status_code == 400


def test_the_list_costs_one_query_however_long(api_of, db, django_assert_num_queries):
    for n in range(30):
        make_brand(person(f"b{n}", "brand"), f"Brand {n}", f"brand-{n}")
    with django_assert_num_queries(1):
        first = api_of().get("/api/brands", {"page_size": 20}).json()
    assert len(api_of().get(first["next"]).json()["results"]) == 10
