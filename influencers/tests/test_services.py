import orjson
import pytest
from django.core.exceptions import ValidationError

from conftest import person
from events.models import Event
from influencers.models import Influencer, Package
from influencers.selectors import draw_cards, missing_items
from influencers.services import (
    add_package,
    create_influencer,
    refresh_cards,
    remove_package,
    set_packages,
    set_social_accounts,
    update_influencer,
    update_package,
)
from kit.errors import NotAllowed, Stale

REEL = {"title": "Un réel", "platform": "instagram", "format": "reel", "price_centimes": 250_000}


@pytest.fixture
def nour(db):
    return person("nour", "influencer")


@pytest.fixture
def profile(nour):
    return create_influencer(name="Nour Alami", by=nour)


def insta(n_followers, handle="nour"):
    return {"platform": "instagram", "handle": handle, "n_followers_declared": n_followers}


def card_of(influencer):
    influencer.refresh_from_db()
    return orjson.loads(influencer.card)


def test_a_new_profile_has_a_wallet_and_a_handle(profile):
    assert (profile.handle, profile.wallet.kind) == ("nour-alami", "influencer")
    assert missing_items(profile) == ["city", "niche", "social_account"]
    assert not profile.is_listed


def test_a_taken_name_gets_another_handle(profile, db):
    other = create_influencer(name="Nour Alami", by=person("nour2", "influencer"))
    assert other.handle.startswith("nour-alami-")


def test_a_brand_opens_no_creator_profile(atlas):
    with pytest.raises(NotAllowed):
        create_influencer(name="Atlas", by=atlas)
    assert not Influencer.objects.exists()


def test_a_profile_is_listed_when_nothing_is_missing(profile, nour):
    fields = {"city": "agadir", "niches": ["food", "travel", "food"]}
    update_influencer(influencer_id=profile.pk, fields=fields, by=nour)
    listed = set_social_accounts(influencer_id=profile.pk, accounts=[insta(9000)], by=nour)
    assert (listed.region, listed.main_niche, listed.niches) == ("MA-09", "food", ["food", "travel"])
    assert (listed.is_listed, listed.n_followers) == (True, 9000)
    assert Event.objects.filter(label="influencers.InfluencerListed").count() == 1


def test_a_profile_that_loses_its_accounts_leaves_search(amina, amina_profile):
    profile = set_social_accounts(influencer_id=amina_profile.pk, accounts=[], by=amina)
    assert (profile.is_listed, profile.n_followers) == (False, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("niches", ["beauty", "food", "tech", "home", "music", "auto"]),
        ("niches", ["arms"]),
        ("city", "paris"),
        ("handle", "a b"),
        ("handle", "admin"),
        ("handle", "omar-t"),
        ("name", ""),
        ("languages", ["tlh"]),
    ],
)
def test_a_wrong_value_changes_nothing(amina, amina_profile, omar, field, value):
    with pytest.raises(ValidationError) as no:
        update_influencer(influencer_id=amina_profile.pk, fields={field: value, "bio": "x"}, by=amina)
    assert field in no.value.message_dict
    amina_profile.refresh_from_db()
    assert amina_profile.bio == ""


def test_a_handle_is_kept_in_one_form(amina, amina_profile):
    changed = update_influencer(influencer_id=amina_profile.pk, fields={"handle": "@Amina_B"}, by=amina)
    assert changed.handle == "amina_b"


def test_only_the_owner_edits(omar, amina_profile):
    for act, extra in [
        (update_influencer, {"fields": {"bio": "x"}}),
        (set_social_accounts, {"accounts": []}),
        (add_package, {"fields": REEL}),
        (set_packages, {"packages": [REEL]}),
    ]:
        with pytest.raises(NotAllowed):
            act(influencer_id=amina_profile.pk, by=omar, **extra)
    amina_profile.refresh_from_db()
    assert amina_profile.version == 1


def test_a_stale_form_does_not_overwrite(amina, amina_profile):
    update_influencer(influencer_id=amina_profile.pk, fields={"bio": "a"}, by=amina, version=1)
    with pytest.raises(Stale):
        update_influencer(influencer_id=amina_profile.pk, fields={"bio": "b"}, by=amina, version=1)


def test_an_unchanged_figure_keeps_its_date(amina, amina_profile):
    before = amina_profile.social_accounts.get()
    same = {"platform": "instagram", "handle": "amina-b", "n_followers_declared": 48_000}
    set_social_accounts(influencer_id=amina_profile.pk, accounts=[same], by=amina)
    assert amina_profile.social_accounts.get().declared_at == before.declared_at
    set_social_accounts(
        influencer_id=amina_profile.pk, accounts=[{**same, "n_followers_declared": 1}], by=amina
    )
    assert amina_profile.social_accounts.get().declared_at > before.declared_at


def test_a_platform_is_given_once(amina, amina_profile):
    with pytest.raises(ValidationError):
        set_social_accounts(influencer_id=amina_profile.pk, accounts=[insta(1), insta(2)], by=amina)
    assert amina_profile.social_accounts.get().n_followers_declared == 48_000


def test_the_cheapest_package_gives_the_price(amina, amina_profile):
    dear = add_package(influencer_id=amina_profile.pk, fields=REEL, by=amina)
    add_package(influencer_id=amina_profile.pk, fields={**REEL, "price_centimes": 90_000}, by=amina)
    assert card_of(amina_profile)["from_price"] == {"amount": "900.00", "currency": "MAD"}
    update_package(package_id=dear.pk, fields={"price_centimes": 50_000}, by=amina)
    assert amina_profile.packages.count() == 2
    assert card_of(amina_profile)["from_price"]["amount"] == "500.00"
    remove_package(package_id=dear.pk, by=amina)
    assert card_of(amina_profile)["from_price"]["amount"] == "900.00"


@pytest.mark.parametrize("wrong", [{"price_centimes": 0}, {"quantity": 0}, {"title": ""}, {"format": "song"}])
def test_a_wrong_package_is_not_kept(amina, amina_profile, wrong):
    with pytest.raises(ValidationError):
        add_package(influencer_id=amina_profile.pk, fields={**REEL, **wrong}, by=amina)
    assert not Package.objects.exists()


def test_a_stranger_touches_no_package(amina, amina_profile, omar):
    package = add_package(influencer_id=amina_profile.pk, fields=REEL, by=amina)
    with pytest.raises(NotAllowed):
        update_package(package_id=package.pk, fields={"price_centimes": 1}, by=omar)
    with pytest.raises(NotAllowed):
        remove_package(package_id=package.pk, by=omar)
    assert Package.objects.get().price_centimes == 250_000


def test_a_rate_card_is_replaced_and_kept_lines_keep_their_id(amina, amina_profile):
    first, _second = set_packages(influencer_id=amina_profile.pk, packages=[REEL, REEL], by=amina)
    kept = {**REEL, "id": first.pk, "title": "Deux réels"}
    rows = set_packages(influencer_id=amina_profile.pk, packages=[REEL, kept], by=amina)
    assert [row.title for row in rows] == ["Un réel", "Deux réels"]
    assert set(amina_profile.packages.values_list("pk", flat=True)) == {rows[0].pk, first.pk}


def test_stored_cards_are_what_would_be_drawn_now(amina, amina_profile, omar_profile):
    assert refresh_cards() == 2
    add_package(influencer_id=amina_profile.pk, fields=REEL, by=amina)
    rows = list(Influencer.objects.all())
    assert {row.pk: bytes(row.card) for row in rows} == draw_cards(rows)
