"""The price on the table, answered in the conversation about it: the same for both sides."""

import json

import pytest

from campaigns.models import Application, Collaboration
from campaigns.services import counter_offer, make_offer
from messaging.models import Conversation, Message

HTMX = {"HX-Request": "true"}


@pytest.fixture
def offered(application, atlas):
    make_offer(application_id=application.pk, price_centimes=400_000, message="Un peu moins ?", by=atlas)
    application.refresh_from_db()
    return application


@pytest.fixture
def outsiders(viewer, rival, omar):
    """With the status that each of them finds."""
    return [(viewer, 403), (rival, 404), (omar, 404)]


def at(row, how=""):
    return f"/fr/candidatures/{row.pk}/repondre{how}"


def test_both_sides_negotiate_and_agree_without_scripts(client_of, application, atlas, amina, react):
    react()
    talk = f"/fr/messages/{Conversation.objects.get().pk}#fin"
    brand, creator = client_of(atlas), client_of(amina)
    sent = brand.post(at(application, "/proposer"), {"price": "4 000", "message": "Un peu moins ?"})
    assert sent["Location"] == talk
    sent = creator.post(at(application, "/proposer"), {"price": "4 300", "message": "Avec les stories."})
    assert sent["Location"] == talk
    page = brand.get(at(application, "/accepter"))
    assert page.context["form"]["price"].value() == 430_000
    assert "4\xa0558,00" in page.content.decode()
    assert not Collaboration.objects.exists()
    answer = brand.post(at(application, "/accepter"), {"price": 430_000})
    deal = Collaboration.objects.get()
    assert answer["Location"] == f"/fr/contrats/{deal.pk}"
    assert deal.escrow.price_centimes == 430_000
    # A second click finds the contract of the first.
    assert brand.post(at(application, "/accepter"), {"price": 430_000})["Location"] == answer["Location"]


def test_accepting_asks_first_and_says_what_it_means(client_of, offered, amina):
    page = client_of(amina).get(at(offered, "/accepter"), headers=HTMX).content.decode()
    assert "<html" not in page
    assert "data-answer" in page
    assert "3\xa0520,00" in page
    assert not Collaboration.objects.exists()
    done = client_of(amina).post(at(offered, "/accepter"), {"price": 400_000}, headers=HTMX)
    assert done["HX-Redirect"] == f"/fr/contrats/{Collaboration.objects.get().pk}"


def test_another_price_than_the_one_shown_is_not_accepted(client_of, offered, amina):
    for price in ("390000", ""):
        answer = client_of(amina).post(at(offered, "/accepter"), {"price": price}, headers=HTMX)
        assert answer.status_code == 409
    assert not Collaboration.objects.exists()


def test_a_price_is_calculated_before_it_is_sent(client_of, application, atlas):
    body = {"price": "4 000", "message": "Bonjour", "preview": "1"}
    page = client_of(atlas).post(at(application, "/proposer"), body, headers=HTMX)
    assert page.context["quote"].total_centimes == 424_000
    assert "Bonjour" in page.content.decode()
    assert Application.objects.get().state == "pending"


@pytest.mark.parametrize("price", ["", "0", "abc", "99 000"])
def test_a_wrong_price_is_told_in_the_card_with_what_was_typed(client_of, application, atlas, price):
    body = {"price": price, "message": "Bonjour"}
    for headers in ({}, HTMX):
        answer = client_of(atlas).post(at(application, "/proposer"), body, headers=headers)
        assert answer.status_code == 422
        assert "Bonjour" in answer.content.decode()
    assert Application.objects.get().state == "pending"


def test_the_ends_of_the_negotiation(client_of, application, atlas, amina, offered):
    told = client_of(amina).post(at(offered, "/decliner"), headers=HTMX)
    assert json.loads(told["HX-Trigger"])["toast"]["tone"] == "success"
    assert Application.objects.get().state == "withdrawn"
    assert client_of(amina).post(at(offered, "/decliner"), headers=HTMX).status_code == 409


def test_a_brand_declines_with_a_kind_word(client_of, application, atlas):
    assert client_of(atlas).get(at(application, "/decliner")).status_code == 200
    client_of(atlas).post(at(application, "/decliner"), {"note": "Merci beaucoup."})
    row = Application.objects.get()
    assert (row.state, row.answer_note) == ("rejected", "Merci beaucoup.")


@pytest.mark.parametrize("how", ["", "/accepter", "/proposer", "/decliner"])
def test_only_the_side_whose_turn_it_is_answers(client_of, offered, atlas, outsiders, how):
    for user, status in [(atlas, 409), *outsiders]:
        assert client_of(user).get(at(offered, how), headers=HTMX).status_code == status
        if how:
            body = {"price": "400000", "message": ""}
            assert client_of(user).post(at(offered, how), body, headers=HTMX).status_code == status
    assert Application.objects.get().state == "offered"


def test_the_words_beside_a_price_are_read_with_it_and_their_contacts_covered(
    client_of, offered, amina, atlas, react
):
    counter_offer(
        application_id=offered.pk, price_centimes=430_000, message="Appelez le 06 12 34 56 78", by=amina
    )
    react()
    said = [(one.author, one.body) for one in Message.objects.filter(kind="offer").order_by("place")]
    # Theirs, so that they go with their account.
    assert said == [(amina, offered.pitch), (atlas, "Un peu moins ?"), (amina, "Appelez le 06 12 34 56 78")]
    page = client_of(atlas).get(f"/fr/messages/{Conversation.objects.get().pk}").content.decode()
    assert "Un peu moins ?" in page
    assert "12 34 56" not in page
    assert "Appelez le" in page
