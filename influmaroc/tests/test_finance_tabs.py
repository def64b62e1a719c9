"""The tabs of money: each leads to a page that has them too, and knows which one it is."""

import re

import pytest

pytestmark = pytest.mark.django_db
FIRST = {"atlas": "/fr/marque/finances", "amina": "/fr/createur/gains"}
N_TABS = {"atlas": 5, "amina": 4}


def tabs(page: str) -> list[tuple[str, str]]:
    """Address and current mark of each tab."""
    row = re.search(r'<nav class="im-tabs mt-5".*?</nav>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"( aria-current="page")?>', row[0]) if row else []


@pytest.mark.parametrize("name", ["atlas", "amina"])
def test_every_tab_leads_to_a_page_with_the_same_tabs(client_of, request, name):
    client = client_of(request.getfixturevalue(name))
    urls = [url for url, _mark in tabs(client.get(FIRST[name]).content.decode())]
    assert len(urls) == N_TABS[name]
    for url in urls:
        assert tabs(client.get(url).content.decode()) == [
            (other, ' aria-current="page"' * (other == url)) for other in urls
        ]


@pytest.mark.parametrize("path", ["marque/formule", "marque/finances/exports", "marque/finances"])
def test_the_menu_says_that_these_pages_are_about_money(client_of, atlas, path):
    menu = client_of(atlas).get(f"/fr/{path}").context["shell"].nav
    assert [place["url"] for place in menu if place["current"]] == ["/fr/marque/finances"]


def test_a_creator_who_has_not_said_how_they_are_taxed_is_led_there(client_of, amina):
    page = client_of(amina).get("/fr/createur/gains").content.decode()
    assert '<a class="im-link" href="/fr/createur/fiscal">Votre profil fiscal' in page
