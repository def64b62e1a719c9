"""Endpoints and their log over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SignIn
from kit import outbound
from kit.tests.outside import Names
from webhooks.models import Call, Endpoint
from webhooks.tasks import send_calls
from webhooks.tests.conftest import SECRET, make_endpoint, owe

HOOK = {"url": "https://hooks.example.ma/in", "events": ["offer.made", "application.sent"]}
PUBLIC = "196.200.130.1"


@pytest.fixture
def names(monkeypatch):
    stub = Names(hooks__example__ma=[[PUBLIC]], inside__example__ma=[["10.0.0.1"]])
    monkeypatch.setattr(outbound, "lookup", stub)
    return stub


def unproved():
    SignIn.objects.update(proved_at=timezone.now() - timedelta(hours=1))


def test_the_secret_comes_once_and_then_after_a_proof(api_of, atlas, names):
    api = api_of(atlas)
    made = api.post("/api/webhooks", HOOK, format="json")
    assert made.status_code == 201
    place, secret = f"/api/webhooks/{made.json()['id']}", made.json()["secret"]
    assert secret.startswith("whsec_")
    assert made.json()["events"] == ["application.sent", "offer.made"]
    assert secret not in Endpoint.objects.get().sealed
    assert "secret" not in api.get(place).json()
    assert secret not in str(api.get("/api/webhooks").json())
    assert api.get(f"{place}/secret").json() == {"secret": secret}
    atlas.sign_in.proved_at = timezone.now() - timedelta(hours=1)
    assert api.get(f"{place}/secret").json()["code"] == "proof_needed"


def test_a_secret_is_not_changed_twice_within_a_day(api_of, atlas, atlas_brand):
    """The one before the first change was promised a day."""
    endpoint, api = make_endpoint(atlas_brand), api_of(atlas)
    before = endpoint.sealed
    place = f"/api/webhooks/{endpoint.pk}/rotate-secret"
    assert api.post(place).status_code == 200
    again = api.post(place)
    endpoint.refresh_from_db()
    assert (again.status_code, again.json()["code"]) == (409, "webhook_secret_is_new")
    assert endpoint.old_sealed == before
    Endpoint.objects.update(old_until=timezone.now())
    assert api.post(place).status_code == 200


@pytest.mark.parametrize("step", ["post", "url", "rotate"])
def test_without_a_fresh_proof_nothing_is_changed(api_of, atlas, atlas_brand, names, step):
    endpoint = make_endpoint(atlas_brand)
    before = Endpoint.objects.values().get()
    api = api_of(atlas)
    atlas.sign_in.proved_at = None
    place = f"/api/webhooks/{endpoint.pk}"
    answer = {
        "post": lambda: api.post("/api/webhooks", HOOK, format="json"),
        "url": lambda: api.patch(place, {"url": HOOK["url"]}, format="json"),
        "rotate": lambda: api.post(f"{place}/rotate-secret"),
    }[step]()
    assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed")
    assert Endpoint.objects.values().get() == before


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://inside.example.ma/", "inside"),
        ("https://nobody.example.ma/", "unresolved"),
        ("https://169.254.169.254/latest", "inside"),
        ("http://hooks.example.ma/", "scheme"),
        ("https://hooks.example.ma:25/", "port"),
    ],
)
def test_an_address_that_may_not_be_called_is_not_kept(api_of, atlas, names, url, reason):
    answer = api_of(atlas).post("/api/webhooks", {**HOOK, "url": url}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "webhook_address_refused")
    assert answer.json()["facts"] == {"reason": reason}
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("events", [[], ["campaign.invented"]])
def test_events_have_to_be_of_the_table(api_of, atlas, names, events):
    answer = api_of(atlas).post("/api/webhooks", {**HOOK, "events": events}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "events")
    assert not Endpoint.objects.exists()


def test_there_is_room_for_so_many(api_of, amina, names, settings):
    settings.WEBHOOK_ENDPOINTS_MAX = 1
    api = api_of(amina)
    codes = [api.post("/api/webhooks", HOOK, format="json").status_code for _ in range(2)]
    assert (codes, Endpoint.objects.count()) == ([201, 409], 1)


def test_only_what_was_read_is_changed(api_of, atlas, atlas_brand):
    place = f"/api/webhooks/{make_endpoint(atlas_brand).pk}"
    api = api_of(atlas)
    body = {"description": "Stock"}
    first = api.patch(place, body, format="json", HTTP_IF_MATCH='"1"')
    second = api.patch(place, {"description": "Other"}, format="json", HTTP_IF_MATCH='"1"')
    assert (first.status_code, first.headers["ETag"], second.status_code) == (200, '"2"', 409)
    assert Endpoint.objects.get().description == "Stock"


def test_after_a_rotation_both_secrets_sign_for_a_day(api_of, atlas, endpoint, receiver):
    answer = api_of(atlas).post(f"/api/webhooks/{endpoint.pk}/rotate-secret").json()
    assert answer["secret"] != SECRET
    until = Endpoint.objects.get().old_until - timezone.now()
    assert timedelta(hours=23) < until <= timedelta(hours=24)
    [call] = owe(endpoint)
    assert send_calls() == 1  # the receiver knows the old one still
    receiver.secrets = [answer["secret"]]
    owe(endpoint)
    assert send_calls() == 1
    assert call.tries.get().headers["webhook-signature"] == "v1,… v1,…"


def test_a_test_is_sent_and_shows_in_the_log(api_of, atlas, endpoint, receiver):
    api = api_of(atlas)
    asked = api.post(f"/api/webhooks/{endpoint.pk}/test")
    assert (asked.status_code, asked.json()["event"]) == (202, "webhook.test")
    send_calls()
    line = api.get(f"/api/webhooks/{endpoint.pk}/deliveries").json()["results"][0]
    assert (line["status"], line["next_attempt_at"], line["attempts"]) == ("sent", None, 1)
    whole = api.get(f"/api/webhooks/deliveries/{line['id']}").json()
    assert (whole["tries"][0]["status"], whole["body"]) == (204, Call.objects.get().body)
    assert receiver.taken[line["message_id"]]["data"]["object"]["id"] == str(endpoint.pk)


def test_ten_tests_an_hour(api_of, atlas, atlas_brand, settings):
    settings.THROTTLES = {**settings.THROTTLES, "webhook-test": (10, 3600)}
    place = f"/api/webhooks/{make_endpoint(atlas_brand).pk}/test"
    api = api_of(atlas)
    codes = [api.post(place).status_code for _ in range(11)]
    assert (codes, Call.objects.count()) == ([202] * 10 + [429], 10)


def test_a_replay_has_the_same_id_and_the_same_letters(api_of, atlas, endpoint, receiver):
    [call] = owe(endpoint)
    send_calls()
    answer = api_of(atlas).post(f"/api/webhooks/deliveries/{call.pk}/replay")
    assert (answer.status_code, answer.json()["status"]) == (202, "owed")
    assert send_calls() == 1
    assert (receiver.ids, len(receiver.taken)) == ({call.message_id: 2}, 1)


def test_nothing_is_sent_to_an_endpoint_that_is_off_until_it_is_on_again(api_of, atlas, endpoint, receiver):
    api, place = api_of(atlas), f"/api/webhooks/{endpoint.pk}"
    [call] = owe(endpoint)
    assert api.post(f"{place}/disable").json()["reason"] == "holder"
    assert api.post(f"{place}/test").json()["code"] == "webhook_disabled"
    assert api.post(f"/api/webhooks/deliveries/{call.pk}/replay").status_code == 409
    assert (send_calls(), receiver.ids) == (0, {})
    assert api.post(f"{place}/enable").json()["status"] == "active"
    assert api.post(f"{place}/enable").status_code == 409
    assert (send_calls(), len(receiver.ids)) == (1, 1)


def test_what_is_removed_is_gone_and_its_secret_with_it(api_of, atlas, atlas_brand):
    endpoint = make_endpoint(atlas_brand)
    [call] = owe(endpoint)
    api, place = api_of(atlas), f"/api/webhooks/{endpoint.pk}"
    assert api.delete(place).status_code == 204
    paths = (place, f"{place}/deliveries", f"/api/webhooks/deliveries/{call.pk}")
    assert [api.get(path).status_code for path in paths] == [404] * 3
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.sealed, send_calls()) == ("removed", "", 0)


OFF_BY_STAFF = {"state": "disabled", "reason": "staff", "disabled_at": timezone.now()}
EVASIONS = {
    "remove": lambda api, off, _other: api.delete(off),
    "move away": lambda api, off, _other: api.patch(off, {"url": "https://b.example.ma/"}, format="json"),
    "add": lambda api, _off, _other: api.post("/api/webhooks", HOOK, format="json"),
    "another port": lambda api, _off, _other: api.post(
        "/api/webhooks", {**HOOK, "url": "https://HOOKS.example.ma:8443/x"}, format="json"
    ),
    "lead there": lambda api, _off, other: api.patch(other, {"url": HOOK["url"]}, format="json"),
}


@pytest.mark.parametrize("how", EVASIONS)
def test_what_staff_switched_off_is_not_got_round(api_of, atlas, atlas_brand, names, settings, how):
    settings.WEBHOOK_PORTS = [443, 8443]
    names.answers["b.example.ma"] = [[PUBLIC]]
    off = make_endpoint(atlas_brand, "https://hooks.example.ma/old", **OFF_BY_STAFF)
    other = make_endpoint(atlas_brand, "https://c.example.ma/")
    before = list(Endpoint.objects.values())
    answer = EVASIONS[how](api_of(atlas), f"/api/webhooks/{off.pk}", f"/api/webhooks/{other.pk}")
    assert (answer.status_code, answer.json()["code"]) == (403, "webhook_off_by_staff")
    assert list(Endpoint.objects.values()) == before


def test_what_staff_switched_off_binds_those_who_hold_it_alone(api_of, atlas, amina, atlas_brand, names):
    off = make_endpoint(atlas_brand, HOOK["url"], **OFF_BY_STAFF)
    assert api_of(amina).post("/api/webhooks", HOOK, format="json").status_code == 201
    said = api_of(atlas).patch(f"/api/webhooks/{off.pk}", {"description": "Stock"}, format="json")
    assert (said.status_code, said.json()["reason"]) == (200, "staff")


def test_a_manager_may_and_finance_may_not(api_of, salma, finance_fz, atlas_brand):
    place = f"/api/webhooks/{make_endpoint(atlas_brand).pk}"
    assert api_of(salma).get(place).status_code == 200
    assert api_of(finance_fz).get(place).status_code == 403


def test_the_catalogue_has_a_schema_for_every_event(api_of):
    lines = api_of().get("/api/webhooks/events").json()
    funded = next(line for line in lines if line["name"] == "collaboration.funded")
    assert (funded["group"], len(lines) > 50) == ("contracts", True)
    assert funded["schema"]["properties"]["data"]["required"][0] == "object"
