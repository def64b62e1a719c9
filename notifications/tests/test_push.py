"""Browsers: who may be rung, what they are told, and what becomes of it."""

from datetime import timedelta

import pytest
from django.test import Client as DjangoClient
from django.utils import timezone

from accounts.models import SignIn
from conftest import let_in
from kit.webpush import b64
from mail.models import Letter
from notifications.errors import BadSubscription, PushNotSetUp
from notifications.models import Channel, Habits, PushDevice, Sending, Way
from notifications.selectors import quiet_until, steps_of
from notifications.selectors.pushing import devices_of
from notifications.services import (
    Wish,
    add_device,
    choose,
    claim_push,
    mark_read,
    remove_device,
    tell_trial,
)
from notifications.tasks import send_digests, send_pushes, tidy
from notifications.tests.push_service import PushService, served

URL = "/api/notifications/devices"


@pytest.fixture
def service():
    with served(PushService()) as running:
        yield running


@pytest.fixture
def subscribe(service, settings):
    """Somebody's browser asks to be rung, in a sign-in of its own. Nobody is quiet unless they say so."""

    def run(user, name="phone") -> PushDevice:
        user.sign_in = let_in(user, SignIn.Kind.PAGE)
        Habits.objects.get_or_create(user=user, defaults={"quiet_from": None, "quiet_until": None})
        browser = service.browser(name)
        return add_device(by=user, endpoint=service.endpoint(name), p256dh=browser.p256dh, auth=browser.auth)

    return run


def push_of(notice) -> Sending:
    return notice.sendings.get(channel=Channel.PUSH)


def make_night(user):
    """From an hour ago until in an hour."""
    now, hour = timezone.localtime(), timedelta(hours=1)
    Habits.objects.filter(user=user).update(quiet_from=(now - hour).time(), quiet_until=(now + hour).time())


def be_due():
    Sending.objects.filter(state="owed").update(due_at=timezone.now())


def test_a_browser_opens_what_was_sent_and_reads_no_names(amina, say, service, subscribe):
    subscribe(amina)
    notice = say(amina, "offer_made")
    assert send_pushes() == 1
    (said,) = service.browsers["phone"].shown
    assert said == {
        "title": "Une offre pour vous",
        "url": f"/fr/notifications/{notice.pk}",
        "tag": notice.pk.hex,
        "lang": "fr",
        "dir": "ltr",
    }
    assert (push_of(notice).state, PushDevice.objects.get().rung_at is not None) == ("sent", True)
    headers = service.headers[0]
    assert (headers["ttl"], headers["urgency"], headers["content-encoding"]) == (
        "86400",
        "normal",
        "aes128gcm",
    )
    assert send_pushes() == 0


def test_a_reader_of_arabic_is_rung_in_arabic(amina, say, service, subscribe):
    amina.language = "ar"
    amina.save()
    subscribe(amina)
    say(amina, "offer_made")
    send_pushes()
    said = service.browsers["phone"].shown[0]
    assert (said["dir"], said["url"][:4]) == ("rtl", "/ar/")
    assert "\u0600" <= said["title"][0] <= "\u06ff"


def test_every_browser_of_a_person_is_rung_and_nobody_elses(amina, omar, say, service, subscribe):
    for name in ("phone", "desk"):
        subscribe(amina, name)
    subscribe(omar, "other")
    say(amina, "offer_made")
    send_pushes()
    assert [len(service.browsers[name].shown) for name in ("phone", "desk", "other")] == [1, 1, 0]


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_has_ended_is_not_rung_again(amina, say, service, subscribe, status):
    subscribe(amina)
    notice = say(amina, "offer_made")
    service.answers.append((status, {}))
    send_pushes()
    assert (devices_of(amina), PushDevice.objects.get().sealed) == ([], "")
    assert (push_of(notice).state, push_of(notice).reason) == ("withheld", "nowhere")


