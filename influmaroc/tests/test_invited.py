"""The link of an invitation, for each person who may hold it."""

import pytest

from accounts.models import Consent, SignIn, User
from brands.models import Brand, Invitation
from brands.policies import role_of
from brands.services import withdraw_invitation
from conftest import PASSWORD, person
from kit.tokens import digest, new_token

PAGE, WAY_OUT = "/fr/invitation", "/fr/invitation/changer"
NADIA = {"name": "Nadia Alami", "password": "Trois-mots-2026!", "terms": "on", "privacy": "on"}


@pytest.fixture
def token(atlas_brand, atlas):
    token = new_token()
    Invitation.objects.create(
        brand=atlas_brand,
        email="nadia@example.ma",
        role="finance",
        token_hash=digest(token),
        invited_by=atlas,
    )
    return token


@pytest.fixture
def nadia(db):
    """A brand account without a brand."""
    return person("nadia", "brand")


@pytest.fixture
def holds(client, client_of, token):
    """A browser that followed the link, signed in or not; and what the page shows."""

    def follow(user=None):
        browser = client_of(user) if user else client
        browser.get(f"{PAGE}/{token}")
        return browser, browser.get(PAGE)

    return follow


def test_the_token_leaves_the_address_and_is_sealed_in_the_session(client, token):
    answer = client.get(f"{PAGE}/{token}")
    assert (answer["Location"], answer["Referrer-Policy"]) == (PAGE, "no-referrer")
    assert token not in str(dict(client.session))
    assert token not in client.get(PAGE).content.decode()


def test_somebody_new_opens_an_account_without_a_brand_and_is_in(holds, atlas_brand):
    browser, page = holds()
    assert page.context["case"] == "new"
    assert browser.post(PAGE, NADIA)["Location"] == "/fr/marque"
    user = User.objects.get(email="nadia@example.ma")
    assert (user.name, user.role, role_of(user, atlas_brand)) == ("Nadia Alami", "brand", "finance")
    assert Brand.objects.count() == 1
    assert Consent.objects.filter(user=user).count() == 2
    assert browser.get("/fr/marque").status_code == 200
    assert SignIn.objects.filter(user=user, ended_at=None).count() == 1


@pytest.mark.parametrize("wrong", [{"password": "court"}, {"terms": ""}, {"privacy": ""}, {"name": ""}])
def test_what_is_missing_is_told_and_nothing_is_opened(holds, wrong):
    browser, _page = holds()
    answer = browser.post(PAGE, {**NADIA, **wrong})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert not User.objects.filter(email="nadia@example.ma").exists()
    assert Invitation.objects.get().is_open


def test_somebody_with_an_account_logs_in_and_comes_back(holds, nadia, atlas_brand):
    browser, page = holds()
    assert page.context["case"] == "known"
    answer = browser.post(page.context["login"], {"email": nadia.email, "password": PASSWORD, "next": PAGE})
    assert answer["Location"] == PAGE
    page = browser.get(PAGE)
    assert page.context["case"] == "ready"
    assert all(word in page.content.decode() for word in ("Atlas Argan", "Atlas</bdi>", "Finances"))
    browser.post(PAGE, {"answer": "yes"})
    assert role_of(nadia, atlas_brand) == "finance"
    assert browser.get(PAGE).status_code == 410


def test_a_known_address_cannot_be_opened_again_by_the_form(holds, nadia):
    browser, _page = holds()
    assert browser.post(PAGE, NADIA)["Location"] == PAGE
    nadia.refresh_from_db()
    assert nadia.check_password(PASSWORD)
    assert Invitation.objects.get().is_open


def test_somebody_else_is_told_and_has_a_way_out_that_keeps_the_invitation(holds, rival, nadia):
    browser, page = holds(rival)
    assert page.context["case"] == "other"
    assert browser.post(PAGE, {"answer": "yes"}, HTTP_HX_REQUEST="true").status_code == 403
    browser.post(WAY_OUT)
    assert not SignIn.objects.filter(user=rival, ended_at=None).exists()
    assert browser.get(PAGE).context["case"] == "known"


@pytest.mark.parametrize(("who", "case", "status"), [("amina", "creator", 403), ("rival", "taken", 409)])
def test_who_cannot_join_reads_why(holds, who, case, status, request, atlas_brand):
    user = request.getfixturevalue(who)
    browser, _page = holds(user)
    Invitation.objects.update(email=user.email)
    assert browser.get(PAGE).context["case"] == case
    assert browser.post(PAGE, {"answer": "yes"}, HTTP_HX_REQUEST="true").status_code == status
    assert atlas_brand.memberships.count() == 1


def test_a_visitor_may_decline_without_an_account(holds):
    browser, _page = holds()
    browser.post(PAGE, {"answer": "no"})
    assert Invitation.objects.get().state == "declined"
    assert browser.get(PAGE).status_code == 410


def test_a_dead_link_says_so_and_what_to_do(holds, atlas, atlas_brand):
    browser, _page = holds()
    withdraw_invitation(brand_id=atlas_brand.pk, invitation_id=Invitation.objects.get().pk, by=atlas)
    page = browser.get(PAGE)
    assert page.status_code == 410
    assert "renvoyer" in page.content.decode()
    assert browser.post(PAGE, NADIA).status_code == 410
    assert not User.objects.filter(email="nadia@example.ma").exists()


def test_without_a_link_there_is_nothing_to_see(client, client_of, atlas):
    for browser in (client, client_of(atlas)):
        assert browser.get(PAGE).status_code == 410
        assert browser.get(f"{PAGE}/made-up", follow=True).status_code == 410
