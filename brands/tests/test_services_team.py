import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from brands.errors import (
    AlreadyInTeam,
    InvitationForAnother,
    InvitationGone,
    NotABrandAccount,
    OfferGone,
    OwnerStays,
)
from brands.models import BrandMember, Invitation
from brands.policies import (
    DUTIES,
    may_administer,
    may_connect,
    may_leave,
    may_manage,
    may_pay,
    may_sign,
    role_of,
)
from brands.services import (
    accept_invitation,
    accept_ownership,
    change_member,
    decline_invitation,
    decline_ownership,
    invite_member,
    leave_brand,
    offer_ownership,
    remove_member,
    resend_invitation,
    withdraw_invitation,
    withdraw_ownership,
)
from conftest import person
from kit import crypt, throttle
from kit.errors import NotAllowed
from mail.models import Letter
from payments.models import WalletHolder

MAY = {
    "manage": may_manage,
    "sign": may_sign,
    "connect": may_connect,
    "pay": may_pay,
    "administer": may_administer,
    "leave": may_leave,
}
MATRIX = {
    "owner": {"see", "manage", "sign", "connect", "pay", "administer"},
    "manager": {"see", "manage", "sign", "connect", "leave"},
    "finance": {"see", "pay", "leave"},
    "viewer": {"see", "leave"},
}


@pytest.mark.parametrize(
    ("who", "role"),
    [("atlas", "owner"), ("salma", "manager"), ("finance_fz", "finance"), ("viewer", "viewer")],
)
def test_the_table_of_rights_is_what_was_agreed_and_what_policies_answer(who, role, atlas_brand, request):
    user = request.getfixturevalue(who)
    assert {name for name, duty in DUTIES.items() if role in duty.roles} == MATRIX[role]
    assert {name for name, may in MAY.items() if may(user, atlas_brand)} == MATRIX[role] - {"see"}


def test_a_stranger_may_nothing(rival, atlas_brand):
    assert not any(may(rival, atlas_brand) for may in MAY.values())


def invite(brand, by, email="Rachid@Example.ma", role="finance"):
    return invite_member(brand_id=brand.pk, email=email, role=role, by=by)


def token_in(letter):
    return json.loads(crypt.decrypt(letter.sealed))["token"]


def test_an_invitation_is_a_letter_whose_link_lets_its_reader_in(atlas, atlas_brand, rachid):
    row = invite(atlas_brand, atlas)
    letter = Letter.objects.get(kind="team_invitation")
    assert (row.email, letter.to, letter.data["role"]) == (
        "rachid@example.ma",
        "rachid@example.ma",
        "Finances",
    )
    assert token_in(letter) not in str(Invitation.objects.values().get())
    accept_invitation(token=token_in(letter), by=rachid)
    assert role_of(rachid, atlas_brand) == "finance"
    assert WalletHolder.objects.get(user=rachid, wallet=atlas_brand.wallet).may_pay
    row.refresh_from_db()
    assert row.state == "accepted"


def test_an_unknown_address_and_a_creators_are_answered_like_any_other(atlas, atlas_brand, amina, rachid):
    for name in ("nobody", "amina", "rachid"):
        invite(atlas_brand, atlas, f"{name}@example.ma")
    assert Letter.objects.filter(kind="team_invitation").count() == 3


@pytest.mark.parametrize("who", ["salma", "finance_fz", "viewer", "rival", "amina"])
def test_only_the_owner_invites(who, atlas_brand, request):
    with pytest.raises(NotAllowed):
        invite(atlas_brand, request.getfixturevalue(who))
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("email", "role"), [("salma@example.ma", "viewer"), ("rachid@example.ma", "viewer"), ("x@y.ma", "owner")]
)
def test_who_cannot_be_invited(atlas, atlas_brand, salma, invited, email, role):
    with pytest.raises(ValidationError):
        invite(atlas_brand, atlas, email, role)
    assert Invitation.objects.count() == 1


def test_an_expired_invitation_makes_room_for_another(atlas, atlas_brand, invited):
    Invitation.objects.update(expires_at=timezone.now())
    invite(atlas_brand, atlas)
    assert Invitation.objects.open().count() == 1


def test_invitations_are_counted_by_brand_and_by_address(atlas, atlas_brand, settings):
    settings.THROTTLES = {**settings.THROTTLES, "team-brand": (2, 3600), "team-address": (1, 3600)}
    row = invite(atlas_brand, atlas)
    with pytest.raises(throttle.TooMany):
        resend_invitation(brand_id=atlas_brand.pk, invitation_id=row.pk, by=atlas)
    with pytest.raises(throttle.TooMany):
        invite(atlas_brand, atlas, "other@example.ma")
    assert Letter.objects.count() == 1


def test_sending_again_kills_the_link_before(atlas, atlas_brand, invited, rachid):
    row, token = invited
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert resend_invitation(brand_id=atlas_brand.pk, invitation_id=row.pk, by=atlas).is_open
    with pytest.raises(InvitationGone):
        accept_invitation(token=token, by=rachid)
    accept_invitation(token=token_in(Letter.objects.get()), by=rachid)


