import pytest
from django.urls import reverse

from notifications.models import Notice

HTMX = {"HTTP_HX_REQUEST": "true"}
INBOX = "/fr/notifications"


def test_the_inbox_groups_by_contract(client_of, amina, say):
    say(amina, "offer_made")
    page = client_of(amina).get(INBOX).content.decode()
    assert page.count("<h1") == 1
    assert "<bdi>Atlas Argan</bdi> · <bdi>Huile d&#x27;argan</bdi>" in page
    assert "im-unread" in page


def test_an_empty_inbox_says_so(client_of, amina):
    page = client_of(amina).get(INBOX).content.decode()
    assert "im-empty" in page
    assert "Tout est traité" in page


@pytest.mark.parametrize(("show", "n_rows"), [("unread", 1), ("asks", 1), ("campaigns", 1), ("money", 0)])
def test_the_inbox_narrows(client_of, amina, say, show, n_rows):
    say(amina, "offer_made")
    page = client_of(amina).get(f"{INBOX}?voir={show}").content.decode()
    assert page.count("im-unread block") == n_rows


def test_older_notices_are_a_link_and_a_part(client_of, amina, say):
    for number in range(25):
        say(amina, key=str(number))
    client = client_of(amina)
    first = client.get(INBOX)
    assert first.context["next_url"] in first.content.decode().replace("&amp;", "&")
    part = client.get(first.context["next_url"], **HTMX).content.decode()
    assert "<h1" not in part
    assert part.count("im-unread block") == 5


def test_opening_a_notice_reads_it_and_goes_there(client_of, amina, say):
    notice = say(amina)
    answer = client_of(amina).get(reverse("notifications:open", args=[notice.pk]))
    assert answer["Location"] == "/fr/contrats"
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("name", ["mark-read", "remove"])
def test_acting_on_a_notice_leads_back(client_of, amina, say, name):
    notice = say(amina)
    url = reverse(f"notifications:{name}", args=[notice.pk])
    answer = client_of(amina).post(url, {"voir": "unread"})
    assert answer["Location"].removesuffix(f"&fait={notice.pk}") == f"{INBOX}?voir=unread"
    assert not Notice.objects.of(amina).unread().exists()


@pytest.mark.parametrize("name", ["mark-read", "remove", "open"])
def test_a_strangers_notice_is_not_there(client_of, amina, omar, say, name):
    notice = say(amina)
    client = client_of(omar)
    act = client.get if name == "open" else client.post
    assert act(reverse(f"notifications:{name}", args=[notice.pk])).status_code == 404
    assert Notice.objects.of(amina).unread().count() == 1


def test_everything_is_read_at_once(client_of, amina, say):
    say(amina, key="1")
    say(amina, key="2")
    client_of(amina).post(reverse("notifications:mark-all-read"))
    assert not Notice.objects.unread().exists()


def test_new_ones_are_announced_above_the_list(client_of, amina, say):
    seen = say(amina, key="1")
    say(amina, key="2")
    bar = client_of(amina).get(reverse("notifications:news"), {"depuis": seen.pk}).content.decode()
    assert "1 nouvelle, l" in bar


@pytest.mark.parametrize("query", ["?avant=nonsense", "?avant=1"])
def test_a_broken_cursor_is_not_found(client_of, amina, query):
    assert client_of(amina).get(INBOX + query).status_code == 404


def test_visitors_are_asked_to_sign_in(client, db):
    assert "/connexion" in client.get(INBOX)["Location"]
