from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from messaging.models import Block, Conversation, Message, Report, Seat
from messaging.services import keep, open_contacts, open_conversation, read_up_to, seat_member
from messaging.tests.conftest import say

HTMX = {"HTTP_HX_REQUEST": "true"}


def test_the_list_shows_who_about_what_and_how_much_is_new(client_of, talk, amina, atlas):
    say(talk, amina, "Salam, je suis partante")
    page = client_of(atlas).get("/fr/messages").content.decode()
    assert "Amina" in page
    assert "Huile d&#x27;argan" in page
    assert "Salam, je suis partante" in page
    assert "1 message non lu" in page
    assert f'href="/fr/messages/{talk.pk}#nouveaux"' in page


def test_the_counter_stands_on_every_page(client_of, talk, amina, atlas):
    say(talk, amina, "Salam")
    page = client_of(atlas).get("/fr/marque").content.decode()
    assert 'data-live-talks="1"' in page
    assert "data-talks>1</span>" in page
    assert 'data-live-talks="0"' in client_of(amina).get("/fr/createur").content.decode()


def test_pinned_conversations_stand_first_and_archived_ones_in_their_tab(
    client_of, talk, amina, atlas, atlas_brand
):
    team = open_conversation(kind="team", about=str(atlas_brand.pk))
    say(talk, amina, "Salam")
    keep(conversation_id=team.pk, by=atlas, pinned=True)
    page = client_of(atlas).get("/fr/messages").content.decode()
    assert page.index(f"t-{team.pk}") < page.index(f"t-{talk.pk}")
    keep(conversation_id=team.pk, by=atlas, archived=True)
    assert f"t-{team.pk}" not in client_of(atlas).get("/fr/messages").content.decode()
    archived = client_of(atlas).get("/fr/messages?voir=archived").content.decode()
    assert f"t-{team.pk}" in archived
    assert f"t-{talk.pk}" not in archived


def test_an_empty_list_says_what_opens_a_conversation(client_of, amina, atlas):
    assert "/fr/createur/campagnes" in client_of(amina).get("/fr/messages").content.decode()
    assert "/fr/createurs/recherche" in client_of(atlas).get("/fr/messages").content.decode()


def test_the_list_goes_on_after_a_page(client_of, atlas, atlas_brand, monkeypatch, talk):
    monkeypatch.setattr("messaging.selectors.listing.PAGE", 1)
    team = open_conversation(kind="team", about=str(atlas_brand.pk))
    first = client_of(atlas).get("/fr/messages").content.decode()
    assert (f"t-{team.pk}" in first, f"t-{talk.pk}" in first) == (True, False)
    second = client_of(atlas).get(f"/fr/messages?apres={team.pk}&voir=", **HTMX).content.decode()
    assert (f"t-{team.pk}" in second, f"t-{talk.pk}" in second) == (False, True)
    assert "<html" not in second


def test_a_conversation_opens_at_the_first_word_that_was_not_read(client_of, talk, amina, atlas):
    say(talk, atlas, "Bonjour")
    say(talk, amina, "Salam")
    say(talk, amina, "Une idée")
    page = client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    assert page.count('id="nouveaux"') == 1
    assert page.index("Bonjour") < page.index('id="nouveaux"') < page.index(">Salam<")
    assert page.count("data-joins") == 1
    assert 'role="log"' in page


def test_a_message_is_posted_without_scripts(client_of, talk, amina):
    client = client_of(amina)
    page = client.get(f"/fr/messages/{talk.pk}")
    body = {"body": "Salam", "client_id": str(page.context["client_id"])}
    for _twice in range(2):
        answer = client.post(f"/fr/messages/{talk.pk}/envoyer", body)
        assert answer.headers["Location"] == f"/fr/messages/{talk.pk}#fin"
    assert [one.body for one in Message.objects.filter(kind="text")] == ["Salam"]


def test_a_script_gets_the_message_as_it_is_drawn(client_of, talk, amina):
    body = {"body": "Salam", "client_id": str(uuid4())}
    answer = client_of(amina).post(f"/fr/messages/{talk.pk}/envoyer", body, **HTMX)
    message = Message.objects.get(kind="text")
    assert f'id="m-{message.pk}"' in answer.content.decode()
    assert f'data-client="{body["client_id"]}"' in answer.content.decode()


