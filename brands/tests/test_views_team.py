from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext

from accounts.models import SignIn
from brands.models import Invitation
from brands.policies import rights, role_of
from brands.services import offer_ownership
from payments.models import Wallet

TEAM = "/fr/marque/profil/equipe"


@pytest.mark.parametrize("who", ["atlas", "salma", "viewer"])
def test_everybody_in_the_team_reads_it_and_its_rights_in_words(
    client_of, atlas_brand, invited, who, request
):
    page = client_of(request.getfixturevalue(who)).get(TEAM).content.decode()
    for role, duties in rights():
        assert str(role) in page
        assert all(escape(str(words)) in page for words in duties)
    assert ("rachid@example.ma" in page) == (who == "atlas")
    assert ('name="email"' in page) == (who == "atlas")


@pytest.mark.parametrize("email", ["nobody@example.ma", "amina@example.ma", "rival@example.ma"])
def test_the_answer_is_the_same_with_and_without_an_account(client_of, atlas, amina, rival, email):
    answer = client_of(atlas).post(TEAM, {"email": email, "role": "viewer"}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == [gettext("If this mailbox exists, the invitation is on its way. It is valid for 7 days.")]
    assert Invitation.objects.get().email == email


@pytest.mark.parametrize("email", ["salma@example.ma", "rachid@example.ma", "no address"])
def test_what_is_wrong_is_told_at_the_field(client_of, atlas, salma, invited, email):
    answer = client_of(atlas).post(TEAM, {"email": email, "role": "viewer"})
    assert answer.status_code == 422
    assert "email" in answer.context["invite_form"].errors


def test_the_owner_sends_again_and_withdraws(client_of, atlas, invited):
    row, _token = invited
    before = row.token_hash
    client_of(atlas).post(f"{TEAM}/invitations/{row.pk}/renvoyer")
    row.refresh_from_db()
    assert row.token_hash != before
    client_of(atlas).post(f"{TEAM}/invitations/{row.pk}/retirer")
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_roles_change_and_people_are_removed(client_of, atlas, atlas_brand, salma):
    client = client_of(atlas)
    client.post(f"{TEAM}/{salma.pk}", {"role": "viewer"})
    assert atlas_brand.memberships.get(user=salma).role == "viewer"
    assert client.get(f"{TEAM}/{salma.pk}/retirer").status_code == 200
    client.post(f"{TEAM}/{salma.pk}/retirer")
    assert not atlas_brand.memberships.filter(user=salma).exists()


def test_the_brand_is_handed_over(client_of, atlas, atlas_brand, salma):
    assert client_of(atlas).get(f"{TEAM}/{salma.pk}/ceder").status_code == 200
    client_of(atlas).post(f"{TEAM}/{salma.pk}/ceder")
    assert "/cession/accepter" in client_of(salma).get(TEAM).content.decode()
    client_of(salma).post(f"{TEAM}/cession/accepter")
    assert role_of(salma, atlas_brand) == "owner"


def test_an_offer_is_shown_to_nobody_else(client_of, atlas, atlas_brand, salma, viewer):
    offer_ownership(brand_id=atlas_brand.pk, user=salma, by=atlas)
    assert "/cession/" not in client_of(viewer).get(TEAM).content.decode()


def test_who_left_reads_why_nothing_opens_any_more(client_of, viewer, atlas_brand):
    client = client_of(viewer)
    assert client.post(f"{TEAM}/quitter")["Location"] == "/fr/"
    for url in (TEAM, "/fr/marque", "/fr/marque/finances"):
        assert client.get(url).status_code == 403, url
    assert "aucune marque" in client.get("/fr/marque").content.decode()


def test_the_limit_is_set_and_refused_at_its_field(client_of, atlas, atlas_brand, request):
    alone = client_of(atlas).post(f"{TEAM}/limite", {"above": "5 000"})
    assert alone.status_code == 422
    assert "above" in alone.context["limit_form"].errors
    request.getfixturevalue("finance_fz")
    client_of(atlas).post(f"{TEAM}/limite", {"above": "5 000"})
    atlas_brand.wallet.refresh_from_db()
    assert atlas_brand.wallet.approval_above_centimes == 500_000
    client_of(atlas).post(f"{TEAM}/limite", {"above": ""})
    atlas_brand.wallet.refresh_from_db()
    assert atlas_brand.wallet.approval_above_centimes is None


@pytest.mark.parametrize("path", ["{member}/ceder", "limite"])
def test_what_gives_power_away_asks_again_who_is_there(
    client_of, atlas, atlas_brand, salma, finance_fz, path
):
    client = client_of(atlas)
    SignIn.objects.update(proved_at=timezone.now() - timedelta(minutes=11))
    url = f"{TEAM}/{path.format(member=salma.pk)}"
    assert client.post(url, {"above": "5000"}, HTTP_HX_REQUEST="true").status_code in {401, 403}
    assert not atlas_brand.ownership_offers.exists()
    assert not Wallet.objects.exclude(approval_above_centimes=None).exists()


@pytest.mark.parametrize("step", ["", "/retirer"])
def test_a_made_up_wish_is_refused_in_words_and_changes_nothing(client_of, atlas, atlas_brand, step):
    """No form of the page offers the owner's own place."""
    place = f"/fr/marque/profil/equipe/{atlas.pk}{step}"
    plain, htmx = client_of(atlas), client_of(atlas)
    assert plain.post(place, {"role": "viewer"}).status_code == 302
    assert htmx.post(place, {"role": "viewer"}, HTTP_HX_REQUEST="true").status_code == 400
    assert atlas_brand.memberships.get(user=atlas).role == "owner"


def test_a_made_up_role_is_refused_too(client_of, atlas, atlas_brand, salma):
    place = f"/fr/marque/profil/equipe/{salma.pk}"
    assert client_of(atlas).post(place, {"role": "king"}, HTTP_HX_REQUEST="true").status_code == 400
    assert atlas_brand.memberships.get(user=salma).role == "manager"
