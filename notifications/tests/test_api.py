import pytest

from notifications.models import Notice

LIST = "/api/notifications"
WORDS = {"fr": "Bonjour", "ar": "مرحبا", "en": "Hello"}


def test_the_inbox_is_ones_own(api_of, amina, omar, say):
    mine = say(amina)
    say(omar)
    answer = api_of(amina).get(LIST)
    assert [one["id"] for one in answer.json()["results"]] == [str(mine.pk)]
    assert set(answer.json()) == {"results", "next", "previous"}


def test_a_notice_speaks_the_callers_language(api_of, amina, say):
    say(amina, "offer_made")
    answer = api_of(amina).get(LIST, headers={"Accept-Language": "en"}).json()["results"][0]
    assert answer["text"].startswith("Atlas Argan offers MAD\u00a04,500.00 for “Huile d'argan”")
    assert (answer["title"], answer["link"]) == ("An offer for you", "/en/contrats")
    assert (answer["asks_action"], answer["is_read"]) == (True, False)


def test_unread_and_topic_narrow_the_list(api_of, amina, say):
    say(amina, "offer_made")
    api = api_of(amina)
    assert len(api.get(f"{LIST}?unread=true&topic=campaigns").json()["results"]) == 1
    assert api.get(f"{LIST}?topic=money").json()["results"] == []
    assert api.get(f"{LIST}?topic=gossip").status_code == 400


def test_pages_are_cursors(api_of, amina, say):
    for number in range(3):
        say(amina, key=str(number))
    first = api_of(amina).get(f"{LIST}?page_size=2").json()
    assert len(first["results"]) == 2
    assert len(api_of(amina).get(first["next"]).json()["results"]) == 1


def test_reading_and_removing(api_of, amina, say):
    notice, api = say(amina), api_of(amina)
    assert api.put(f"{LIST}/{notice.pk}/read").json()["is_read"] is True
    assert api.delete(f"{LIST}/{notice.pk}").status_code == 204
    assert api.delete(f"{LIST}/{notice.pk}").status_code == 404
    assert api.get(LIST).json()["results"] == []


@pytest.mark.parametrize(("method", "path"), [("put", "/read"), ("delete", "")])
def test_a_strangers_notice_does_not_exist(api_of, amina, omar, say, method, path):
    notice = say(amina)
    answer = getattr(api_of(omar), method)(f"{LIST}/{notice.pk}{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    notice.refresh_from_db()
    assert (notice.read_at, notice.removed_at) == (None, None)


def test_marking_everything(api_of, amina, say):
    say(amina, key="1")
    say(amina, key="2")
    assert api_of(amina).put(f"{LIST}/mark-all-read").json() == {"marked": 2}


def test_visitors_have_no_inbox(api_of, db):
    assert api_of().get(LIST).status_code == 401


def test_staff_write_to_a_segment_once(api_of, amina, omar, atlas, staff):
    body = {"segment": "influencer", "text": WORDS, "link": "/etat"}
    api = api_of(staff)
    headers = {"Idempotency-Key": "news-1"}
    first = api.post(LIST, body, format="json", headers=headers)
    again = api.post(LIST, body, format="json", headers=headers)
    assert (first.status_code, first.json()) == (201, {"told": 2})
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert Notice.objects.count() == 2


def test_the_same_key_for_other_words_is_refused(api_of, amina, staff):
    api, headers = api_of(staff), {"Idempotency-Key": "news-1"}
    api.post(LIST, {"readers": [str(amina.pk)], "text": WORDS}, format="json", headers=headers)
    other = {"readers": [str(amina.pk)], "text": {**WORDS, "fr": "Au revoir"}}
    answer = api.post(LIST, other, format="json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("who", ["amina", "atlas"])
def test_only_staff_write_to_others(api_of, omar, who, request):
    api = api_of(request.getfixturevalue(who))
    answer = api.post(LIST, {"readers": [str(omar.pk)], "text": WORDS}, format="json")
    assert answer.status_code == 403
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": {"fr": "Bonjour"}}, "text"),
        ({"segment": "all"}, ""),
        ({"readers": ["0190b5c0-0000-7000-8000-000000000000"]}, "readers"),
        ({"link": "https://example.com"}, "link"),
    ],
)
def test_a_badly_addressed_announcement_is_returned(api_of, amina, staff, change, field):
    body = {"readers": [str(amina.pk)], "text": WORDS, **change}
    answer = api_of(staff).post(LIST, body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].split(".")[0] == field
    assert not Notice.objects.exists()