def test_nothing_and_too_much_are_not_sent(client_of, talk, amina):
    for body in ("", "   ", "a" * 4001):
        sent = {"body": body, "client_id": str(uuid4())}
        answer = client_of(amina).post(f"/fr/messages/{talk.pk}/envoyer", sent, **HTMX)
        assert answer.status_code == 400
    assert not Message.objects.filter(kind="text").exists()


def test_strangers_find_nothing(client_of, talk, amina, omar, rival):
    said = say(talk, amina, "Salam")
    for stranger in (omar, rival):
        client = client_of(stranger)
        for path in ("", "/nouveaux?depuis=0", "/signaler"):
            assert client.get(f"/fr/messages/{talk.pk}{path}").status_code == 404
        for path in ("envoyer", "lu", "garder", "bloquer", "brouillon", "signaler"):
            body = {"body": "x", "client_id": str(uuid4()), "how": "muted", "on": "1", "reason": "spam"}
            assert client.post(f"/fr/messages/{talk.pk}/{path}", body).status_code == 404
        for path in ("modifier", "retirer"):
            assert client.post(f"/fr/messages/message/{said.pk}/{path}", {"body": "x"}).status_code == 404
        assert "Salam" not in client.get("/fr/messages/recherche?q=salam").content.decode()
    assert [one.body for one in Message.objects.filter(kind="text")] == ["Salam"]
    assert not Report.objects.exists()


def test_who_may_only_look_reads_why_and_cannot_write(client_of, talk, viewer, atlas_brand):
    seat_member(key=f"brand:{atlas_brand.pk}", user_id=viewer.pk, writes=False)
    client = client_of(viewer)
    page = client.get(f"/fr/messages/{talk.pk}")
    assert 'id="composer"' not in page.content.decode()
    assert "Les propriétaires et gestionnaires" in page.content.decode()
    body = {"body": "Salam", "client_id": str(uuid4())}
    assert client.post(f"/fr/messages/{talk.pk}/envoyer", body, **HTMX).status_code == 403
    assert not Message.objects.filter(kind="text").exists()


def test_words_are_never_markup_and_reorder_nothing(client_of, talk, amina, atlas):
    said = say(talk, amina, '<script>alert(1)</script>\u202e"onload=x')
    pages = [
        client_of(atlas).get(path).content.decode()
        for path in (
            "/fr/messages",
            f"/fr/messages/{talk.pk}",
            f"/fr/messages/{talk.pk}/nouveaux?depuis=0",
            "/fr/messages/recherche?q=alert",
        )
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "\u202e" not in page
    assert client_of(amina).get(f"/fr/messages/message/{said.pk}/modifier").status_code == 200


def test_a_page_that_was_away_gets_what_it_missed(client_of, talk, amina, atlas):
    first = say(talk, amina, "Un")
    second = say(talk, amina, "Deux")
    page = client_of(atlas).get(f"/fr/messages/{talk.pk}/nouveaux?depuis={first.n}").content.decode()
    assert f'id="m-{second.pk}"' in page
    assert f'id="m-{first.pk}"' not in page
    assert f'data-upto="{Conversation.objects.get(pk=talk.pk).last_n}"' in page
    assert 'id="nouveaux"' not in page


def test_reading_is_told_under_ones_own_words(client_of, talk, amina, atlas):
    said = say(talk, amina, "Salam")
    reader = client_of(atlas)
    assert reader.post(f"/fr/messages/{talk.pk}/lu", {"place": said.place}, **HTMX).status_code == 204
    assert Seat.objects.get(conversation=talk, user=atlas).read_place == said.place
    page = client_of(amina).get(f"/fr/messages/{talk.pk}").content.decode()
    assert f'data-read-place="{said.place}"' in page
    assert "data-mine data-read" in page
    assert reader.post(f"/fr/messages/{talk.pk}/lu", {"place": "9" * 40}).status_code == 302


def test_contacts_are_covered_until_the_funds_are_secured(client_of, talk, application, amina, atlas):
    say(talk, amina, "Mon numéro : 06 12 34 56 78")
    page = client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    assert "12 34 56" not in page
    assert "visible une fois les fonds sécurisés" in page
    open_contacts(kind="application", about=str(application.pk))
    assert "06 12 34 56 78" in client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()


def test_the_offer_on_the_table_is_answered_in_its_card(client_of, application, react, amina, atlas, viewer):
    react()
    here = f"/fr/messages/{Conversation.objects.get().pk}"
    page = client_of(atlas).get(here).content.decode()
    for how in ("accepter", "proposer", "decliner"):
        assert f'href="/fr/candidatures/{application.pk}/repondre/{how}"' in page
    for other in (amina, viewer):
        assert "data-answer" not in client_of(other).get(here).content.decode()


def test_an_offer_is_answered_however_much_was_said_since(
    client_of, application, react, amina, atlas, monkeypatch
):
    react()
    talk = Conversation.objects.get()
    here = f"/fr/messages/{talk.pk}"
    monkeypatch.setattr("messaging.selectors.threads.PAGE", 2)
    monkeypatch.setattr("messaging.views.thread.PAGE", 2)
    for n in range(4):
        said = say(talk, amina, f"mot {n}")
    assert "data-answer" not in client_of(atlas).get(f"{here}?apres={said.place - 2}").content.decode()
    assert "data-answer" in client_of(atlas).get(f"{here}?avant=3", **HTMX).content.decode()


def test_own_words_are_changed_and_removed_for_a_quarter_of_an_hour(client_of, talk, amina, atlas):
    said = say(talk, amina, "Salam")
    client, address = client_of(amina), f"/fr/messages/message/{said.pk}"
    assert client.post(f"{address}/modifier", {"body": "Salam !"}).status_code == 302
    assert "modifié" in client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    assert client_of(atlas).post(f"{address}/modifier", {"body": "Non"}, **HTMX).status_code == 403
    assert client.get(f"{address}/retirer").status_code == 200
    assert client.post(f"{address}/retirer").status_code == 302
    assert "Message retiré" in client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    old = say(talk, amina, "Trop tard")
    Message.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(minutes=16))
    for way in ("modifier", "retirer"):
        body = {"body": "Neuf"}
        assert client.post(f"/fr/messages/message/{old.pk}/{way}", body, **HTMX).status_code == 409
    old.refresh_from_db()
    assert (old.body, old.removed_at) == ("Trop tard", None)


