"""Every page of people and brands: one heading, no dead link, few queries, in three languages."""

import re

import pytest

from influencers.services import add_package

REEL = {"title": "Un réel", "platform": "instagram", "format": "reel", "price_centimes": 250_000}
PAGES = [
    ("visitor", "connexion"),
    ("visitor", "inscription"),
    ("visitor", "createurs/recherche"),
    ("visitor", "createurs/recherche?city=dakhla"),
    ("visitor", "c/amina-b"),
    ("visitor", "b/atlas-argan"),
    ("amina", "c/amina-b"),
    ("amina", "createur/profil"),
    ("amina", "createur/offres"),
    ("amina", "createur/offres/nouvelle"),
    ("amina", "bienvenue"),
    ("omar", "createur/offres"),
    ("atlas", "c/amina-b"),
    ("atlas", "marque/profil"),
    ("atlas", "b/atlas-argan"),
    ("atlas", "bienvenue"),
    ("viewer", "marque/profil"),
]


@pytest.fixture
def visitor(client, client_of, request, amina, amina_profile, atlas_brand):
    add_package(influencer_id=amina_profile.pk, fields=REEL, by=amina)
    return lambda who: client if who == "visitor" else client_of(request.getfixturevalue(who))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_is_whole(visitor, django_assert_max_num_queries, language, who, path):
    client = visitor(who)
    with django_assert_max_num_queries(11):
        page = client.get(f"/{language}/{path}").content.decode()
    assert len(re.findall("<h1[ >]", page)) == 1
    assert 'href=""' not in page
    assert 'action=""' not in page
    assert f'<html lang="{language}"' in page
