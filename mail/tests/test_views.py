import json

import pytest
from django.conf import settings as project
from django.test import Client

from events.models import Event
from mail.models import ShownLetter
from mail.selectors import unsubscribe_path
from mail.tasks import send_letters
from mail.tests.samples import CODE, TOKEN, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown():
    letter = post("register_code", "ar")
    post("password_changed", to="omar@example.ma")
    send_letters()
    return letter


def test_every_letter_can_be_read_in_development(client, shown):
    page = client.get("/dev/mails").content.decode()
    assert page.index("omar@example.ma") < page.index("nour@example.ma")
    assert CODE in page
    page = client.get(f"/dev/mails/{shown.pk}").content.decode()
    assert f'src="/dev/mails/{shown.pk}/html"' in page
    assert "<iframe" in page
    assert "sandbox" in page


def test_the_frame_runs_nothing_and_is_ours_alone(client, shown):
    answer = client.get(f"/dev/mails/{shown.pk}/html")
    assert 'dir="rtl"' in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert {"default-src 'none'", "frame-ancestors 'self'", "sandbox"} <= set(policy.split("; "))
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_machines_read_code_token_and_link(client, shown):
    [letter] = client.get("/dev/mails?to=NOUR@example.ma&format=json").json()
    assert set(letter) == {"id", "to", "kind", "subject", "text", "code", "token", "link", "at"}
    assert (letter["id"], letter["code"], letter["token"]) == (str(shown.pk), CODE, TOKEN)
    assert letter["link"] == f"{project.SITE_URL}/ar/verifier/{TOKEN}"
    assert client.get(f"/dev/mails/{shown.pk}?format=json").json() == json.loads(json.dumps(letter))


def test_none_of_it_exists_in_production(client, shown, settings):
    settings.DEMO = False
    for path in ("", "?format=json", f"/{shown.pk}", f"/{shown.pk}/html"):
        assert client.get(f"/dev/mails{path}").status_code == 404
    ShownLetter.objects.all().delete()
    post("register_code")
    assert send_letters() == 1
    assert not ShownLetter.objects.exists()


def test_the_link_asks_first_and_then_ends_the_news(client, amina):
    path = f"/fr{unsubscribe_path(amina.pk)}"
    assert client.get(path).status_code == 200
    assert not Event.objects.filter(label="mail.NewsRefused").exists()
    assert client.post(path).status_code == 200
    assert Event.objects.get(label="mail.NewsRefused").payload == {"user_id": str(amina.pk)}


def test_a_mail_program_needs_one_click_and_no_cookie(amina):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/ar{unsubscribe_path(amina.pk)}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Event.objects.filter(label="mail.NewsRefused").exists()


@pytest.mark.parametrize("token", ["x", "aW52YWxpZA:1abc:sig", "%00"])
def test_a_forged_link_ends_nothing(client, token):
    for ask in (client.get, client.post):
        assert ask(f"/fr/courrier/desabonnement/{token}").status_code == 404
    assert not Event.objects.exists()


def test_a_poisoned_host_is_refused_before_a_letter_is_written(api_of, staff, amina):
    news = {"segment": "all", "text": {"fr": "Bonjour", "ar": "مرحبا", "en": "Hello"}}
    answer = api_of(staff).post("/api/notifications", news, format="json", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    send_letters()
    assert not ShownLetter.objects.exists()


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_SERVER"])
def test_a_poisoned_host_reaches_no_letter(api_of, staff, amina, header):
    news = {"segment": "all", "text": {"fr": "Bonjour", "ar": "مرحبا", "en": "Hello"}}
    answer = api_of(staff).post("/api/notifications", news, format="json", **{header: "evil.example"})
    assert answer.status_code == 201
    post()
    send_letters()
    letters = ShownLetter.objects.all()
    assert letters
    assert all("evil.example" not in letter.html + letter.text for letter in letters)
    assert all(letter.link.startswith(project.SITE_URL) for letter in letters)