@pytest.mark.parametrize("how", ["muted", "pinned", "archived"])
def test_a_conversation_is_kept_as_one_likes(client_of, talk, amina, how):
    client = client_of(amina)
    for is_on in ("1", ""):
        assert client.post(f"/fr/messages/{talk.pk}/garder", {"how": how, "on": is_on}).status_code == 302
        assert bool(getattr(Seat.objects.get(conversation=talk, user=amina), f"{how}_at")) == bool(is_on)
    assert client.post(f"/fr/messages/{talk.pk}/garder", {"how": "draft", "on": "1"}).status_code == 404


def test_a_brand_is_blocked_and_let_in_again(client_of, atlas, amina, amina_profile):
    client_of(atlas).post("/fr/messages/ouvrir", {"influencer": amina_profile.pk})
    talk, client = Conversation.objects.get(kind="direct"), client_of(amina)
    client.post(f"/fr/messages/{talk.pk}/bloquer", {"on": "1"})
    assert 'id="composer"' not in client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    body = {"body": "Salam", "client_id": str(uuid4())}
    assert client_of(atlas).post(f"/fr/messages/{talk.pk}/envoyer", body, **HTMX).status_code == 409
    client.post(f"/fr/messages/{talk.pk}/bloquer", {"on": ""})
    assert not Block.objects.exists()
    assert 'id="composer"' in client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()


def test_a_conversation_is_reported_with_a_reason(client_of, talk, amina, atlas):
    said = say(talk, atlas, "Payez-moi ailleurs")
    address = f"/fr/messages/{talk.pk}/signaler?message={said.pk}"
    client = client_of(amina)
    assert client.get(address).status_code == 200
    assert client.post(address, {"words": "x"}).status_code == 422
    assert not Report.objects.exists()
    reason = Report.Reason.choices[0][0]
    assert client.post(address, {"reason": reason, "words": "Il insiste"}).status_code == 302
    report = Report.objects.get()
    assert (report.reason, report.words, report.message_id) == (reason, "Il insiste", said.pk)


def test_a_button_opens_the_conversation_or_finds_it(client_of, application, atlas, amina, omar):
    first = client_of(amina).post("/fr/messages/ouvrir", {"application": application.pk})
    second = client_of(atlas).post("/fr/messages/ouvrir", {"application": application.pk})
    talk = Conversation.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/fr/messages/{talk.pk}"
    assert client_of(omar).post("/fr/messages/ouvrir", {"application": application.pk}).status_code == 404
    for body in ({}, {"application": "x"}, {"application": application.pk, "brand": uuid4()}):
        assert client_of(amina).post("/fr/messages/ouvrir", body).status_code == 404


