"""Who is counted, what they are told, and whom an attacker cannot shut out."""

import pytest
from django.core.cache import cache

from kit.throttle import drawn

LOGIN = "/api/auth/login"
GOOD = "Demo-2026-maroc!"
NAMES = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP"]


@pytest.fixture(autouse=True)
def _fresh(settings):
    settings.THROTTLES = {**settings.THROTTLES, "login": (3, 900), "login-account": (50, 3600)}
    cache.clear()
    yield
    cache.clear()
    drawn.set(None)


def login(client, email, password="wrong", address="127.0.0.1", device="", **headers):
    body = {"email": email, "password": password, **({"device": device} if device else {})}
    return client.post(LOGIN, body, content_type="application/json", REMOTE_ADDR=address, headers=headers)


def told(answer):
    return [int(answer[f"RateLimit-{name}"]) for name in ("Limit", "Remaining")]


def test_every_try_says_what_is_left(client, amina):
    assert [told(login(client, amina.email)) for _ in range(4)] == [[3, 2], [3, 1], [3, 0], [3, 0]]


def test_a_refusal_says_when_to_come_back(client, amina):
    answer = [login(client, amina.email) for _ in range(4)][-1]
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert answer["Retry-After"] == answer["RateLimit-Reset"]
    assert 1 <= int(answer["Retry-After"]) <= 901


def test_a_page_that_is_refused_says_so_too(client, amina):
    form = {"email": amina.email, "password": "wrong"}
    answer = [client.post("/fr/connexion", form) for _ in range(4)][-1]
    assert (answer.status_code, told(answer)) == (429, [3, 0])
    assert "Retry-After" in answer.headers


def test_what_is_not_counted_says_nothing_even_after_what_is(client, amina):
    login(client, amina.email)
    assert "RateLimit-Limit" not in client.get("/api/influencers").headers


def test_an_attacker_elsewhere_does_not_shut_the_owner_out(client, amina):
    for _ in range(5):
        last = login(client, amina.email, address="203.0.113.7")
    assert last.status_code == 429
    assert login(client, amina.email, GOOD, address="198.51.100.2").status_code == 200


def test_a_neighbour_behind_the_same_address_is_not_shut_out(client, amina, omar):
    for _ in range(5):
        login(client, amina.email)
    assert login(client, omar.email, GOOD).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_no_header_of_a_visitors_makes_them_somebody_else(client, amina, settings, name):
    settings.BEHIND_FRONT = False
    answers = [login(client, amina.email, **{name: f"198.51.100.{n}"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"X-Real-IP"}))
def test_behind_the_front_only_its_own_word_counts(client, amina, settings, name):
    settings.BEHIND_FRONT = True
    for n in range(4):
        last = login(client, amina.email, **{"X-Real-IP": "203.0.113.7", name: f"198.51.100.{n}"})
    assert last.status_code == 429


def test_many_places_do_not_shut_out_a_browser_that_the_account_knows(client, amina):
    """The account-wide allowance is used up from fifty addresses; its owner comes in all the same."""
    known = login(client, amina.email, GOOD).json()["device"]
    for n in range(52):
        last = login(client, amina.email, address=f"203.0.113.{n}")
    assert (last.status_code, told(last)) == (429, [50, 0])
    stranger = login(client, amina.email, GOOD, address="198.51.100.2")
    assert stranger.status_code == 429
    assert login(client, amina.email, GOOD, "198.51.100.2", device=known).status_code == 200


def test_a_browser_that_is_known_has_no_more_tries_than_another(client, amina, omar):
    known = login(client, amina.email, GOOD).json()["device"]
    answers = [login(client, amina.email, address=f"203.0.113.{n}", device=known) for n in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    others = [login(client, omar.email, address="203.0.113.9", device=known) for _ in range(4)]
    assert [answer.status_code for answer in others] == [401, 401, 401, 429]
