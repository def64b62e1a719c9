import pytest

from accounts.services import issue_tokens
from conftest import PASSWORD


@pytest.fixture
def api(api_of):
    return api_of()


def post(api, path, **body):
    return api.post(f"/api/auth/{path}", body, format="json")


def test_login_answers_tokens_and_the_person(api, amina):
    answer = post(api, "login", email="amina@example.ma", password=PASSWORD)
    assert answer.status_code == 200
    assert answer.json()["user"]["role"] == "influencer"
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    assert api.get(f"/api/influencers/{amina.influencer.pk}").status_code == 200


def test_a_wrong_login_is_a_401_with_a_challenge(api, amina):
    answer = post(api, "login", email="amina@example.ma", password="wrong")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "wrong_login"


def test_too_many_logins_are_a_429(api, amina, settings):
    settings.THROTTLES = {**settings.THROTTLES, "login": (0, 900)}
    answer = post(api, "login", email="amina@example.ma", password=PASSWORD)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_refreshing_rotates(api, amina):
    first = issue_tokens(user=amina)
    answer = post(api, "refresh-token", refresh=first.refresh)
    assert answer.status_code == 200
    assert answer.json()["refresh"] != first.refresh


def test_logout_ends_the_refresh_token(api, amina):
    tokens = issue_tokens(user=amina)
    assert post(api, "logout", refresh=tokens.refresh).status_code == 204
    assert post(api, "refresh-token", refresh=tokens.refresh).status_code == 401
    assert post(api, "logout", refresh=tokens.refresh).status_code == 401


@pytest.mark.parametrize("kind", ["refresh", "garbage", "old-password", "closed"])
def test_what_is_no_access(api, amina, kind):
    tokens = issue_tokens(user=amina)
    if kind in {"old-password", "closed"}:
        amina.set_password("another good password")
        amina.is_active = kind != "closed"
        amina.save()
    bearer = {"refresh": tokens.refresh, "garbage": "a.b.c"}.get(kind, tokens.access)
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {bearer}")
    answer = api.get(f"/api/influencers/{amina.influencer.pk}")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["login", "refresh-token", "logout"])
@pytest.mark.parametrize("body", [{}, {"email": 5, "refresh": []}, {"email": "a\x00b", "password": "x"}])
def test_a_strange_body_is_a_400(api, db, path, body):
    answer = post(api, path, **body)
    assert answer.status_code == 400
    assert answer.json()["errors"]
