import pytest
from django.core.exceptions import ValidationError

from brands.models import Brand, BrandMember
from brands.policies import may_pay, role_of
from brands.services import add_member, change_member, create_brand, remove_member, update_brand
from kit.errors import NotAllowed, Stale
from payments.models import WalletHolder


def valid_ice(start="0015246780001"):
    return next(f"{start}{n:02d}" for n in range(97) if int(f"{start}{n:02d}") % 97 == 0)


def test_a_brand_comes_with_its_wallet_and_owner(rachid):
    brand = create_brand(name="Café  Ménara", by=rachid)
    assert (brand.name, brand.slug) == ("Café Ménara", "cafe-menara")
    assert role_of(rachid, brand) == "owner"
    assert WalletHolder.objects.get(wallet=brand.wallet).may_pay


def test_a_second_brand_of_the_same_name_has_its_own_address(rachid, atlas_brand):
    assert create_brand(name="Atlas Argan", by=rachid).slug.startswith("atlas-argan-")


def test_a_name_in_arabic_letters_still_has_an_address(rachid):
    assert create_brand(name="أطلس", by=rachid).slug.startswith("marque")


def test_a_creator_opens_no_brand(amina):
    with pytest.raises(NotAllowed):
        create_brand(name="Amina", by=amina)
    assert not Brand.objects.exists()


def test_the_owner_keeps_the_company_in_order(atlas, atlas_brand):
    spaced = " ".join([valid_ice()[:3], valid_ice()[3:]])
    brand = update_brand(brand_id=atlas_brand.pk, fields={"ice": spaced, "wallet_id": "x"}, by=atlas)
    assert (brand.ice, brand.version) == (valid_ice(), 2)


@pytest.mark.parametrize("ice", ["1", "123456789012345", "abc"])
def test_a_wrong_ice_is_explained(atlas, atlas_brand, ice):
    with pytest.raises(ValidationError) as no:
        update_brand(brand_id=atlas_brand.pk, fields={"ice": ice, "name": "Other"}, by=atlas)
    assert no.value.message_dict["ice"]
    atlas_brand.refresh_from_db()
    assert (atlas_brand.ice, atlas_brand.name) == ("", "Atlas Argan")


def test_an_ice_belongs_to_one_company(atlas, atlas_brand, rival, rival_brand):
    update_brand(brand_id=rival_brand.pk, fields={"ice": valid_ice()}, by=rival)
    with pytest.raises(ValidationError) as no:
        update_brand(brand_id=atlas_brand.pk, fields={"ice": valid_ice()}, by=atlas)
    assert "ice" in no.value.message_dict


@pytest.mark.parametrize("who", ["salma", "finance_fz", "viewer", "rival", "amina"])
def test_only_the_owner_changes_the_company(who, atlas_brand, request):
    with pytest.raises(NotAllowed):
        update_brand(brand_id=atlas_brand.pk, fields={"name": "Mine"}, by=request.getfixturevalue(who))
    atlas_brand.refresh_from_db()
    assert (atlas_brand.name, atlas_brand.version) == ("Atlas Argan", 1)


def test_a_stale_form_does_not_overwrite(atlas, atlas_brand):
    update_brand(brand_id=atlas_brand.pk, fields={"city": "rabat"}, by=atlas, version=1)
    with pytest.raises(Stale) as no:
        update_brand(brand_id=atlas_brand.pk, fields={"city": "agadir"}, by=atlas, version=1)
    assert no.value.facts == {"version": 2}


@pytest.mark.parametrize(("role", "pays"), [("manager", False), ("finance", True), ("viewer", False)])
def test_a_member_holds_the_wallet_as_the_role_says(atlas, atlas_brand, rachid, role, pays):
    add_member(brand_id=atlas_brand.pk, user=rachid, role=role, by=atlas)
    assert WalletHolder.objects.get(wallet=atlas_brand.wallet, user=rachid).may_pay == pays
    assert may_pay(rachid, atlas_brand) == pays


def test_a_new_role_moves_the_right_to_pay(atlas, atlas_brand, salma):
    assert not may_pay(salma, atlas_brand)
    change_member(brand_id=atlas_brand.pk, user=salma, role="finance", by=atlas)
    assert may_pay(salma, atlas_brand)
    assert WalletHolder.objects.get(wallet=atlas_brand.wallet, user=salma).may_pay


def test_who_leaves_the_brand_leaves_its_wallet(atlas, atlas_brand, finance_fz):
    remove_member(brand_id=atlas_brand.pk, user=finance_fz, by=atlas)
    assert role_of(finance_fz, atlas_brand) is None
    assert not WalletHolder.objects.filter(user=finance_fz).exists()


def test_the_owner_stays(atlas, atlas_brand):
    for act in [remove_member, lambda **who: change_member(role="viewer", **who)]:
        with pytest.raises(ValidationError):
            act(brand_id=atlas_brand.pk, user=atlas, by=atlas)
    assert BrandMember.objects.get(user=atlas).role == "owner"


@pytest.mark.parametrize(("who", "role"), [("rachid", "owner"), ("amina", "viewer"), ("salma", "viewer")])
def test_who_cannot_be_added(atlas, atlas_brand, who, role, request):
    user = request.getfixturevalue(who)
    with pytest.raises(ValidationError):
        add_member(brand_id=atlas_brand.pk, user=user, role=role, by=atlas)
    assert role_of(user, atlas_brand) in {None, "manager"}


def test_a_manager_adds_nobody(salma, atlas_brand, rachid):
    with pytest.raises(NotAllowed):
        add_member(brand_id=atlas_brand.pk, user=rachid, role="viewer", by=salma)
    assert role_of(rachid, atlas_brand) is None
