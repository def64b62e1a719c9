"""A brand's people sit in its conversations, and nobody else; the team is told who comes and goes."""

from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.utils.translation import override

from brands.selectors import Team
from brands.services import add_member, change_member, leave_brand, remove_member
from conftest import person
from events.models import Event
from files.tests.conftest import depots, make_file
from messaging.models import Conversation, Message, Seat
from messaging.services import edit_message, open_conversation, post_message

__all__ = ["depots"]


@pytest.fixture
def seat_of_ali(application, atlas, atlas_brand):
    open_conversation(kind="application", about=str(application.pk))
    ali = person("ali", "brand")
    add_member(brand_id=atlas_brand.pk, user=ali, role="manager", by=atlas)
    return Seat.objects.get(user=ali)


def test_a_new_manager_writes(seat_of_ali):
    assert (seat_of_ali.writes, seat_of_ali.left_at) == (True, None)


def test_a_viewer_only_looks(seat_of_ali, atlas, atlas_brand):
    change_member(brand_id=atlas_brand.pk, user=seat_of_ali.user, role="viewer", by=atlas)
    seat_of_ali.refresh_from_db()
    assert not seat_of_ali.writes


def test_whoever_is_removed_has_left_every_conversation(seat_of_ali, atlas, atlas_brand):
    remove_member(brand_id=atlas_brand.pk, user=seat_of_ali.user, by=atlas)
    seat_of_ali.refresh_from_db()
    assert seat_of_ali.left_at


# ---- the team's own ----------------------------------------------------------------------------------


@pytest.fixture
def team(atlas_brand, atlas, salma):
    """The owner of Atlas and its manager, among themselves."""
    return open_conversation(kind="team", about=str(atlas_brand.pk))


def test_those_who_could_not_write_among_their_own_people_can_and_nobody_else(team, application):
    """What messaging.0003 puts right on databases that are in use."""
    open_conversation(kind="application", about=str(application.pk))
    Seat.objects.update(writes=False)
    import_module("messaging.migrations.0003_readings_of_disputes").let_teams_write(
        apps, SimpleNamespace(connection=connection)
    )
    assert set(Seat.objects.filter(writes=True).values_list("conversation", flat=True)) == {team.pk}
    assert Seat.objects.filter(conversation=team, writes=False).count() == 0


@pytest.fixture
def ali(db):
    return person("ali", "brand")


def say(talk, by, body="", *files):
    ids = [one.pk for one in files]
    return post_message(conversation_id=talk.pk, body=body, client_id=uuid4(), by=by, file_ids=ids)


def lines(talk):
    rows = talk.messages.filter(kind=Message.Kind.LINE).order_by("place")
    return [(one.event_id, one.label, one.data) for one in rows]


@pytest.fixture(params=["left", "removed"])
def go(request, atlas_brand, atlas):
    """Leave of one's own will, or be removed by the owner; the event of the audit."""

    def gone(who):
        if request.param == "left":
            leave_brand(brand_id=atlas_brand.pk, by=who)
        else:
            remove_member(brand_id=atlas_brand.pk, user=who, by=atlas)
        return Event.objects.get(label__in=["brands.MemberLeft", "brands.MemberRemoved"])

    return gone


@pytest.fixture
def come(ali, atlas_brand, atlas):
    """Ali joins; the event of the audit."""

    def came(role):
        add_member(brand_id=atlas_brand.pk, user=ali, role=role, by=atlas)
        return Event.objects.get(label="brands.MemberAdded")

    return came


def test_whoever_comes_is_one_line_under_the_event_of_the_audit(team, come, ali, atlas, react):
    say(team, atlas, "Bonjour")
    event = come("manager")
    react()
    assert lines(team) == [(event.pk, "brands.MemberAdded", {"who": "Ali"})]
    seat = Seat.objects.get(user=ali, conversation=team)
    assert seat.read_place == 2  # nothing waits for whoever has just come