def test_a_link_works_once_and_not_after_it_was_withdrawn_declined_or_its_week(
    atlas, atlas_brand, invited, rachid
):
    row, token = invited
    endings = [
        lambda: withdraw_invitation(brand_id=atlas_brand.pk, invitation_id=row.pk, by=atlas),
        lambda: decline_invitation(token=token),
        lambda: Invitation.objects.update(expires_at=timezone.now()),
    ]
    for end in endings:
        Invitation.objects.update(ended_at=None, end="", expires_at=timezone.now() + timedelta(days=1))
        end()
        with pytest.raises(InvitationGone):
            accept_invitation(token=token, by=rachid)
    assert role_of(rachid, atlas_brand) is None


def test_another_person_a_creator_and_a_member_elsewhere_do_not_get_in(atlas_brand, invited, rival, amina):
    row, token = invited
    with pytest.raises(InvitationForAnother):
        accept_invitation(token=token, by=rival)
    for user, error in ((amina, NotABrandAccount), (rival, AlreadyInTeam)):
        Invitation.objects.update(email=user.email)
        with pytest.raises(error):
            accept_invitation(token=token, by=user)
    row.refresh_from_db()
    assert row.is_open
    assert atlas_brand.memberships.count() == 1


@pytest.mark.parametrize("who", ["salma", "rival"])
def test_only_the_owner_sends_again_and_withdraws(who, atlas_brand, invited, request):
    user = request.getfixturevalue(who)
    for act in (resend_invitation, withdraw_invitation):
        with pytest.raises(NotAllowed):
            act(brand_id=atlas_brand.pk, invitation_id=invited[0].pk, by=user)
    assert Invitation.objects.open().count() == 1


def test_a_removed_member_is_told_by_letter(atlas, atlas_brand, salma):
    remove_member(brand_id=atlas_brand.pk, user=salma, by=atlas)
    assert Letter.objects.get().kind == "member_removed"


def test_a_member_leaves_and_the_owner_does_not(atlas, atlas_brand, salma, rival):
    leave_brand(brand_id=atlas_brand.pk, by=salma)
    assert role_of(salma, atlas_brand) is None
    assert not WalletHolder.objects.filter(user=salma).exists()
    with pytest.raises(OwnerStays):
        leave_brand(brand_id=atlas_brand.pk, by=atlas)
    with pytest.raises(NotAllowed):
        leave_brand(brand_id=atlas_brand.pk, by=rival)
    assert role_of(atlas, atlas_brand) == "owner"


def test_ownership_moves_when_it_is_accepted(atlas, atlas_brand, salma):
    offer_ownership(brand_id=atlas_brand.pk, user=salma, by=atlas)
    assert Letter.objects.get().kind == "ownership_offered"
    assert role_of(salma, atlas_brand) == "manager"
    accept_ownership(brand_id=atlas_brand.pk, by=salma)
    roles = dict(BrandMember.objects.values_list("user__name", "role"))
    assert roles == {"Atlas": "manager", "Salma": "owner"}
    assert dict(WalletHolder.objects.values_list("user__name", "may_pay")) == {"Atlas": False, "Salma": True}
    with pytest.raises(NotAllowed):
        invite(atlas_brand, atlas)
    leave_brand(brand_id=atlas_brand.pk, by=User.objects.get(pk=atlas.pk))


def test_an_offer_that_is_gone_moves_nothing(atlas, atlas_brand, salma, viewer):
    def offer():
        return offer_ownership(brand_id=atlas_brand.pk, user=salma, by=atlas)

    endings = [
        lambda: withdraw_ownership(brand_id=atlas_brand.pk, by=atlas),
        lambda: decline_ownership(brand_id=atlas_brand.pk, by=salma),
        lambda: offer_ownership(brand_id=atlas_brand.pk, user=viewer, by=atlas),
        lambda: atlas_brand.ownership_offers.update(expires_at=timezone.now()),
    ]
    for end in endings:
        offer()
        end()
        with pytest.raises(OfferGone):
            accept_ownership(brand_id=atlas_brand.pk, by=salma)
    assert BrandMember.objects.get(role="owner").user == atlas


def test_an_offer_dies_with_the_place_of_whom_it_was_made_to(atlas, atlas_brand, salma):
    offer_ownership(brand_id=atlas_brand.pk, user=salma, by=atlas)
    remove_member(brand_id=atlas_brand.pk, user=salma, by=atlas)
    assert not atlas_brand.ownership_offers.open().exists()
    with pytest.raises(NotAllowed):
        accept_ownership(brand_id=atlas_brand.pk, by=salma)


@pytest.mark.parametrize("who", ["salma", "rival"])
def test_only_the_owner_offers_the_brand_and_only_to_a_member(who, atlas, atlas_brand, viewer, request):
    with pytest.raises(NotAllowed):
        offer_ownership(brand_id=atlas_brand.pk, user=viewer, by=request.getfixturevalue(who))
    with pytest.raises(BrandMember.DoesNotExist):
        offer_ownership(brand_id=atlas_brand.pk, user=person("stranger", "brand"), by=atlas)
    assert not atlas_brand.ownership_offers.exists()


def test_what_was_remembered_of_a_role_does_not_count_under_the_lock(atlas, atlas_brand, salma, viewer):
    assert role_of(atlas, atlas_brand) == "owner"  # remembered by this request
    offer_ownership(brand_id=atlas_brand.pk, user=salma, by=User.objects.get(pk=atlas.pk))
    accept_ownership(brand_id=atlas_brand.pk, by=salma)
    with pytest.raises(NotAllowed):
        change_member(brand_id=atlas_brand.pk, user=viewer, role="finance", by=atlas)