def test_one_ended_subscription_does_not_stop_the_other(amina, say, service, subscribe):
    subscribe(amina, "old")
    subscribe(amina, "phone")
    del service.browsers["old"]
    notice = say(amina, "offer_made")
    send_pushes()
    assert len(devices_of(amina)) == 1
    assert push_of(notice).state == "sent"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again_later(amina, say, service, subscribe, status):
    subscribe(amina)
    notice = say(amina, "offer_made")
    service.answers.append((status, {"Retry-After": "600"}))
    send_pushes()
    row = push_of(notice)
    wait = row.due_at - timezone.now()
    asked = timedelta(seconds=590) if status != 500 else timedelta(seconds=10)
    assert (row.state, wait > asked) == ("owed", True)
    be_due()
    send_pushes()
    assert push_of(notice).state == "sent"
    assert len(service.browsers["phone"].shown) == 1


def test_ten_failures_are_enough(amina, say, service, subscribe):
    subscribe(amina)
    notice = say(amina, "offer_made")
    service.answers.extend([(500, {})] * 10)
    for _nth in range(10):
        be_due()
        send_pushes()
    assert (push_of(notice).state, push_of(notice).reason) == ("failed", "refused")


def test_a_refusal_for_good_is_not_tried_again(amina, say, service, subscribe):
    subscribe(amina)
    notice = say(amina, "offer_made")
    service.answers.append((403, {}))
    send_pushes()
    assert (push_of(notice).state, len(service.headers)) == ("failed", 1)


def test_a_worker_that_died_gives_it_back(amina, say, service, subscribe):
    subscribe(amina)
    notice = say(amina, "offer_made")
    assert claim_push() is not None
    assert send_pushes() == 0
    be_due()
    send_pushes()
    assert push_of(notice).state == "sent"


def test_nights_are_quiet_but_not_for_what_touches_safety(amina, say, service, subscribe):
    subscribe(amina)
    now = timezone.localtime()
    hours = {
        "quiet_from": (now - timedelta(hours=1)).time(),
        "quiet_until": (now + timedelta(hours=1)).time(),
    }
    Habits.objects.filter(user=amina).update(**hours)
    notice = say(amina, "offer_made")
    say(amina, "payout_method_added", last4="1234")
    send_pushes()
    assert len(service.browsers["phone"].shown) == 1
    row = push_of(notice)
    assert (row.state, row.reason) == ("owed", "quiet")
    amina.refresh_from_db()
    assert abs(row.due_at - quiet_until(amina, timezone.now())) < timedelta(seconds=1)


def test_what_was_read_by_morning_does_not_ring(amina, say, service, subscribe):
    subscribe(amina)
    notice = say(amina, "offer_made")
    mark_read(notice_id=notice.pk, by=amina)
    send_pushes()
    assert service.browsers["phone"].shown == []
    assert push_of(notice).reason == "read"


def test_a_push_that_is_switched_off_is_not_owed(amina, say, subscribe):
    subscribe(amina)
    choose(by=amina, wishes=[Wish("offer_made", Channel.PUSH, Way.OFF)])
    assert push_of(say(amina, "offer_made")).reason == "off"


def test_without_a_device_the_log_says_so(amina, say):
    step = steps_of(say(amina, "offer_made"))[2]
    assert (step.channel, step.state) == (Channel.PUSH, "withheld")
    assert "appareil" in str(step.why)


def test_whoever_signed_out_is_not_rung_there(amina, say, service, subscribe):
    device = subscribe(amina)
    notice = say(amina, "offer_made")
    SignIn.objects.filter(pk=device.sign_in_id).update(ended_at=timezone.now(), end="logout")
    send_pushes()
    assert (service.browsers["phone"].shown, push_of(notice).reason) == ([], "nowhere")
    assert devices_of(amina) == []
    tidy()
    assert not PushDevice.objects.exists()


def test_a_shared_browser_rings_for_whoever_used_it_last(amina, omar, say, service, subscribe):
    subscribe(amina)
    subscribe(omar)
    say(amina, "offer_made")
    send_pushes()
    assert service.browsers["phone"].shown == []
    assert PushDevice.objects.get().user == omar


