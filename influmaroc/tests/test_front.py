import pytest
from django.db import OperationalError
from django.http import HttpResponse

from influmaroc import front

SPOOFED = {"X-Real-IP": "203.0.113.9"}


def seen_address(rf, **headers):
    request = rf.get("/", headers=headers)
    front.ClientAddress(lambda _: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


def test_behind_the_front_its_word_about_the_visitor_counts(rf, settings):
    settings.BEHIND_FRONT = True
    assert seen_address(rf, **SPOOFED) == "203.0.113.9"


def test_without_a_front_nobody_chooses_their_address(rf, settings):
    settings.BEHIND_FRONT = False
    assert seen_address(rf, **SPOOFED) == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/campaigns", "application/problem+json"), ("/fr/campagnes", "text/html")]
)
def test_a_database_in_trouble_asks_people_to_come_back(rf, path, kind):
    request = rf.get(path)
    request.id = "7"
    answer = front.StoreGone(HttpResponse).process_exception(request, OperationalError("gone"))
    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"].startswith(kind)


def test_a_middleware_that_meets_it_asks_people_to_come_back(client, db, monkeypatch):
    def gone(*_about):
        raise OperationalError("gone")

    client.raise_request_exception = False
    client.cookies["sessionid"] = "of-somebody"
    monkeypatch.setattr("django.contrib.sessions.backends.base.SessionBase.__contains__", gone)
    answer = client.get("/fr/campagnes")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_a_bug_stays_a_bug(rf):
    assert front.StoreGone(HttpResponse).process_exception(rf.get("/"), ValueError()) is None
