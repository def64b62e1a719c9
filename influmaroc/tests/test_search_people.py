"""Looking for people by name over the API."""

import pytest

from accounts.services import suspend_account
from influencers.models import Influencer

SEARCH = "/api/users/search"


def found(api, query):
    return api.get(f"{SEARCH}?{query}").json()["results"]


def test_creators_and_brands_are_found_by_their_public_name(api_of, amina, atlas, omar):
    api = api_of(omar)
    assert [row["page"] for row in found(api, "q=amin")] == ["amina-b"]
    (row,) = found(api, "q=argan")
    assert (row["name"], row["page"], row["role"]) == ("Atlas Argan", "atlas-argan", "brand")
    assert set(row) == {"id", "role", "name", "page", "picture"}


def test_what_is_private_is_neither_shown_nor_searched(api_of, amina, atlas, omar, staff):
    api = api_of(omar)
    assert found(api, "q=example.ma") == []
    assert found(api, "q=Staff") == []
    Influencer.objects.filter(user=amina).update(is_listed=False)
    assert found(api, "q=amina") == []


def test_suspended_people_are_not_found_but_by_staff(api_of, amina, omar, staff):
    suspend_account(user_id=amina.pk, reason="Faux", by=staff)
    assert found(api_of(omar), "q=amina") == []
    (row,) = found(api_of(staff), "q=amina@example.ma")
    assert (row["state"], row["email"]) == ("suspended", "amina@example.ma")


def test_one_role_and_page_after_page(api_of, amina, omar, atlas):
    api = api_of(omar)
    assert [row["role"] for row in found(api, "q=ar&role=brand")] == ["brand"]
    first = api.get(f"{SEARCH}?q=-t&page_size=1").json()
    assert ([row["page"] for row in first["results"]], first["next"]) == (["omar-t"], None)


@pytest.mark.parametrize("words", ["", "a", "a" * 81])
def test_a_question_too_short_or_too_long_is_refused(api_of, amina, words):
    assert api_of(amina).get(SEARCH, {"q": words}).status_code == 400


def test_searching_too_often_must_wait(api_of, amina, settings):
    settings.THROTTLES = {**settings.THROTTLES, "user-search": (1, 60)}
    api = api_of(amina)
    assert api.get(f"{SEARCH}?q=am").status_code == 200
    answer = api.get(f"{SEARCH}?q=am")
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
