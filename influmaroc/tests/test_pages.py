"""Home, the role pages, the doors of language and theme, the frame."""

from collections.abc import Callable

import pytest
from django.core.cache import cache

from accounts.models import User
from campaigns.models import Campaign, Collaboration
from conftest import Client
from influencers.models import Influencer
from influmaroc import front_page
from notifications.models import Notice

pytestmark = pytest.mark.django_db
PUBLIC = ["", "marques", "createurs", "etat"]


@pytest.fixture(autouse=True)
def _fresh_figures() -> None:
    cache.clear()


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("page", PUBLIC)
def test_public_pages_open_in_each_language(client: Client, language: str, page: str) -> None:
    answer = client.get(f"/{language}/{page}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text
    assert text.count("<h1") == 1


def test_home_shows_listed_creators_and_open_campaigns(
    client: Client, amina_profile: Influencer, campaign: Campaign
) -> None:
    text = text_of(client, "/fr/")
    assert amina_profile.name in text
    assert campaign.title.replace("'", "&#x27;") in text


def test_home_hides_who_is_not_listed_and_what_is_not_open(
    client: Client, amina_profile: Influencer, draft: Campaign
) -> None:
    Influencer.objects.update(is_listed=False)
    text = text_of(client, "/fr/")
    assert amina_profile.name not in text
    assert "h-cam" not in text


def test_home_invents_no_figures(client: Client) -> None:
    assert front_page.figures() is None
    assert "h-fig" not in text_of(client, "/fr/")


def test_figures_appear_once_there_is_something_to_say(
    client: Client, collaboration: Collaboration, monkeypatch: pytest.MonkeyPatch
) -> None:
    Collaboration.objects.update(state="completed")
    monkeypatch.setattr(front_page, "ENOUGH_DEALS", 1)
    assert "h-fig" in text_of(client, "/fr/")


def test_fees_come_from_the_schedule_in_force(client: Client) -> None:
    text = text_of(client, "/fr/")
    assert "3\xa0960,00" in text
    assert "10\xa0%" in text


def test_home_asks_the_same_number_of_questions_for_six_creators_as_for_one(
    client: Client, amina: User, omar: User, campaign: Campaign, django_assert_max_num_queries: Callable
) -> None:
    text_of(client, "/fr/")
    with django_assert_max_num_queries(8):
        text_of(client, "/fr/")


@pytest.mark.parametrize(
    ("cookie", "accepted", "home"),
    [
        ("ar", "en", "/ar/"),
        ("", "en-GB,en;q=0.9", "/en/"),
        ("", "ar-MA", "/ar/"),
        ("", "de", "/fr/"),
        ("xx", "", "/fr/"),
    ],
)
def test_the_bare_address_finds_a_language(client: Client, cookie: str, accepted: str, home: str) -> None:
    client.cookies["language"] = cookie
    assert client.get("/", headers={"Accept-Language": accepted})["Location"] == home


def test_the_account_s_language_counts_before_the_browser_s(client: Client, amina: User) -> None:
    User.objects.update(language="ar")
    client.force_login(amina)
    assert client.get("/", headers={"Accept-Language": "en"})["Location"] == "/ar/"


def test_switching_language_keeps_the_page_and_its_query(client: Client) -> None:
    text = text_of(client, "/fr/marques?vue=1")
    assert 'href="/langue/ar?next=/ar/marques%3Fvue%3D1"' in text
    answer = client.get("/langue/ar?next=/ar/marques%3Fvue%3D1")
    assert answer["Location"] == "/ar/marques?vue=1"
    assert answer.cookies["language"].value == "ar"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_doors_never_lead_off_the_site(client: Client, address: str) -> None:
    for door in ("/langue/en", "/apparence/dark"):
        assert client.get(door, {"next": address})["Location"] in {"/en/", "/fr/"}


def test_a_chosen_theme_is_drawn_by_the_server(client: Client) -> None:
    assert "data-theme=" not in text_of(client, "/fr/").split(">")[1]
    client.get("/apparence/dark")
    assert 'data-theme="influmaroc-dark"' in text_of(client, "/fr/")
    client.get("/apparence/system")
    assert 'data-theme="influmaroc' not in text_of(client, "/fr/")


def test_search_engines_find_every_language(client: Client) -> None:
    text = text_of(client, "/fr/marques")
    for code in ("fr", "ar", "en", "x-default"):
        assert f'hreflang="{code}"' in text


@pytest.mark.parametrize("who", ["amina", "atlas", "viewer", "staff"])
def test_the_frame_costs_two_questions_and_has_six_places_at_most(
    who: str, request: pytest.FixtureRequest, client_of: Callable, django_assert_max_num_queries: Callable
) -> None:
    client = client_of(request.getfixturevalue(who))
    with django_assert_max_num_queries(5):  # session, user, unread, profile, the state of the database
        text = text_of(client, "/fr/etat")
    nav = text.split('class="im-nav"')[1].split("</nav>")[0]
    assert 3 <= nav.count("<a ") <= 6
    assert "im-dock" in text


def test_unread_notices_are_counted_in_the_header(amina: User, client_of: Callable) -> None:
    Notice.objects.create(reader=amina, kind="application_accepted", key="one")
    text = text_of(client_of(amina), "/fr/etat")
    assert 'data-live="1"' in text
    assert "Notifications, 1 nouvelle" in text


def test_a_missing_page_says_so_in_the_language_of_the_address(client: Client) -> None:
    answer = client.get("/ar/makayn")
    assert answer.status_code == 404
    assert "هذه الصفحة غير موجودة" in answer.content.decode()


def test_an_old_form_is_refused_in_words(amina: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(amina)
    answer = client.post("/fr/deconnexion")
    assert answer.status_code == 403
    assert "formulaire" in answer.content.decode()


def test_pages_still_open_when_nothing_was_built(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.assets._manifest", dict)
    assert client.get("/fr/").status_code == 200
