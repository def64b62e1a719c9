from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from messaging.models import Conversation, Message, Report, Seat
from messaging.services import open_contacts, open_conversation
from messaging.tests.conftest import say


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_both_sides_open_the_same_conversation(application, amina, atlas):
    first = api(amina).post("/api/conversations", {"application": application.pk}, format="json")
    second = api(atlas).post("/api/conversations", {"application": application.pk}, format="json")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert first.json()["name"] == "Atlas Argan"
    assert second.json()["name"] == "Amina"
    assert first.json()["title"] == "Huile d'argan"
    assert first.json()["state"] == "pending"


def test_a_contract_is_talked_about_where_its_application_was(collaboration, amina):
    opened = api(amina).post("/api/conversations", {"collaboration": collaboration.pk}, format="json")
    about = Conversation.objects.get(pk=opened.json()["id"]).about
    assert about == str(collaboration.application_id)
    assert opened.json()["link"] == f"/contrats/{collaboration.pk}"


@pytest.mark.parametrize("body", [{}, {"application": str(uuid4()), "team": str(uuid4())}, {"brand": "x"}])
def test_one_thing_must_be_named(amina, body):
    assert api(amina).post("/api/conversations", body, format="json").status_code == 400


def test_strangers_open_and_see_nothing(talk, application, omar, rival):
    for stranger in (omar, rival):
        client = api(stranger)
        assert (
            client.post("/api/conversations", {"application": application.pk}, format="json").status_code
            == 404
        )
        for path in ("", "/messages", "/changes"):
            assert client.get(f"/api/conversations/{talk.pk}{path}").status_code == 404
        said = client.post(f"/api/conversations/{talk.pk}/messages", {"body": "Salam"}, format="json")
        assert said.status_code == 404
        assert client.get("/api/conversations").json()["results"] == []
    assert not Message.objects.exists()


def test_a_brand_writes_to_listed_creators(atlas, amina_profile, amina):
    opened = api(atlas).post("/api/conversations", {"influencer": amina_profile.pk}, format="json")
    assert opened.status_code == 201
    sides = {side["side"]: [person["name"] for person in side["people"]] for side in opened.json()["sides"]}
    assert sides == {"brand": ["Atlas"], "influencer": ["Amina"]}
    assert api(amina).get("/api/conversations").json()["results"][0]["name"] == "Atlas Argan"


