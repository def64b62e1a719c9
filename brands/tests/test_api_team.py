import pytest

from brands.models import BrandMember, Invitation
from brands.policies import forget_roles, role_of


@pytest.fixture
def url(atlas_brand):
    return f"/api/brands/{atlas_brand.pk}"


def test_an_invitation_from_sending_to_joining(api_of, url, atlas, rachid, invited, rival):
    _row, token = invited
    owner = api_of(atlas)
    assert [one["email"] for one in owner.get(f"{url}/invitations").json()] == ["rachid@example.ma"]
    assert api_of(rival).post("/api/invitations/accept", {"token": token}, format="json").status_code == 403
    answer = api_of(rachid).post("/api/invitations/accept", {"token": token}, format="json")
    assert answer.json()["role"] == "finance"
    assert [one["name"] for one in owner.get(f"{url}/members").json()] == ["Atlas", "Rachid"]
    assert api_of(rachid).post("/api/invitations/accept", {"token": token}, format="json").status_code == 410


@pytest.mark.parametrize("part", ["members", "invitations"])
def test_both_doors_invite_and_tell_nothing_of_accounts(api_of, url, atlas, amina, part):
    answers = []
    for email in ("amina@example.ma", "nobody@example.ma"):
        answer = api_of(atlas).post(f"{url}/{part}", {"email": email, "role": "viewer"}, format="json")
        shown = {**answer.json(), "id": "", "email": "", "made_at": "", "expires_at": ""}
        answers.append((answer.status_code, shown))
    assert answers[0] == answers[1]
    assert answers[0][0] == 202
    assert BrandMember.objects.count() == 1


def test_a_declined_invitation_is_over(api_of, rachid, invited):
    body = {"token": invited[1]}
    assert api_of(rachid).post("/api/invitations/decline", body, format="json").status_code == 204
    assert Invitation.objects.get().state == "declined"
    assert api_of(rachid).post("/api/invitations/accept", body, format="json").status_code == 410


def test_roles_and_places_over_the_api(api_of, url, atlas, salma, atlas_brand):
    client, place = api_of(atlas), f"{url}/members/{salma.pk}"
    assert client.put(place, {"role": "finance"}, format="json").json()["role"] == "finance"
    assert client.put(place, {"role": "owner"}, format="json").status_code == 400
    assert client.put(f"{url}/members/{atlas.pk}", {"role": "viewer"}, format="json").status_code == 400
    assert client.delete(place).status_code == 204
    assert not atlas_brand.memberships.filter(user=salma).exists()


def test_ownership_over_the_api(api_of, url, atlas, salma, atlas_brand):
    assert api_of(atlas).get(f"{url}/ownership").status_code == 404
    body = {"member": str(salma.pk)}
    assert api_of(atlas).post(f"{url}/ownership", body, format="json").json()["member"] == str(salma.pk)
    assert api_of(salma).post(f"{url}/ownership/accept").status_code == 204
    assert role_of(salma, atlas_brand) == "owner"
    assert api_of(salma).post(f"{url}/leave").json()["code"] == "owner_stays"
    assert api_of(atlas).post(f"{url}/leave").status_code == 204


def test_the_limit_over_the_api(api_of, url, atlas, finance_fz):
    money = {"amount": "5000.00", "currency": "MAD"}
    assert (
        api_of(atlas).put(f"{url}/spending-limit", {"above": money}, format="json").json()["above"] == money
    )
    assert api_of(finance_fz).get(f"{url}/spending-limit").json()["above"] == money
    assert api_of(atlas).put(f"{url}/spending-limit", {"above": None}, format="json").json() == {
        "above": None
    }


def test_a_right_that_was_taken_is_gone_with_the_next_request(api_of, url, atlas, salma):
    """The same signed-in client, before and after."""
    client = api_of(salma)
    assert client.get(f"{url}/members").status_code == 200
    api_of(atlas).delete(f"{url}/members/{salma.pk}")
    forget_roles(salma)  # the test client keeps the person object that a real request reads anew
    for path in ("members", "spending-limit", "ownership"):
        assert client.get(f"{url}/{path}").status_code == 404
    assert client.get("/api/payments/history").json()["results"] == []
