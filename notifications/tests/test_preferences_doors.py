"""Preferences and the log, over the API and as pages."""

import pytest
from django.urls import reverse

from notifications.models import Choice, Habits

URL = "/api/notifications/preferences"
PAGE = "/fr/reglages/notifications"
HOURS = {"digest_hour": "9", "quiet_from": "21:00", "quiet_until": "07:00"}


def cell_of(body, kind, channel):
    cells = [
        cell
        for group in body["groups"]
        for event in group["events"]
        if event["kind"] == kind
        for cell in event["channels"]
    ]
    return next(cell for cell in cells if cell["channel"] == channel)


def test_the_api_tells_what_holds_and_what_can_be_chosen(api_of, amina):
    body = api_of(amina).get(URL).json()
    assert (body["digest_hour"], body["quiet_from"], body["time_zone"]) == (8, "22:00", "Africa/Casablanca")
    assert cell_of(body, "offer_made", "mail") == {
        "kind": "offer_made",
        "channel": "mail",
        "way": "on",
        "default": "on",
        "is_fixed": False,
    }
    assert cell_of(body, "payout_paid", "mail")["is_fixed"] is True


def test_a_put_changes_what_it_names_and_nothing_else(api_of, amina):
    api = api_of(amina)
    wishes = [{"kind": "offer_made", "channel": "mail", "way": "digest"}]
    body = api.put(URL, {"choices": wishes, "digest_hour": 18}, format="json").json()
    assert (cell_of(body, "offer_made", "mail")["way"], body["digest_hour"]) == ("digest", 18)
    body = api.put(URL, {"quiet_from": None, "quiet_until": None}, format="json").json()
    assert (cell_of(body, "offer_made", "mail")["way"], body["digest_hour"]) == ("digest", 18)
    assert body["quiet_from"] is None


@pytest.mark.parametrize("way", ["off", "digest"])
def test_money_is_not_silenced_through_the_api(api_of, amina, way):
    wishes = [{"kind": "payout_paid", "channel": "mail", "way": way}]
    answer = api_of(amina).put(URL, {"choices": wishes}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "kind_fixed")
    assert not Choice.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"digest_hour": 24}, "digest_hour"),
        ({"quiet_from": "late"}, "quiet_from"),
        ({"quiet_from": None}, "quiet_from"),
        ({"choices": [{"kind": "gossip", "channel": "mail", "way": "off"}]}, "choices.0.kind"),
        ({"choices": [{"kind": "offer_made", "channel": "pigeon", "way": "off"}]}, "choices.0.channel"),
        ({"choices": [{"kind": "offer_made", "channel": "mail", "way": "loud"}]}, "choices.0.way"),
    ],
)
def test_what_cannot_be_is_named(api_of, amina, body, field):
    answer = api_of(amina).put(URL, body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert not Habits.objects.exists()


def test_a_digest_on_the_site_is_no_choice(api_of, amina):
    wishes = [{"kind": "application_shortlisted", "channel": "app", "way": "digest"}]
    assert api_of(amina).put(URL, {"choices": wishes}, format="json").status_code == 422


def test_unread_ones_are_counted(api_of, amina, say):
    say(amina)
    assert api_of(amina).get("/api/notifications/unread-count").json() == {"unread": 1}


def test_the_log_of_a_notice_is_its_readers(api_of, amina, omar, say):
    notice = say(amina, "offer_made")
    address = f"/api/notifications/{notice.pk}/deliveries"
    assert [(step["channel"], step["state"]) for step in api_of(amina).get(address).json()][:2] == [
        ("app", "sent"),
        ("mail", "owed"),
    ]
    assert api_of(omar).get(address).status_code == 404


def filled(client):
    """The form as a browser sends it back unchanged."""
    form = client.get(PAGE).context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}


def test_saving_the_page_unchanged_changes_nothing(client_of, amina):
    client = client_of(amina)
    assert client.post(PAGE, filled(client)).status_code == 302
    assert not Choice.objects.exists()


def test_a_tick_taken_away_and_a_list_changed(client_of, amina):
    client = client_of(amina)
    body = {**filled(client), **HOURS, "offer_made.mail": "digest"}
    del body["application_shortlisted.app"]
    assert client.post(PAGE, body)["Location"] == PAGE
    assert set(Choice.objects.values_list("kind", "channel", "way")) == {
        ("offer_made", "mail", "digest"),
        ("application_shortlisted", "app", "off"),
    }
    assert Habits.objects.get().digest_hour == 9


def test_what_cannot_be_turned_off_has_no_field_and_is_overlooked(client_of, amina):
    client = client_of(amina)
    page = client.get(PAGE).content.decode()
    assert 'name="payout_paid.mail"' not in page
    assert "Ne peut pas être coupé" in page
    client.post(PAGE, {**filled(client), "payout_paid.mail": "off"})
    assert not Choice.objects.exists()


def test_a_wrong_hour_comes_back_with_its_field(client_of, amina):
    client = client_of(amina)
    answer = client.post(PAGE, {**filled(client), **HOURS, "quiet_from": ""})
    assert answer.status_code == 422
    assert "les deux heures du temps calme" in answer.content.decode()
    assert not Habits.objects.exists()


@pytest.mark.parametrize("who", ["amina", "atlas", "staff"])
def test_a_sample_of_a_letter_speaks_ones_language(client_of, who, request):
    user = request.getfixturevalue(who)
    user.language = "ar"
    user.save()
    answer = client_of(user).get(f"{PAGE}/apercu")
    assert 'dir="rtl"' in answer.content.decode()
    assert "script" not in answer["Content-Security-Policy"]


def test_the_log_as_a_page(client_of, amina, omar, say):
    url = reverse("notifications:log", args=[say(amina, "offer_made").pk])
    page = client_of(amina).get(url).content.decode()
    assert page.count("<h1") == 1
    assert "mail va partir" in page
    assert client_of(omar).get(url).status_code == 404


def test_staff_read_the_log_in_the_admin(client_of, staff, amina, say):
    say(amina, "offer_made")
    client = client_of(staff)
    notice = amina.notices.get()
    assert "mail va partir" in client.get(f"/admin/notifications/notice/{notice.pk}/change/").content.decode()
    rows = client.get("/admin/notifications/sending/", {"q": amina.email}).content.decode()
    assert amina.email in rows
    assert (
        client.get("/admin/notifications/sending/", {"q": "nobody@example.ma"})
        .content.decode()
        .count(amina.email)
        == 0
    )
