"""Files in messages: the author's own, for the people of the conversation, while the message stands."""

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from events.services import emit
from files.facts import FileReady
from files.models import File
from files.selectors import may_read
from files.tests.conftest import depots, make_file
from messaging.errors import NothingToSay
from messaging.models import Message
from messaging.services import post_message, remove_message
from messaging.tests.conftest import say

__all__ = ["depots"]


def send(talk, by, *files, body=""):
    return post_message(
        conversation_id=talk.pk, body=body, client_id=uuid4(), by=by, file_ids=[one.pk for one in files]
    )


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_a_file_needs_no_words(talk, amina, atlas, tmp_path):
    file = make_file(amina, tmp_path)
    message = send(talk, amina, file)
    assert message.n_files == 1
    read = api(atlas).get(f"/api/conversations/{talk.pk}/messages").json()["results"][0]
    assert [(one["name"], one["state"]) for one in read["files"]] == [("contrat.pdf", "ready")]
    assert read["files"][0]["variants"][0]["url"].startswith("/fichiers/")


def test_only_the_people_of_the_conversation_may_read_it(talk, amina, atlas, omar, rival, tmp_path):
    file = make_file(amina, tmp_path)
    assert not may_read(atlas, file)
    message = send(talk, amina, file)
    file.refresh_from_db()
    assert [may_read(user, file) for user in (amina, atlas, omar, rival)] == [True, True, False, False]
    remove_message(message_id=message.pk, by=amina)
    assert not may_read(atlas, file)


def test_nobody_sends_the_files_of_others(talk, amina, omar, tmp_path):
    file = make_file(omar, tmp_path)
    with pytest.raises(File.DoesNotExist):
        send(talk, amina, file, body="Regarde")
    assert not Message.objects.exists()
    file.refresh_from_db()
    assert file.attached_to == ""


def test_neither_words_nor_files_is_nothing(talk, amina):
    with pytest.raises(NothingToSay):
        send(talk, amina)


def test_over_the_api_a_file_that_is_not_there_is_404(talk, amina):
    said = api(amina).post(
        f"/api/conversations/{talk.pk}/messages", {"body": "x", "files": [str(uuid4())]}, format="json"
    )
    assert said.status_code == 404
    assert not Message.objects.exists()


def test_a_file_that_became_ready_is_a_change_of_its_message(talk, amina, tmp_path, react):
    react()  # the application is told first
    file = make_file(amina, tmp_path, state="processing", ready_at=None)
    message = send(talk, amina, file)
    before = message.n
    emit(FileReady(file_id=str(file.pk), attached_to=message.target))
    react()
    message.refresh_from_db()
    assert message.n == before + 1


def test_lists_ask_for_the_files_of_all_messages_at_once(
    talk, amina, atlas, tmp_path, django_assert_max_num_queries
):
    say(talk, amina, "Salam")
    for _ in range(5):
        send(talk, amina, make_file(amina, tmp_path))
    with django_assert_max_num_queries(7):
        assert len(api(atlas).get(f"/api/conversations/{talk.pk}/messages").json()["results"]) == 6


@pytest.mark.parametrize(
    "held",
    [
        (["image"], "Photo"),
        (["image", "image"], "2 photos"),
        (["video"], "Vidéo"),
        (["pdf"], "Fichier"),
        (["image", "pdf"], "2 fichiers"),
    ],
)
def test_the_list_names_what_a_message_of_files_alone_holds(talk, amina, atlas, tmp_path, client_of, held):
    kinds, words = held
    files = [make_file(amina, tmp_path, kind=kind) for kind in kinds]
    send(talk, amina, *files)
    page = client_of(atlas).get("/fr/messages").content.decode()
    assert f'<span class="im-conv-last" dir="auto">{words}</span>' in page
    assert f"data-holds>{words}</span>" in client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()


def test_the_page_sends_and_shows_them(talk, amina, atlas, tmp_path, client_of):
    file = make_file(amina, tmp_path)
    said = {"body": "", "client_id": str(uuid4()), "attached": [str(file.pk)]}
    assert client_of(amina).post(f"/fr/messages/{talk.pk}/envoyer", said).status_code == 302
    page = client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    assert "contrat.pdf" in page
    assert f"/fichiers/{file.pk}/original" in page
