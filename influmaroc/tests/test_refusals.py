"""What a page answers when the domain says no."""

import json
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from influmaroc import urls
from kit.errors import NotAllowed, Refusal, WrongState

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


class Gone(Refusal):
    code, status, detail = "gone", 410, "Taken down."


class Pause(Refusal):
    code, status, detail = "too_many", 429, "Wait a moment."


def too_late(request: HttpRequest) -> HttpResponse:
    raise WrongState("Someone was faster.")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise NotAllowed


def gone(request: HttpRequest) -> HttpResponse:
    raise Gone


def pause(request: HttpRequest) -> HttpResponse:
    raise Pause(retry_after=30)


def bug(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


VIEWS = {"late": too_late, "forbidden": forbidden, "gone": gone, "pause": pause, "bug": bug}
urlpatterns = [*(path(f"fr/{name}", view) for name, view in VIEWS.items()), *urls.urlpatterns]
handler500 = urls.handler500


def test_htmx_gets_the_status_and_a_toast(client: Client) -> None:
    answer = client.post("/fr/late", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert json.loads(answer["HX-Trigger"]) == {"toast": {"text": "Someone was faster.", "tone": "danger"}}
    assert answer["HX-Reswap"] == "none"


def test_a_form_goes_back_with_a_message(client: Client) -> None:
    answer = client.post("/fr/late", headers={"Referer": "http://testserver/fr/marques"}, follow=True)
    assert answer.redirect_chain == [("http://testserver/fr/marques", 302)]
    assert "Someone was faster." in answer.content.decode()


@pytest.mark.parametrize("referrer", ["", "https://elsewhere.example/fr/", "javascript:alert(1)"])
def test_a_form_from_nowhere_goes_home(client: Client, referrer: str) -> None:
    assert client.post("/fr/late", headers={"Referer": referrer})["Location"] == "/fr/"


@pytest.mark.parametrize(
    ("name", "status"), [("late", 409), ("forbidden", 403), ("gone", 410), ("pause", 429)]
)
def test_a_page_that_is_asked_for_explains_itself(client: Client, name: str, status: int) -> None:
    answer = client.get(f"/fr/{name}")
    assert answer.status_code == status
    assert answer.content.decode().count("<h1") == 1


def test_a_pause_says_how_long(client: Client) -> None:
    answer = client.get("/fr/pause")
    assert answer["Retry-After"] == "30"
    assert "30 secondes" in answer.content.decode()


def test_a_reference_can_be_copied(client: Client) -> None:
    answer = client.get("/fr/gone")
    assert f'data-copy="{answer["X-Request-ID"]}"' in answer.content.decode()


def test_a_bug_has_a_page_that_needs_no_database(client: Client, django_assert_num_queries: Callable) -> None:
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        answer = client.get("/fr/bug")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()


def test_an_expired_session_under_htmx_leads_to_the_login_and_back(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/fr/contrats?etat=signe"}
    answer = client.get("/fr/notifications", headers=headers)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/fr/connexion?next=%2Ffr%2Fcontrats%3Fetat%3Dsigne"
