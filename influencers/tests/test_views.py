import pytest

from conftest import make_influencer, person
from influencers.models import Influencer
from influencers.services import add_package

HTMX = {"HTTP_HX_REQUEST": "true"}
REEL = {"title": "Un réel", "platform": "instagram", "format": "reel", "price_centimes": 250_000}
PACKAGE = {
    "title": "Deux réels",
    "platform": "instagram",
    "format": "reel",
    "quantity": "2",
    "price_centimes": "1 500,50",
    "revisions": "1",
    "delivery_days": "7",
    "rights_channels": ["organic"],
    "rights_months": "6",
}
SEARCH = "/fr/createurs/recherche"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_visitors_search_in_three_languages(client, amina, omar, language):
    page = client.get(f"/{language}/createurs/recherche").content.decode()
    assert page.count("<h1") == 1
    assert "Amina" in page
    assert "Omar" in page


def test_filters_become_chips_that_can_be_dropped(client, amina, omar):
    answer = client.get(f"{SEARCH}?city=rabat&city=tanger&niche=tech&max_price=&q=")
    assert ["/c/omar-t" in card for card in answer.context["cards"]] == [True]
    hrefs = {chip.label: chip.href for chip in answer.context["chips"]}
    assert hrefs["Rabat"] == "?city=tanger&niche=tech"


def test_htmx_gets_the_results_or_the_next_cards(client, amina):
    for n in range(30):
        make_influencer(person(f"i{n}", "influencer"), f"i-{n}", n)
    page = client.get(f"{SEARCH}?q=&city=rabat&ordering=-n_followers", **HTMX)
    assert b"<h1" not in page.content
    assert page["HX-Push-Url"] == f"{SEARCH}?city=rabat"
    more = client.get(SEARCH + page.context["next"], HTTP_HX_TARGET="more", **HTMX)
    assert more.content.count(b"<li") == 7
    assert client.get(SEARCH + page.context["next"]).content.count(b"<h1") == 1


def test_an_empty_result_names_the_filter_to_drop(client, amina):
    answer = client.get(f"{SEARCH}?niche=food&city=agadir")
    assert {chip.name: chip.n_without for chip in answer.context["chips"]} == {"city": 1, "niche": None}


@pytest.mark.parametrize(
    "query", ["niche=x", "cursor=zz", "max_price=abc", "min_followers=x", "ordering=password"]
)
def test_a_strange_address_still_shows_a_page(client, amina, query):
    assert client.get(f"{SEARCH}?{query}").status_code == 200


@pytest.mark.parametrize("n_rows", [1, 20])
def test_searching_costs_the_same_for_few_and_many(client, db, django_assert_max_num_queries, n_rows):
    for n in range(n_rows):
        make_influencer(person(f"i{n}", "influencer"), f"i-{n}", n)
    with django_assert_max_num_queries(4):
        assert len(client.get(SEARCH).context["cards"]) == n_rows


def test_a_profile_shows_declared_figures_and_the_total_to_pay(client, amina, amina_profile):
    add_package(influencer_id=amina_profile.pk, fields=REEL, by=amina)
    page = client.get("/fr/c/amina-b").content.decode()
    assert "2\u00a0650,00" in page
    assert "amina@example.ma" not in page


def test_the_owner_sees_the_net_and_what_is_missing(client_of, amina, amina_profile):
    add_package(influencer_id=amina_profile.pk, fields=REEL, by=amina)
    Influencer.objects.update(is_listed=False, city="")
    answer = client_of(amina).get("/fr/c/amina-b")
    assert answer.context["missing"] == ["city"]
    assert "2\u00a0200,00" in answer.content.decode()


def test_an_unlisted_profile_is_hidden_from_others(client, client_of, amina, omar, atlas):
    Influencer.objects.filter(user=amina).update(is_listed=False)
    for one in [client, client_of(omar), client_of(atlas)]:
        assert one.get("/fr/c/amina-b").status_code == 404


PRIVATE = ["/fr/createur/profil", "/fr/createur/offres", "/fr/createur/offres/nouvelle"]


@pytest.mark.parametrize("url", PRIVATE)
@pytest.mark.parametrize(("who", "status"), [(None, 302), ("amina", 200), ("atlas", 403), ("staff", 403)])
def test_who_enters_the_studio(client, client_of, url, who, status, request):
    one = client_of(request.getfixturevalue(who)) if who else client
    assert one.get(url).status_code == status