def test_first_contacts_are_counted_and_answers_are_not(
    client_of, settings, atlas, amina_profile, omar_profile
):
    settings.THROTTLES = {**settings.THROTTLES, "first-contact": (1, 3600)}
    client = client_of(atlas)
    for _twice in range(2):
        assert client.post("/fr/messages/ouvrir", {"influencer": amina_profile.pk}).status_code == 302
    refused = client.post("/fr/messages/ouvrir", {"influencer": omar_profile.pk}, **HTMX)
    assert refused.status_code == 429
    assert Conversation.objects.count() == 1


def test_older_messages_are_loaded_above(client_of, talk, amina, atlas, monkeypatch):
    monkeypatch.setattr("messaging.views.thread.PAGE", 3)
    monkeypatch.setattr("messaging.selectors.threads.PAGE", 3)
    places = [say(talk, amina, f"mot {n}").place for n in range(8)]
    Seat.objects.filter(user=atlas).update(read_place=places[-1])
    page = client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    assert ("mot 7" in page, "mot 5" in page, "mot 4" in page) == (True, True, False)
    older = client_of(atlas).get(f"/fr/messages/{talk.pk}?avant={places[5]}", **HTMX).content.decode()
    assert ("mot 4" in older, "mot 2" in older, "mot 1" in older, "mot 5" in older) == (
        True,
        True,
        False,
        False,
    )
    assert f"avant={places[2]}" in older


def test_very_much_that_was_not_read_opens_where_it_begins(client_of, talk, amina, atlas, monkeypatch):
    monkeypatch.setattr("messaging.selectors.threads.PAGE", 14)
    for module in ("messaging.selectors.threads", "messaging.selectors"):
        monkeypatch.setattr(f"{module}.MOST_UNREAD", 20)
    for n in range(24):
        say(talk, amina, f"mot {n}.")
    page = client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    assert ("mot 0." in page, "mot 23." in page.split('id="bubbles"')[1].split("</ol>")[0]) == (True, False)
    assert 'id="nouveaux"' in page
    assert "24 messages non lus" in page
    assert "data-newer" in page
    assert "data-at-end" not in page


def test_a_found_message_opens_where_it_stands(client_of, talk, amina, atlas):
    said = say(talk, amina, "Chouf lmonasaba")
    page = client_of(atlas).get("/fr/messages/recherche?q=monasaba").content.decode()
    assert f"/fr/messages/{talk.pk}?vers={said.place}#m-{said.pk}" in page
    assert "Chouf" in client_of(atlas).get(f"/fr/messages/{talk.pk}?vers={said.place}").content.decode()
    assert "deux lettres" in client_of(atlas).get("/fr/messages/recherche?q=a").content.decode()


def test_everything_is_marked_as_read(client_of, talk, amina, atlas):
    said = say(talk, amina, "Salam")
    assert client_of(atlas).post("/fr/messages/tout-lire").status_code == 302
    assert Seat.objects.get(conversation=talk, user=atlas).read_place == said.place


def test_search_inside_one_conversation_finds_nothing_of_others(client_of, talk, atlas, atlas_brand):
    team = open_conversation(kind="team", about=str(atlas_brand.pk))
    here, elsewhere = say(talk, atlas, "Salam Amina"), say(team, atlas, "Salam tout le monde")
    client = client_of(atlas)
    assert client.get(f"/fr/messages/{talk.pk}").content.decode().count(f"?dans={talk.pk}") == 1
    page = client.get(f"/fr/messages/recherche?q=salam&dans={talk.pk}").content.decode()
    assert (f"#m-{here.pk}" in page, f"#m-{elsewhere.pk}" in page) == (True, False)
    assert f'name="dans" value="{talk.pk}"' in page
    assert f"#m-{elsewhere.pk}" in client.get("/fr/messages/recherche?q=salam").content.decode()


def test_search_inside_one_conversation_is_for_its_people(client_of, api_of, talk, amina, atlas, rival):
    here = say(talk, amina, "Salam")
    found = api_of(atlas).get(f"/api/messages/search?q=salam&conversation={talk.pk}").json()["results"]
    assert [one["id"] for one in found] == [str(here.pk)]
    assert client_of(rival).get(f"/fr/messages/recherche?q=salam&dans={talk.pk}").status_code == 404
    assert api_of(rival).get(f"/api/messages/search?q=salam&conversation={talk.pk}").status_code == 404


