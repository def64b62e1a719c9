"""A request is on record, has ten days, and is answered once, by letter."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conftest import person
from kit.errors import NotAllowed, WrongState
from mail.models import Letter
from privacy.models import PrivacyRequest
from privacy.services import answer_request, ask_about_data

LIST = "/admin/privacy/privacyrequest/"


@pytest.fixture
def asked(amina):
    return ask_about_data(by=amina, kind="rectification", text="Mon nom est mal écrit.")


def test_the_clock_is_ten_days(asked):
    assert timedelta(days=9, hours=23) < asked.due_at - asked.asked_at <= timedelta(days=10, minutes=1)


@pytest.mark.parametrize("wrong", [{"kind": "spam"}, {"text": " "}])
def test_a_request_needs_a_kind_and_words(amina, wrong):
    with pytest.raises(ValidationError):
        ask_about_data(**{"kind": "opposition", "text": "Non", **wrong}, by=amina)
    assert not PrivacyRequest.objects.exists()


def test_staff_answer_once_by_letter(asked, staff, amina):
    answer_request(request_id=asked.pk, answer="C'est corrigé.", by=staff)
    letter = Letter.objects.get(kind="privacy_answer")
    assert (letter.to, letter.data["reason"]) == (amina.email, "C'est corrigé.")
    with pytest.raises(WrongState):
        answer_request(request_id=asked.pk, answer="Encore", by=staff)
    assert Letter.objects.filter(kind="privacy_answer").count() == 1


def test_others_do_not_answer(asked, amina, omar):
    clerk = person("clerk", "staff", is_staff=True)
    for who in (amina, omar, clerk):
        with pytest.raises(NotAllowed):
            answer_request(request_id=asked.pk, answer="Oui", by=who)
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == ("", None)


def test_the_list_of_staff_marks_what_is_overdue(asked, staff, client_of):
    desk = client_of(staff)
    assert asked.text not in desk.get(f"{LIST}?owed=late").content.decode()
    assert str(asked.pk) not in desk.get(f"{LIST}?owed=late").content.decode()
    PrivacyRequest.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert str(asked.pk) in desk.get(f"{LIST}?owed=late").content.decode()
    assert PrivacyRequest.objects.get().is_overdue


def test_staff_answer_on_a_page(asked, staff, client_of):
    desk = client_of(staff)
    page = f"{LIST}{asked.pk}/answer/"
    assert asked.text in desk.get(page).content.decode()
    assert desk.post(page, {"answer": ""}).status_code == 200
    assert desk.post(page, {"answer": "Fait."}).status_code == 302
    assert PrivacyRequest.objects.get().answered_by == staff


def test_the_page_and_the_api_put_it_on_record(amina, client_of, api_of):
    page = client_of(amina)
    assert page.post("/fr/reglages/donnees/demande", {"kind": "opposition", "text": ""}).status_code == 422
    assert page.post("/fr/reglages/donnees/demande", {"kind": "opposition", "text": "Non"}).status_code == 302
    api = api_of(amina)
    body = {"kind": "rectification", "text": "Oui"}
    assert api.post("/api/privacy/requests", body, format="json").status_code == 201
    assert len(api.get("/api/privacy/requests").json()["results"]) == 2
