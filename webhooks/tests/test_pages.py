"""The pages among the settings, without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SignIn
from webhooks.models import Endpoint
from webhooks.services import disable_endpoint
from webhooks.tasks import send_calls
from webhooks.tests.conftest import SECRET, make_endpoint, owe

HOME = "/fr/reglages/webhooks"
FORM = {"url": "http://127.0.0.1:9/hook", "description": "Stock", "types": ["offer.made"]}


def test_without_an_endpoint_the_page_says_how_to_begin(client_of, amina):
    page = client_of(amina).get(HOME).content.decode()
    assert "standardwebhooks" in page
    assert f"{HOME}/nouveau" in page


@pytest.mark.parametrize("path", ["/fr/reglages/compte", "/fr/reglages/securite"])
def test_the_tab_is_there_for_those_who_may(client_of, atlas, viewer, staff, path):
    shown = [HOME in client_of(user).get(path).content.decode() for user in (atlas, viewer, staff)]
    assert shown == [True, False, False]


def test_an_endpoint_is_made_and_its_secret_shown(client_of, atlas):
    client = client_of(atlas)
    made = client.post(f"{HOME}/nouveau", FORM, follow=True)
    endpoint = Endpoint.objects.get()
    assert made.redirect_chain == [(f"{HOME}/{endpoint.pk}/cle", 302)]
    assert endpoint.secret in made.content.decode()
    assert (endpoint.types, endpoint.description) == (["offer.made"], "Stock")
    assert "no-store" in made.headers["Cache-Control"]


def test_the_secret_asks_for_a_proof_first(client_of, atlas, atlas_brand):
    endpoint, client = make_endpoint(atlas_brand), client_of(atlas)
    SignIn.objects.update(proved_at=timezone.now() - timedelta(hours=1))
    for path in (f"{HOME}/nouveau", f"{HOME}/{endpoint.pk}/cle", f"{HOME}/{endpoint.pk}/modifier"):
        answer = client.get(path)
        assert (answer.status_code, "/confirmer" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"url": "https://10.0.0.1/"}, "url"), ({"url": ""}, "url"), ({"types": []}, "types")],
)
def test_what_is_refused_is_said_at_its_field(client_of, atlas, wrong, field):
    answer = client_of(atlas).post(f"{HOME}/nouveau", {**FORM, **wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Endpoint.objects.exists()


def test_another_address_and_other_events(client_of, atlas, atlas_brand):
    endpoint = make_endpoint(atlas_brand)
    said = {**FORM, "types": ["*", "offer.made"], "version": 1}
    answer = client_of(atlas).post(f"{HOME}/{endpoint.pk}/modifier", said)
    endpoint.refresh_from_db()
    assert (answer.status_code, endpoint.types, endpoint.version) == (302, ["*"], 2)


def test_of_two_who_change_it_the_second_is_told(client_of, atlas, atlas_brand):
    endpoint, client = make_endpoint(atlas_brand), client_of(atlas)
    place = f"{HOME}/{endpoint.pk}/modifier"
    assert 'type="hidden" name="version" value="1"' in client.get(place).content.decode()
    first = client.post(place, {**FORM, "version": 1})
    second = client.post(place, {**FORM, "description": "Mine", "version": 1})
    endpoint.refresh_from_db()
    assert (first.status_code, second.status_code, endpoint.description) == (302, 422, "Stock")


def test_the_log_asks_again_only_while_something_may_arrive(client_of, atlas, atlas_brand):
    endpoint, client = make_endpoint(atlas_brand), client_of(atlas)
    owe(endpoint)
    assert client.get(f"{HOME}/{endpoint.pk}").context["is_waiting"]
    disable_endpoint(endpoint_id=endpoint.pk, by=atlas)
    assert not client.get(f"{HOME}/{endpoint.pk}").context["is_waiting"]


def test_what_staff_switched_off_only_staff_switch_on(client_of, atlas, staff, atlas_brand):
    endpoint, client, desk = make_endpoint(atlas_brand), client_of(atlas), client_of(staff)
    client.post(f"{HOME}/{endpoint.pk}/couper")
    chosen = {"action": "switch_off", "_selected_action": [str(endpoint.pk)], "confirmed": "1"}
    desk.post("/admin/webhooks/endpoint/", chosen)
    assert f"{endpoint.pk}/activer" not in client.get(f"{HOME}/{endpoint.pk}").content.decode()
    refused = client.post(f"{HOME}/{endpoint.pk}/activer", HTTP_HX_REQUEST="true")
    endpoint.refresh_from_db()
    assert (refused.status_code, endpoint.state, endpoint.reason) == (403, "disabled", "staff")
    assert f"{endpoint.pk}/retirer" not in client.get(f"{HOME}/{endpoint.pk}").content.decode()
    added = client.post(f"{HOME}/nouveau", FORM)
    assert (added.status_code, list(added.context["form"].errors)) == (422, ["url"])
    desk.post("/admin/webhooks/endpoint/", {**chosen, "action": "switch_on"})
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.reason) == ("active", "")


def test_a_try_shows_request_and_answer(client_of, atlas, endpoint, receiver):
    receiver.secrets = []
    [call] = owe(endpoint)
    send_calls()
    client = client_of(atlas)
    log = client.get(f"{HOME}/{endpoint.pk}").content.decode()
    page = client.get(f"{HOME}/appels/{call.pk}").content.decode()
    assert "webhook.test" in log
    assert "the signature does not fit" in page
    assert call.message_id in page
    assert SECRET not in page
    assert client.post(f"{HOME}/appels/{call.pk}/rejouer").status_code == 302
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("owed", 0)


def test_the_log_goes_on_page_by_page(client_of, atlas, atlas_brand):
    endpoint = make_endpoint(atlas_brand)
    owe(endpoint, 25)
    client = client_of(atlas)
    first = client.get(f"{HOME}/{endpoint.pk}")
    more = client.get(first.context["next_url"], HTTP_HX_REQUEST="true")
    assert (len(first.context["calls"]), len(more.context["calls"])) == (20, 5)
    assert b"<html" not in more.content


def test_an_endpoint_that_was_switched_off_says_why_and_how_to_go_on(client_of, atlas, atlas_brand):
    off = {"state": "disabled", "reason": "failing", "disabled_at": timezone.now()}
    endpoint, client = make_endpoint(atlas_brand, **off), client_of(atlas)
    assert f"{endpoint.pk}/activer" in client.get(f"{HOME}/{endpoint.pk}").content.decode()
    assert client.post(f"{HOME}/{endpoint.pk}/activer").status_code == 302
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.reason, endpoint.failing_since) == ("active", "", None)


def test_staff_see_no_secret_and_may_switch_off(client_of, staff, endpoint):
    [call] = owe(endpoint)
    client = client_of(staff)
    page = client.get(f"/admin/webhooks/endpoint/{endpoint.pk}/change/").content.decode()
    assert endpoint.sealed not in page
    assert client.get(f"/admin/webhooks/call/{call.pk}/change/").status_code == 200
    chosen = {"action": "switch_off", "_selected_action": [str(endpoint.pk)]}
    assert client.post("/admin/webhooks/endpoint/", chosen).status_code == 200
    client.post("/admin/webhooks/endpoint/", {**chosen, "confirmed": "1"})
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.reason) == ("disabled", "staff")
