"""Two people, or two clicks, at the same moment."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import User
from brands.errors import AlreadyInTeam
from brands.models import BrandMember, Invitation
from brands.services import (
    accept_invitation,
    accept_ownership,
    invite_member,
    offer_ownership,
    withdraw_invitation,
    withdraw_ownership,
)
from conftest import make_brand, person
from kit.errors import Refusal
from kit.tokens import digest, new_token

pytestmark = pytest.mark.django_db(transaction=True)


def race(*acts):
    """What each act gave, all started at once: "ok" or the code of a refusal."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        barrier.wait()
        try:
            act()
            results[place] = "ok"
        except Refusal as no:
            results[place] = no.code
        except ValidationError as error:
            results[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(results)


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_one_link_opens_one_place(invited, rachid, atlas_brand):
    _row, token = invited
    results = race(*[lambda: accept_invitation(token=token, by=fresh(rachid))] * 4)
    assert results == ["invitation_gone"] * 3 + ["ok"]
    assert BrandMember.objects.filter(user=rachid).count() == 1


def test_two_brands_at_once_get_one_of_them(invited, rachid):
    token = new_token()
    other = make_brand(person("rif", "brand"), "Rif", "rif")
    Invitation.objects.create(brand=other, email=rachid.email, role="viewer", token_hash=digest(token))
    results = race(
        lambda: accept_invitation(token=invited[1], by=fresh(rachid)),
        lambda: accept_invitation(token=token, by=fresh(rachid)),
    )
    assert results == [AlreadyInTeam.code, "ok"]


def test_accepting_and_withdrawing_do_not_both_happen(invited, rachid, atlas, atlas_brand):
    row, token = invited
    results = race(
        lambda: accept_invitation(token=token, by=fresh(rachid)),
        lambda: withdraw_invitation(brand_id=atlas_brand.pk, invitation_id=row.pk, by=fresh(atlas)),
    )
    assert results == ["invitation_gone", "ok"]
    row.refresh_from_db()
    assert (row.end == "accepted") == BrandMember.objects.filter(user=rachid).exists()


def test_one_address_is_invited_once(atlas, atlas_brand):
    invite = {"brand_id": atlas_brand.pk, "email": "new@example.ma", "role": "viewer"}
    assert race(*[lambda: invite_member(**invite, by=fresh(atlas))] * 3) == ["ValidationError"] * 2 + ["ok"]
    assert Invitation.objects.count() == 1


def test_a_brand_has_one_owner_whatever_happens_at_once(atlas, atlas_brand, salma):
    offer_ownership(brand_id=atlas_brand.pk, user=salma, by=atlas)
    results = race(
        lambda: accept_ownership(brand_id=atlas_brand.pk, by=fresh(salma)),
        lambda: accept_ownership(brand_id=atlas_brand.pk, by=fresh(salma)),
        lambda: withdraw_ownership(brand_id=atlas_brand.pk, by=fresh(atlas)),
    )
    assert results.count("ok") == 1
    assert BrandMember.objects.filter(role="owner").count() == 1


def test_half_a_hand_over_does_not_stay(atlas, atlas_brand, salma):
    offer_ownership(brand_id=atlas_brand.pk, user=salma, by=atlas)
    with transaction.atomic():
        accept_ownership(brand_id=atlas_brand.pk, by=salma)
        transaction.set_rollback(True)
    assert BrandMember.objects.get(role="owner").user == atlas