def test_whoever_goes_is_one_line_and_the_words_do_not_say_why(go, team, salma, react):
    event = go(salma)
    react()
    assert lines(team) == [(event.pk, event.label, {"who": "Salma"})]
    with override("en"):
        assert Team().words(event.label, {"who": "Salma"}) == "\u2068Salma\u2069 left the conversation."


def test_the_same_event_twice_is_one_line(team, salma, atlas_brand, react):
    leave_brand(brand_id=atlas_brand.pk, by=salma)
    react()
    Event.objects.get(label="brands.MemberLeft").deliveries.update(done_at=None)
    react()
    assert len(lines(team)) == 1


def test_conversations_with_creators_stay_as_they_are(application, seat_of_ali, atlas, atlas_brand, react):
    """Who reads along stands beside them; a line in each would stir every inbox of the market."""
    react()
    before = Message.objects.count()
    remove_member(brand_id=atlas_brand.pk, user=seat_of_ali.user, by=atlas)
    react()
    assert Message.objects.count() == before
    assert not Conversation.objects.filter(kind="team").exists()


def test_among_themselves_everybody_writes_whenever_they_came(team, come, ali, atlas, atlas_brand):
    come("viewer")
    change_member(brand_id=atlas_brand.pk, user=ali, role="finance", by=atlas)
    assert say(team, ali, "Bonjour").place == 1


def test_whoever_comes_reads_everything_that_was_said(team, come, ali, atlas, api_of):
    say(team, atlas, "Avant son temps")
    come("viewer")
    read = api_of(ali).get(f"/api/conversations/{team.pk}/messages").json()["results"]
    assert [one["body"] for one in read] == ["Avant son temps"]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_tells_it_in_words(language, team, come, atlas, client_of, react):
    come("viewer")
    react()
    page = client_of(atlas).get(f"/{language}/messages/{team.pk}").content.decode()
    with override(language):
        words = Team().words("brands.MemberAdded", {"who": "Ali"})
    assert words.replace("\u2068", "<bdi>").replace("\u2069", "</bdi>") in page


# ---- the doors that close behind whoever goes --------------------------------------------------------


@pytest.fixture(params=["team", "application"])
def talk(request, application, team):
    """Both kinds in which a whole team sits."""
    if request.param == "team":
        return team
    return open_conversation(kind="application", about=str(application.pk))


def test_links_to_files_end_with_the_place(go, talk, salma, atlas, client_of, tmp_path):
    file = make_file(atlas, tmp_path)
    message = say(talk, atlas, "", file)
    browser = client_of(salma)
    read = browser.get(f"/fr/messages/{talk.pk}").content.decode()
    link = read.split(f'href="/fichiers/{file.pk}/')[1].split('"')[0]
    link = f"/fichiers/{file.pk}/{link}".replace("&amp;", "&")
    assert browser.get(link).status_code == 200
    go(salma)
    assert browser.get(link).status_code == 404
    assert browser.get(link, HTTP_SEC_FETCH_SITE="same-origin").status_code == 404
    edit_message(message_id=message.pk, body="Voici", by=atlas)
    assert browser.get(link).status_code == 404
    assert client_of(atlas).get(f"/api/files/{file.pk}").status_code == 200
    assert browser.get(f"/api/files/{file.pk}").status_code == 404


def test_search_finds_nothing_of_it_any_more(go, talk, salma, atlas, api_of, client_of):
    say(talk, atlas, "Le mot introuvable")
    say(talk, salma, "Mon mot introuvable aussi")
    api, question = api_of(salma), "/api/messages/search?q=introuvable"
    assert len(api.get(question).json()["results"]) == 2
    go(salma)
    cache.clear()
    assert api.get(question).json()["results"] == []
    assert api.get(f"{question}&conversation={talk.pk}").status_code == 404
    browser = client_of(salma)
    assert "introuvable</" not in browser.get("/fr/messages/recherche?q=mot").content.decode()
    assert browser.get(f"/fr/messages/recherche?q=mot&dans={talk.pk}").status_code == 404
    assert len(api_of(atlas).get(question).json()["results"]) == 2