def test_the_twenty_first_device_takes_the_place_of_the_oldest(amina, subscribe):
    first = subscribe(amina, "0")
    for number in range(1, 21):
        subscribe(amina, str(number))
    assert PushDevice.objects.filter(user=amina).count() == 20
    assert not PushDevice.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/push",
        "https://fcm.googleapis.com.evil.example/push",
        "https://notify.windows.com.evil.example/push",
        "http://fcm.googleapis.com/push",
        "https://fcm.googleapis.com:8443/push",
        "https://me@fcm.googleapis.com/push",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/push",
        "https://127.0.0.1/push",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_push_services_of_browsers_are_called(amina, service, settings, endpoint):
    settings.PUSH_MAY_LOOP = False
    amina.sign_in = let_in(amina, SignIn.Kind.PAGE)
    browser = service.browser("phone")
    with pytest.raises(BadSubscription):
        add_device(by=amina, endpoint=endpoint, p256dh=browser.p256dh, auth=browser.auth)
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize(
    "host",
    [
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "db5p.notify.windows.com",
        "web.push.apple.com",
    ],
)
def test_the_services_of_the_large_browsers_are_known(amina, service, host):
    amina.sign_in = let_in(amina, SignIn.Kind.PAGE)
    browser = service.browser("phone")
    device = add_device(by=amina, endpoint=f"https://{host}/a", p256dh=browser.p256dh, auth=browser.auth)
    assert device.host == host


def test_an_address_that_is_not_allowed_any_more_is_not_called_and_not_forgotten(
    amina, say, service, subscribe, settings
):
    subscribe(amina)
    say(amina, "offer_made")
    settings.PUSH_MAY_LOOP = False
    send_pushes()
    assert service.headers == []
    assert PushDevice.objects.alive().count() == 1
    assert Sending.objects.get(channel="push").state == "failed"


def test_keys_that_are_none_are_refused(amina, service):
    amina.sign_in = let_in(amina, SignIn.Kind.PAGE)
    with pytest.raises(BadSubscription):
        add_device(by=amina, endpoint=service.endpoint("phone"), p256dh=b64(b"x" * 65), auth=b64(b"x" * 16))


def test_nothing_is_offered_without_a_key(api_of, client_of, amina, service, settings):
    settings.PUSH_KEY = ""
    amina.sign_in = let_in(amina, SignIn.Kind.PAGE)
    browser = service.browser("phone")
    with pytest.raises(PushNotSetUp):
        add_device(by=amina, endpoint=service.endpoint("phone"), p256dh=browser.p256dh, auth=browser.auth)
    assert api_of(amina).get(URL).json() == {"public_key": "", "devices": []}
    page = client_of(amina).get("/fr/reglages/notifications").content.decode()
    assert "ne sont pas configurées ici" in page
    assert "data-push=" not in page


def test_the_api_adds_lists_and_removes(api_of, amina, omar, service):
    browser, api = service.browser("phone"), api_of(amina)
    body = {"endpoint": service.endpoint("phone"), "keys": {"p256dh": browser.p256dh, "auth": browser.auth}}
    first = api.post(URL, body, format="json")
    assert (first.status_code, len(api.post(URL, body, format="json").json()["devices"])) == (201, 1)
    device = first.json()["devices"][0]
    assert device["is_here"] is True
    assert "endpoint" not in device
    assert api_of(omar).delete(f"{URL}/{device['id']}").status_code == 404
    assert api.delete(f"{URL}/{device['id']}").status_code == 204
    bad = {**body, "endpoint": "https://10.0.0.1/"}
    assert (api.post(URL, bad, format="json").status_code, PushDevice.objects.count()) == (422, 0)


def test_the_address_of_a_browser_does_not_lie_in_plain(amina, service, subscribe):
    device = subscribe(amina)
    assert service.origin not in device.sealed


def test_a_device_of_another_is_not_taken_away(amina, omar, subscribe):
    device = subscribe(amina)
    with pytest.raises(PushDevice.DoesNotExist):
        remove_device(device_id=device.pk, by=omar)


def test_a_trial_rings_at_any_hour(amina, service, subscribe):
    subscribe(amina)
    now = timezone.localtime()
    hours = {
        "quiet_from": (now - timedelta(hours=1)).time(),
        "quiet_until": (now + timedelta(hours=1)).time(),
    }
    Habits.objects.filter(user=amina).update(**hours)
    tell_trial(by=amina)
    send_pushes()
    assert service.browsers["phone"].shown[0]["title"] == "Un essai"


