"""Somebody else's client of tus (tuspy) against a server of ours over a real line."""

import io

import pytest

from accounts.models import SignIn
from accounts.services import issue_tokens
from conftest import let_in
from files.models import File
from files.tests import hostile
from kit import depot

client = pytest.importorskip("tusclient.client", reason="no tuspy here (requirements-peers.txt)")
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def theirs(live_server, amina):
    amina.sign_in = let_in(amina, SignIn.Kind.API)
    token = issue_tokens(user=amina, factor="totp").access
    return client.TusClient(f"{live_server.url}/api/files/tus", headers={"Authorization": f"Bearer {token}"})


def uploader_of(theirs, content, **more):
    said = {"filename": "photo.png", "purpose": "message"}
    return theirs.uploader(file_stream=io.BytesIO(content), metadata=said, chunk_size=2_000, **more)


def test_their_client_sends_a_file_in_pieces_with_checksums(theirs):
    content = hostile.picture((640, 480))
    uploader_of(theirs, content, upload_checksum=True).upload()
    file = File.objects.get()
    assert (file.state, file.name) == ("scanning", "photo.png")
    with depot.look_into(file.blob.place) as stored:
        assert stored.read() == content


def test_their_client_goes_on_after_an_interruption(theirs):
    content = hostile.picture((640, 480))
    first = uploader_of(theirs, content)
    first.upload_chunk()
    again = uploader_of(theirs, content, url=first.url)
    assert again.offset == 2_000
    again.upload()
    assert File.objects.get().state == "scanning"
