import pytest

from campaigns.models import Dispute, Signature, Submission
from conftest import submit

LIST = "/api/collaborations"


def url(deal, tail=""):
    return f"{LIST}/{deal.pk}{tail}"


def post(api, path, body=None, **headers):
    return api.post(path, body or {}, format="json", headers=headers)


def sign(api, deal, **change):
    return post(api, url(deal, "/sign"), {"name": "Amina Alaoui", "terms_hash": deal.terms_hash, **change})


def test_both_sides_see_the_same_contract(api_of, collaboration, amina, atlas):
    hers, theirs = (api_of(user).get(url(collaboration)).json() for user in (amina, atlas))
    shared = set(hers) - {"next_step", "if_cancelled"}
    assert {name: hers[name] for name in shared} == {name: theirs[name] for name in shared}
    assert hers["sums"]["net"]["amount"] == "3960.00"
    assert len(hers["deliverables"]) == 3


@pytest.mark.parametrize("who", ["omar", "rival", "staff"])
@pytest.mark.parametrize("tail", ["", "/deliverables", "/timeline"])
def test_strangers_find_nothing(api_of, collaboration, who, tail, request):
    assert api_of(request.getfixturevalue(who)).get(url(collaboration, tail)).status_code == 404


def test_visitors_are_asked_who_they_are(api_of, collaboration):
    assert api_of().get(LIST).status_code == 401


@pytest.mark.parametrize(
    ("who", "n_rows"), [("amina", 1), ("atlas", 1), ("viewer", 1), ("omar", 0), ("rival", 0)]
)
def test_the_list_is_ones_own(api_of, collaboration, who, n_rows, request):
    api = api_of(request.getfixturevalue(who))
    assert len(api.get(LIST).json()["results"]) == n_rows
    assert api.get(f"{LIST}?state=completed").json()["results"] == []


def test_signing_by_both(api_of, collaboration, amina, atlas):
    hers = sign(api_of(amina), collaboration).json()
    assert (hers["state"], hers["next_step"]["who"]) == ("agreed", "them")
    theirs = sign(api_of(atlas), collaboration).json()
    assert (theirs["state"], theirs["next_step"]["code"]) == ("signed", "fund")
    assert {one["side"] for one in theirs["signatures"]} == {"brand", "influencer"}
    assert Signature.objects.filter(user=amina, ip="127.0.0.1").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"terms_hash": "0" * 64}, "terms_changed"),
        ({"terms_hash": "abc"}, "invalid"),
        ({"name": ""}, "invalid"),
    ],
)
def test_only_the_text_that_was_read_is_signed(api_of, collaboration, amina, change, code):
    assert sign(api_of(amina), collaboration, **change).json()["code"] == code
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("finance_fz", 403), ("omar", 404), ("rival", 404)]
)
def test_who_may_not_sign_nor_end(api_of, collaboration, who, status, request):
    api = api_of(request.getfixturevalue(who))
    assert sign(api, collaboration).status_code == status
    assert post(api, url(collaboration, "/cancel"), {"reason": "Non"}).status_code == status
    assert not Signature.objects.exists()


def test_cancelling_does_what_was_announced(api_of, funded, atlas):
    api = api_of(atlas)
    said = api.get(url(funded)).json()["if_cancelled"]
    ended = post(api, url(funded, "/cancel"), {"reason": "Plus de stock"}).json()
    assert (ended["state"], ended["if_cancelled"]) == ("cancelled", None)
    refunds = [
        one for one in api.get(url(funded, "/timeline")).json()["results"] if one["code"] == "refunded"
    ]
    assert abs(float(refunds[0]["amount"]["amount"])) == float(said["brand_refund"]["amount"])