def test_a_section_is_saved_by_itself(client_of, amina, amina_profile):
    form = {
        "name": "Amina Benali",
        "handle": "amina-b",
        "city": "agadir",
        "bio": "Bonjour",
        "languages": ["fr"],
    }
    answer = client_of(amina).post("/fr/createur/profil/about", form)
    amina_profile.refresh_from_db()
    assert answer["Location"] == "/fr/createur/profil#about"
    assert (amina_profile.region, amina_profile.niches) == ("MA-09", ["beauty", "food"])


def test_htmx_gets_the_section_and_the_preview(client_of, amina):
    form = {"niches": ["tech", "food"], "main_niche": "food"}
    answer = client_of(amina).post("/fr/createur/profil/niches", form, **HTMX)
    amina.influencer.refresh_from_db()
    assert amina.influencer.niches == ["food", "tech"]
    assert b'id="preview"' in answer.content
    assert b"<h1" not in answer.content


@pytest.mark.parametrize(
    ("section", "form", "field"),
    [
        ("about", {"name": "A", "handle": "x y"}, "handle"),
        ("about", {"name": "A", "handle": "omar-t"}, "handle"),
        ("niches", {"niches": ["beauty", "food", "tech", "home", "music", "auto"]}, "niches"),
        ("niches", {"niches": ["beauty"], "main_niche": "food"}, "main_niche"),
    ],
)
def test_a_wrong_section_is_shown_again(client_of, amina, omar, section, form, field):
    answer = client_of(amina).post(f"/fr/createur/profil/{section}", form)
    assert answer.status_code == 422
    assert field in answer.context["forms"][section].errors
    assert Influencer.objects.get(user=amina).version == 1


def test_accounts_are_declared_without_scripts(client_of, amina, amina_profile):
    form = {"instagram-handle": "", "tiktok-handle": "@amina", "tiktok-n_followers_declared": "51 000"}
    client_of(amina).post("/fr/createur/profil/accounts", form)
    row = amina_profile.social_accounts.get()
    assert (row.platform, row.handle, row.n_followers_declared) == ("tiktok", "amina", 51_000)


def test_a_wrong_figure_is_told_on_its_line(client_of, amina, amina_profile):
    form = {"tiktok-handle": "a", "tiktok-n_followers_declared": "many", "youtube-n_followers_declared": "5"}
    answer = client_of(amina).post("/fr/createur/profil/accounts", form)
    faults = {name: list(row.errors) for name, row in answer.context["forms"]["accounts"] if row.errors}
    assert faults == {"tiktok": ["n_followers_declared"], "youtube": ["handle"]}
    assert amina_profile.social_accounts.get().platform == "instagram"


def test_a_package_is_added_changed_and_removed_after_asking(client_of, amina, amina_profile):
    client = client_of(amina)
    client.post("/fr/createur/offres/nouvelle", PACKAGE)
    package = amina_profile.packages.get()
    url = f"/fr/createur/offres/{package.pk}"
    client.post(url, {**PACKAGE, "price_centimes": "2000"})
    package.refresh_from_db()
    assert (package.quantity, package.price_centimes) == (2, 200_000)
    assert client.get(f"{url}/retirer").status_code == 200
    assert amina_profile.packages.exists()
    client.post(f"{url}/retirer")
    assert not amina_profile.packages.exists()


@pytest.mark.parametrize(
    "wrong", [{"price_centimes": "gratuit"}, {"price_centimes": "0"}, {"quantity": "0"}, {"title": ""}]
)
def test_a_wrong_package_is_shown_again(client_of, amina, amina_profile, wrong):
    answer = client_of(amina).post("/fr/createur/offres/nouvelle", {**PACKAGE, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not amina_profile.packages.exists()


def test_another_creators_package_does_not_exist_here(client_of, amina, amina_profile, omar):
    package = add_package(influencer_id=amina_profile.pk, fields=REEL, by=amina)
    client = client_of(omar)
    for url in [f"/fr/createur/offres/{package.pk}", f"/fr/createur/offres/{package.pk}/retirer"]:
        assert client.post(url, PACKAGE).status_code == 404
    package.refresh_from_db()
    assert package.title == "Un réel"