def test_search_inside_one_conversation_goes_on_inside_it(client_of, talk, amina, monkeypatch):
    monkeypatch.setattr("messaging.selectors.listing.PAGE", 1)
    first, second = say(talk, amina, "Salam un"), say(talk, amina, "Salam deux")
    page = client_of(amina).get(f"/fr/messages/recherche?q=salam&dans={talk.pk}").content.decode()
    more = f"q=salam&amp;avant={second.pk}&amp;dans={talk.pk}"
    assert more in page
    rest = client_of(amina).get(f"/fr/messages/recherche?{more.replace('&amp;', '&')}", **HTMX)
    assert f"#m-{first.pk}" in rest.content.decode()


def test_older_and_newer_messages_are_pages_without_scripts(client_of, talk, amina, monkeypatch):
    monkeypatch.setattr("messaging.selectors.threads.PAGE", 3)
    monkeypatch.setattr("messaging.views.thread.PAGE", 3)
    places = [say(talk, amina, f"mot {n}.").place for n in range(8)]
    for query, wanted in ((f"apres={places[1]}", "mot 2."), (f"avant={places[3]}", "mot 2.")):
        page = client_of(amina).get(f"/fr/messages/{talk.pk}?{query}")
        assert page.status_code == 200
        assert wanted in page.content.decode()


def test_a_place_beyond_the_end_is_the_end(client_of, talk, amina, monkeypatch):
    monkeypatch.setattr("messaging.selectors.threads.PAGE", 3)
    for n in range(8):
        say(talk, amina, f"mot {n}.")
    page = client_of(amina).get(f"/fr/messages/{talk.pk}?vers={2**53 - 1}").content.decode()
    shown = page.split('id="bubbles"')[1].split("</ol>")[0]
    assert [n for n in range(8) if f"mot {n}." in shown] == [5, 6, 7]
    assert "data-at-end" in page


def test_a_list_that_becomes_empty_says_so(client_of, talk, amina, atlas):
    say(talk, amina, "Salam")
    client = client_of(atlas)
    assert f"t-{talk.pk}" in client.get("/fr/messages?voir=unread", **HTMX).content.decode()
    client.post("/fr/messages/tout-lire")
    assert "Tout est lu" in client.get("/fr/messages?voir=unread", **HTMX).content.decode()


def test_only_ones_own_words_carry_the_id_they_were_sent_under(client_of, talk, amina, atlas):
    client_id = uuid4()
    say(talk, amina, "Salam", client_id)
    say(talk, atlas, "Bonjour", client_id)
    for reader in (amina, atlas):
        page = client_of(reader).get(f"/fr/messages/{talk.pk}/nouveaux?depuis=0").content.decode()
        assert page.count(f'data-client="{client_id}"') == 1


def test_own_tabs_count_again_whenever_their_reader_has_read(
    talk, amina, atlas, monkeypatch, django_capture_on_commit_callbacks
):
    said = say(talk, amina, "Salam")
    told = []
    monkeypatch.setattr(
        "messaging.services.changes.push_on_commit", lambda topic, talk: told.append((topic, talk["kind"]))
    )
    read_up_to(seat=Seat.objects.get(conversation=talk, user=atlas), place=said.place, by=atlas)
    assert told.count((f"user.{atlas.pk}", "counted")) == 1
    assert (f"user.{amina.pk}", "read") in told
    assert (f"user.{amina.pk}", "counted") not in told


def test_the_button_to_a_creator_is_for_those_who_may_write(client_of, atlas, viewer, amina_profile):
    for user, is_there in ((atlas, True), (viewer, False)):
        page = client_of(user).get(f"/fr/c/{amina_profile.handle}").content.decode()
        assert ('name="influencer"' in page) == is_there


def test_a_draft_is_kept_and_stands_in_the_page(client_of, talk, amina):
    client = client_of(amina)
    assert client.post(f"/fr/messages/{talk.pk}/brouillon", {"body": "Je pense"}).status_code == 204
    assert "Je pense</textarea>" in client.get(f"/fr/messages/{talk.pk}").content.decode()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pages_speak_three_languages(client_of, talk, amina, language):
    for path in ("", f"/{talk.pk}", "/recherche", f"/{talk.pk}/signaler"):
        assert client_of(amina).get(f"/{language}/messages{path}").status_code == 200