def test_a_creator_writes_to_brands_that_look_for_creators(amina, rival_brand, campaign, atlas_brand):
    client = api(amina)
    assert client.post("/api/conversations", {"brand": atlas_brand.pk}, format="json").status_code == 201
    refused = client.post("/api/conversations", {"brand": rival_brand.pk}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert Conversation.objects.count() == 1


def test_a_creator_answers_a_brand_that_wrote_first(amina, amina_profile, rival_brand):
    open_conversation(kind="direct", about=f"{rival_brand.pk}:{amina_profile.pk}")
    found = api(amina).post("/api/conversations", {"brand": rival_brand.pk}, format="json")
    assert found.status_code == 200


def test_a_viewer_starts_nothing(viewer, amina_profile):
    refused = api(viewer).post("/api/conversations", {"influencer": amina_profile.pk}, format="json")
    assert refused.status_code == 403
    assert not Conversation.objects.exists()


def test_a_team_talks_among_itself(atlas, salma, atlas_brand, rival):
    opened = api(atlas).post("/api/conversations", {"team": atlas_brand.pk}, format="json")
    assert opened.status_code == 201
    assert len(opened.json()["sides"]) == 1
    assert api(rival).post("/api/conversations", {"team": atlas_brand.pk}, format="json").status_code == 404
    said = api(salma).post(
        f"/api/conversations/{opened.json()['id']}/messages", {"body": "On prend Amina ?"}, format="json"
    )
    assert said.status_code == 201


def test_a_message_sent_twice_is_one(talk, amina):
    body = {"body": "Salam", "client_id": str(uuid4())}
    first, second = (
        api(amina).post(f"/api/conversations/{talk.pk}/messages", body, format="json") for _ in range(2)
    )
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert Message.objects.count() == 1


def test_a_message_is_one_under_its_idempotency_key(talk, amina):
    for expected in (None, "true"):
        said = api(amina).post(
            f"/api/conversations/{talk.pk}/messages",
            {"body": "Salam"},
            format="json",
            HTTP_IDEMPOTENCY_KEY="k1",
        )
        assert said.get("Idempotent-Replayed") == expected
    assert Message.objects.count() == 1


def test_messages_are_read_newest_first_with_contacts_covered(talk, application, amina, atlas):
    say(talk, amina, "Salam")
    say(talk, amina, "06 12 34 56 78")
    read = api(atlas).get(f"/api/conversations/{talk.pk}/messages").json()["results"]
    assert [(one["place"], one["body"], one["covered"]) for one in read] == [
        (2, "•••", ["phone"]),
        (1, "Salam", []),
    ]
    open_contacts(kind="application", about=str(application.pk))
    read = api(atlas).get(f"/api/conversations/{talk.pk}/messages").json()["results"]
    assert (read[0]["body"], read[0]["covered"]) == ("06 12 34 56 78", [])


def test_whoever_was_away_gets_what_changed(talk, amina, atlas):
    client = api(atlas)
    first, second = say(talk, amina, "un"), say(talk, amina, "deux")
    api(amina).put(f"/api/messages/{first.pk}", {"body": "uno"}, format="json")
    client.put(f"/api/messages/{second.pk}/read")
    changes = api(amina).get(f"/api/conversations/{talk.pk}/changes?since=2").json()
    assert [(one["n"], one["body"]) for one in changes["messages"]] == [(3, "uno")]
    assert [(one["n"], one["place"]) for one in changes["reads"]] == [(4, 2)]
    assert (changes["upto"], changes["resync"]) == (4, False)
    assert api(amina).get(f"/api/conversations/{talk.pk}/changes?since=4").json()["messages"] == []


def test_a_gap_too_wide_is_read_anew(talk, amina, monkeypatch):
    monkeypatch.setattr("messaging.selectors.inbox.GAP", 1)
    say(talk, amina, "un"), say(talk, amina, "deux")
    changes = api(amina).get(f"/api/conversations/{talk.pk}/changes").json()
    assert (changes["messages"], changes["upto"], changes["resync"]) == ([], 2, True)


@pytest.mark.parametrize("since", ["-1", "x", "9" * 40, "1e3", ""])
def test_any_number_may_be_asked_for(talk, amina, since):
    assert api(amina).get(f"/api/conversations/{talk.pk}/changes?since={since}").status_code == 200


def test_messages_are_changed_removed_and_found(talk, amina, atlas, omar):
    client, message = api(amina), say(talk, amina, "هادشي مزيان بزاف")
    found = api(atlas).get("/api/messages/search?q=mezyan").json()["results"]
    assert [one["id"] for one in found] == [str(message.pk)]
    assert api(omar).get("/api/messages/search?q=mezyan").json()["results"] == []
    here = api(atlas).get(f"/api/messages/search?q=mezyan&conversation={talk.pk}")
    assert len(here.json()["results"]) == 1
    assert client.put(f"/api/messages/{message.pk}", {"body": "Salam"}, format="json").json()["edited_at"]
    assert api(atlas).get("/api/messages/search?q=mezyan").json()["results"] == []
    assert api(atlas).delete(f"/api/messages/{message.pk}").status_code == 403
    assert api(omar).delete(f"/api/messages/{message.pk}").status_code == 404
    assert client.delete(f"/api/messages/{message.pk}").status_code == 204
    read = api(atlas).get(f"/api/conversations/{talk.pk}/messages").json()["results"][0]
    assert (read["body"], bool(read["removed_at"])) == ("", True)


def test_a_covered_number_is_not_found(talk, amina, atlas):
    say(talk, amina, "Mon numéro 06 12 34 56 78")
    assert api(atlas).get("/api/messages/search?q=0612").json()["results"] == []
    assert api(atlas).get("/api/messages/search?q=34 56").json()["results"] == []
    assert len(api(atlas).get("/api/messages/search?q=numero").json()["results"]) == 1


def test_a_question_needs_two_letters(amina):
    refused = api(amina).get("/api/messages/search?q=a")
    assert (refused.status_code, refused.json()["code"]) == (400, "question_too_short")
    assert api(amina).get("/api/messages/search?q=ab&conversation=x").status_code == 404


def test_conversations_are_muted_pinned_and_archived(talk, amina, atlas):
    client = api(amina)
    for how, name in (("mute", "muted"), ("pin", "pinned"), ("archive", "archived")):
        assert client.put(f"/api/conversations/{talk.pk}/{how}").json()[name] is True
        assert len(client.get(f"/api/conversations?{name}=true").json()["results"]) == 1
        assert client.get(f"/api/conversations?{name}=false").json()["results"] == []
        assert client.delete(f"/api/conversations/{talk.pk}/{how}").json()[name] is False
    assert api(atlas).get("/api/conversations?muted=true").json()["results"] == []


def test_news_is_counted_and_marked(talk, amina, atlas):
    say(talk, amina, "Salam")
    client = api(atlas)
    assert client.get("/api/conversations/unread").json() == {"unread": 1}
    assert len(client.get("/api/conversations?unread=true").json()["results"]) == 1
    assert client.put("/api/conversations/mark-all-read").json() == {"marked": 1}
    assert client.get("/api/conversations?unread=true").json()["results"] == []


def test_drafts_manners_blocks_and_reports(talk, amina, atlas_brand, amina_profile):
    client = api(amina)
    assert (
        client.put(f"/api/conversations/{talk.pk}/draft", {"draft": "Je "}, format="json").status_code == 204
    )
    assert client.get(f"/api/conversations/{talk.pk}").json()["draft"] == "Je "
    assert client.get("/api/conversations/manners").json() == {"shows_reads": True, "shows_presence": False}
    hidden = {"shows_reads": False, "shows_presence": True}
    assert client.put("/api/conversations/manners", hidden, format="json").json() == hidden
    assert client.put(f"/api/conversations/{talk.pk}/block").status_code == 204
    assert client.delete(f"/api/conversations/{talk.pk}/block").status_code == 204
    reported = client.post(f"/api/conversations/{talk.pk}/report", {"reason": "spam"}, format="json")
    assert reported.status_code == 201
    assert Report.objects.get().by == amina
    assert (
        client.post(f"/api/conversations/{talk.pk}/report", {"reason": "x"}, format="json").status_code == 400
    )


def test_a_list_costs_the_same_for_one_and_for_many(
    talk, amina, atlas_brand, amina_profile, django_assert_max_num_queries
):
    open_conversation(kind="direct", about=f"{atlas_brand.pk}:{amina_profile.pk}")
    for number in range(12):
        other = Conversation.objects.create(kind="application", about=f"{talk.about[:-2]}{number:02}")
        party = other.parties.create(side="brand", key=f"brand:{number}", name="Marque")
        Seat.objects.create(conversation=other, party=party, user=amina)
    with django_assert_max_num_queries(8):
        assert len(api(amina).get("/api/conversations").json()["results"]) == 14