def test_the_page_shows_devices_and_sends_a_trial(client_of, amina, subscribe):
    device, client = subscribe(amina), client_of(amina)
    page = client.get("/fr/reglages/notifications").content.decode()
    assert f"appareils/{device.pk}/retirer" in page
    client.post("/fr/reglages/notifications/essai")
    assert amina.notices.get().kind == "trial"
    client.post(f"/fr/reglages/notifications/appareils/{device.pk}/retirer")
    assert not PushDevice.objects.exists()


def test_the_service_worker_stands_at_the_top_of_the_site(client, db):
    answer = client.get("/sw.js")
    assert "default-src 'none'; connect-src 'self';" in answer["Content-Security-Policy"]
    assert answer["Content-Type"].startswith("text/javascript")
    assert "showNotification" in answer.content.decode()
    assert "import" not in answer.content.decode().split("(")[0]


def reminder(say, user, campaign, state, *, hours=24):
    """Of a step that is owed while the campaign is in this state."""
    due = timezone.now() + timedelta(hours=hours)
    step = {"subject": "campaign", "subject_id": str(campaign.pk), "state": state}
    return say(user, "deadline_campaign_open", key=f"{state}{hours}", due_at=due.isoformat(), step=step)


def test_a_reminder_rings_only_while_the_step_is_owed(atlas, campaign, say, service, subscribe):
    subscribe(atlas)
    owed = reminder(say, atlas, campaign, "open")
    taken, late = reminder(say, atlas, campaign, "draft"), reminder(say, atlas, campaign, "open", hours=-1)
    send_pushes()
    assert [push_of(one).reason for one in (owed, taken, late)] == ["", "done", "done"]
    assert len(service.browsers["phone"].shown) == 1


def test_a_digest_leaves_out_reminders_of_what_is_done(atlas, campaign, say):
    choose(by=atlas, wishes=[Wish("deadline_campaign_open", Channel.MAIL, Way.DIGEST)])
    reminder(say, atlas, campaign, "draft")
    Sending.objects.update(due_at=timezone.now())
    send_digests()
    assert not Letter.objects.exists()


@pytest.fixture
def renew(client_of, amina, service):
    """A browser of Amina's that lost its address asks for the other one to be rung."""
    client = client_of(amina)

    def run(name, replaces=""):
        browser = service.browser(name)
        said = {
            "endpoint": service.endpoint(name),
            "keys": {"p256dh": browser.p256dh, "auth": browser.auth},
            "replaces": replaces and service.endpoint(replaces),
        }
        return client.post(URL, said, content_type="application/json").status_code

    run.client = client
    return run


def test_a_browser_that_got_another_address_is_rung_there(amina, say, service, renew):
    assert (renew("old"), renew("new", "old"), renew("new", "old")) == (201, 201, 201)
    Habits.objects.create(user=amina, quiet_from=None, quiet_until=None)
    say(amina, "offer_made")
    send_pushes()
    assert [len(service.browsers[name].shown) for name in ("old", "new")] == [0, 1]


def test_a_browser_comes_back_after_its_service_forgot_it(amina, renew):
    renew("old")
    PushDevice.objects.update(sealed="")
    assert devices_of(amina) == []
    assert (renew("new", "old"), len(devices_of(amina))) == (201, 1)


def test_what_was_removed_does_not_come_back_by_itself(amina, renew):
    renew("old")
    PushDevice.objects.get().delete()
    assert (renew("new", "old"), PushDevice.objects.count()) == (404, 0)


def test_a_browser_is_renewed_only_for_the_sign_in_it_was_turned_on_in(amina, omar, subscribe, renew):
    subscribe(omar, "old")
    assert (renew("new", "old"), PushDevice.objects.get().user) == (404, omar)
    subscribe(amina, "older")
    assert (renew("new", "older"), PushDevice.objects.count()) == (404, 2)


def test_a_service_worker_reads_its_token_from_the_door(renew, amina):
    strict = DjangoClient(enforce_csrf_checks=True)
    strict.cookies = renew.client.cookies
    browser = {"endpoint": "https://fcm.googleapis.com/a", "keys": {"p256dh": "a", "auth": "a"}}
    token = strict.get(URL).headers["X-CSRFToken"]
    answers = [
        strict.post(URL, browser, content_type="application/json", headers=headers).status_code
        for headers in ({}, {"X-CSRFToken": token})
    ]
    assert answers == [403, 422]