def test_a_dispute_freezes_the_contract(api_of, active, amina, atlas):
    told = post(api_of(amina), url(active, "/dispute"), {"reason": "Pas de réponse"})
    assert (told.status_code, told.json()["side"]) == (201, "influencer")
    first = active.deliverables.first()
    review = post(api_of(atlas), f"/api/deliverables/{first.pk}/review", {"decision": "approve"})
    assert (review.status_code, review.json()["code"]) == (409, "in_dispute")
    assert Dispute.objects.count() == 1


def test_states_and_money_stand_in_one_list(api_of, completed, amina, atlas):
    lines = api_of(amina).get(url(completed, "/timeline")).json()
    assert set(lines) == {"results", "next", "previous"}
    assert {line["kind"] for line in lines["results"]} == {"state", "money"}
    moments = [line["at"] for line in lines["results"]]
    assert moments == sorted(moments)
    assert lines == api_of(atlas).get(url(completed, "/timeline")).json()


def test_deliverables_come_in_order(api_of, collaboration, amina):
    rows = api_of(amina).get(url(collaboration, "/deliverables")).json()["results"]
    assert [row["position"] for row in rows] == [1, 2, 3]
    assert sum(float(row["share"]["amount"]) for row in rows) == 4500


def test_from_draft_to_acceptance(api_of, funded, amina, atlas):
    creator, brand = api_of(amina), api_of(atlas)
    one = f"/api/deliverables/{funded.deliverables.first().pk}"
    sent = post(creator, f"{one}/submissions", {"url": "https://drive.example.ma/1", "caption": "v1"})
    assert (sent.status_code, sent.json()["version"]) == (201, 1)
    back = post(brand, f"{one}/review", {"decision": "request_changes", "comment": "Plus clair"}).json()
    assert (back["state"], back["submissions"][0]["comment"]) == ("changes_requested", "Plus clair")
    post(creator, f"{one}/submissions", {"url": "https://drive.example.ma/2"})
    assert post(brand, f"{one}/review", {"decision": "approve"}).json()["state"] == "approved"
    public = {"url": "https://www.instagram.com/amina-b/reel/1/"}
    assert post(creator, f"{one}/publication", public).json()["proof"]["is_owner_matched"] is True
    assert post(brand, f"{one}/accept").json()["state"] == "accepted"


def test_a_submission_repeated_under_its_key_is_one_version(api_of, funded, amina):
    path = f"/api/deliverables/{funded.deliverables.first().pk}/submissions"
    body, key = {"url": "https://drive.example.ma/1"}, {"Idempotency-Key": "s-1"}
    first, again = (post(api_of(amina), path, body, **key) for _ in range(2))
    assert (first.content, again["Idempotent-Replayed"]) == (again.content, "true")
    assert Submission.objects.count() == 1


def test_accepting_twice_pays_once(api_of, completed, atlas):
    path = f"/api/deliverables/{completed.deliverables.first().pk}/accept"
    assert post(api_of(atlas), path).json()["code"] == "wrong_state"


@pytest.mark.parametrize(
    ("who", "tail", "status"),
    [
        ("atlas", "submissions", 403),
        ("amina", "review", 403),
        ("viewer", "review", 403),
        ("finance_fz", "accept", 403),
        ("atlas", "publication", 403),
        ("omar", "submissions", 404),
        ("rival", "accept", 404),
        ("staff", "review", 404),
    ],
)
def test_who_may_not_work_on_a_deliverable(api_of, funded, who, tail, status, request):
    row = submit(funded.deliverables.first())
    body = {"url": "https://www.instagram.com/amina-b/reel/1/", "decision": "approve"}
    api = api_of(request.getfixturevalue(who))
    assert post(api, f"/api/deliverables/{row.pk}/{tail}", body).status_code == status
    row.refresh_from_db()
    assert (row.state, row.submissions.count()) == ("submitted", 1)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x.ma/a", "pas une adresse", ""])
def test_only_web_addresses_are_taken(api_of, funded, amina, address):
    path = f"/api/deliverables/{funded.deliverables.first().pk}/submissions"
    assert post(api_of(amina), path, {"url": address}).status_code == 400
    assert not Submission.objects.exists()
