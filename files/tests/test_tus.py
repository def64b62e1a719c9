"""Uploads in pieces: tus 1.0 as its text has it, and what becomes of interrupted ones."""

import base64
import errno
import fcntl
import hashlib
import os
import signal
from unittest.mock import patch

import pytest
from django.utils import timezone

from conftest import Client
from files.errors import UploadGone
from files.models import Blob, File, Upload
from files.selectors import sent_lately
from files.services.uploads import _put, part_of, receive_piece
from files.tests import hostile
from kit import depot

pytestmark = pytest.mark.django_db
TUS = "/api/files/tus"
VERSION = {"HTTP_TUS_RESUMABLE": "1.0.0"}
PIECE = "application/offset+octet-stream"
CONTENT = hostile.picture((200, 150))
LENGTH = len(CONTENT)


def coded(text):
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def begin(api, length=LENGTH, name="photo.png", **more):
    said = f"filename {coded(name)},purpose {coded('deliverable')}"
    body, kind = more.pop("body", b""), more.pop("kind", "text/plain")
    headers = {"HTTP_UPLOAD_LENGTH": str(length), "HTTP_UPLOAD_METADATA": said, **VERSION, **more}
    return api.generic("POST", TUS, body, content_type=kind, **headers)


def place_of(answer):
    return answer["Location"].removeprefix("http://testserver")


def send(api, place, offset, body, **more):
    kind = more.pop("kind", PIECE)
    headers = {"HTTP_UPLOAD_OFFSET": str(offset), **VERSION, **more}
    return api.generic("PATCH", place, body, content_type=kind, **headers)


@pytest.fixture
def api(api_of, amina):
    return api_of(amina)


@pytest.fixture
def place(api):
    answer = begin(api)
    assert answer.status_code == 201, answer.content
    return place_of(answer)


def test_what_this_server_can_do_is_told_to_everybody(client):
    answer = client.options(TUS)
    assert (answer.status_code, answer["Tus-Version"], answer["Tus-Max-Size"]) == (204, "1.0.0", "104857600")
    assert answer["Tus-Extension"] == "creation,creation-with-upload,termination,expiration,checksum"


def test_begun_twice_under_one_key_it_is_one_upload(api):
    key = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    first, second = begin(api, **key), begin(api, **key)
    assert place_of(first) == place_of(second)
    assert (Upload.objects.count(), File.objects.count()) == (1, 1)
    assert begin(api, name="autre.png", **key).status_code == 422
    assert send(api, place_of(first), 0, CONTENT).status_code == 204
    assert begin(api, **key).status_code == 410


def test_a_file_in_three_pieces(api, place):
    file = File.objects.get()
    assert (file.state, file.size, file.blob) == ("uploading", len(CONTENT), None)
    for start, end in ((0, 100), (100, 101), (101, len(CONTENT))):
        answer = send(api, place, start, CONTENT[start:end])
        assert (answer.status_code, answer["Upload-Offset"], answer["Tus-Resumable"]) == (
            204,
            str(end),
            "1.0.0",
        )
    file.refresh_from_db()
    assert (file.state, file.kind, file.purpose, file.name) == (
        "scanning",
        "image",
        "deliverable",
        "photo.png",
    )
    with depot.look_into(file.blob.place) as stored:
        assert stored.read() == CONTENT
    assert (Upload.objects.count(), list(depot.parts().iterdir())) == (0, [])
    assert api.head(place, **VERSION)["Upload-Offset"] == str(len(CONTENT))
    assert send(api, place, len(CONTENT), b"").status_code == 410


def test_with_the_first_piece_at_once(api):
    answer = begin(api, body=CONTENT, kind=PIECE)
    assert (answer.status_code, answer["Upload-Offset"]) == (201, str(len(CONTENT)))
    assert File.objects.get().state == "scanning"


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIC", "AVIF"])
def test_f2_a_bomb_ends_the_upload_with_the_piece_that_says_it(api, form):
    bomb = hostile.lying(form, 16_383, 16_383)
    place = place_of(begin(api, len(bomb) + 5_000, f"bomb.{form.lower()}"))
    answer = send(api, place, 0, bomb)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_heavy")
    assert (File.objects.get().state, File.objects.get().reason) == ("refused", "too_heavy")
    assert (Upload.objects.count(), list(depot.parts().iterdir())) == (0, [])
    assert send(api, place, len(bomb), bytes(5_000)).status_code == 410


def test_a_piece_must_go_on_where_the_last_one_ended(api, place):
    send(api, place, 0, CONTENT[:100])
    answer = send(api, place, 50, CONTENT[50:])
    assert (answer.status_code, answer.json()["facts"]) == (409, {"offset": 100})
    head = api.head(place, **VERSION)
    assert (head["Upload-Offset"], head["Upload-Length"], head["Cache-Control"]) == (
        "100",
        str(len(CONTENT)),
        "no-store",
    )
    assert "Upload-Expires" in head


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"HTTP_TUS_RESUMABLE": "0.2.2"}, 412),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, 415),
        ({"HTTP_UPLOAD_OFFSET": "x"}, 400),
        ({"HTTP_UPLOAD_CHECKSUM": "md5 AAAA"}, 400),
        ({"HTTP_UPLOAD_CHECKSUM": "sha1 ?"}, 400),
        ({"HTTP_UPLOAD_CHECKSUM": f"sha1 {coded(b'x' * 20)}"}, 460),
        ({"kind": "application/json"}, 415),
    ],
)
def test_pieces_that_are_refused_leave_the_upload_as_it_was(api, place, change, status):
    send(api, place, 0, CONTENT[:100])
    answer = send(api, place, 100, CONTENT[100:], **change)
    assert (answer.status_code, answer["Tus-Resumable"]) == (status, "1.0.0")
    assert Upload.objects.get().offset == 100
    assert send(api, place, 100, CONTENT[100:]).status_code == 204


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_a_checksum_that_fits(api, place, name):
    said = f"{name} {coded(hashlib.new(name, CONTENT).digest())}"
    assert send(api, place, 0, CONTENT, HTTP_UPLOAD_CHECKSUM=said).status_code == 204


def test_a_damaged_piece_leaves_nothing_behind(api, place):
    said = f"sha1 {coded(hashlib.sha1(b'other').digest())}"
    assert send(api, place, 0, CONTENT[:100], HTTP_UPLOAD_CHECKSUM=said).status_code == 460
    assert part_of(Upload.objects.get()).stat().st_size == 0


def test_a_full_disk_is_not_taken_for_a_dead_line(api, place):
    send(api, place, 0, CONTENT[:100])
    api.raise_request_exception = False
    with patch("files.services.uploads._put", side_effect=OSError(errno.ENOSPC, "full")):
        assert send(api, place, 100, CONTENT[100:]).status_code == 500
    assert (Upload.objects.get().offset, part_of(Upload.objects.get()).stat().st_size) == (100, 100)
    assert send(api, place, 100, CONTENT[100:]).status_code == 204


class Reluctant:
    """A file that takes a few bytes at a time, as the system may."""

    def __init__(self):
        self.taken = b""

    def write(self, piece):
        self.taken += bytes(piece[:7])
        return len(piece[:7])


def test_all_of_a_piece_is_written_however_little_is_taken_at_a_time():
    file = Reluctant()
    assert _put(file, CONTENT[:100]) == 100
    assert file.taken == CONTENT[:100]


def test_two_first_pieces_do_not_cut_each_other(api, place):
    """Whoever only looks whether it is their turn empties nothing."""
    upload = Upload.objects.get()
    with part_of(upload).open("wb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        first.write(b"of the first")
        first.flush()
        assert send(api, place, 0, CONTENT).status_code == 423
        assert part_of(upload).read_bytes() == b"of the first"


def test_an_upload_that_is_given_up_while_a_piece_arrives(api, place):
    upload = Upload.objects.get()

    def pieces():
        yield CONTENT[:100]
        Upload.objects.all().delete()

    with pytest.raises(UploadGone):
        receive_piece(upload=upload, offset=0, pieces=pieces())
    with pytest.raises(UploadGone):
        receive_piece(upload=upload, offset=100, pieces=[CONTENT[100:]])
    assert list(depot.parts().iterdir()) == []


def test_an_expired_upload_is_over_before_it_is_swept(api, place):
    send(api, place, 0, CONTENT[:100])
    Upload.objects.update(expires_at=timezone.now())
    answers = [api.head(place, **VERSION), send(api, place, 100, CONTENT[100:])]
    assert [answer.status_code for answer in answers] == [410, 410]
    with pytest.raises(UploadGone):
        receive_piece(upload=Upload.objects.get(), offset=100, pieces=[CONTENT[100:]])
    assert File.objects.get().state == "uploading"


def test_an_upload_whose_first_bytes_were_lost_here_is_over(api, place):
    """On another machine, say: zeros are not put in their place."""
    send(api, place, 0, CONTENT[:100])
    part_of(Upload.objects.get()).unlink()
    assert send(api, place, 100, CONTENT[100:]).status_code == 410
    assert list(depot.parts().iterdir()) == []


def test_a_piece_of_unknown_length(api, place):
    assert send(api, place, 0, CONTENT, CONTENT_LENGTH="").status_code == 411
    assert begin(api, body=CONTENT, kind=PIECE, CONTENT_LENGTH="").status_code == 411
    assert (Upload.objects.get().offset, Upload.objects.count()) == (0, 1)


def test_a_page_sends_pieces_with_its_session_and_its_proof_of_origin(amina):
    page = Client(enforce_csrf_checks=True)
    page.force_login(amina)
    page.cookies["csrftoken"] = proof = "a" * 32
    assert begin(page).status_code == 403
    proved = {"HTTP_X_CSRFTOKEN": proof}
    answer = begin(page, body=CONTENT[:100], kind=PIECE, **proved)
    assert answer.status_code == 201, answer.content
    place = place_of(answer)
    assert send(page, place, 100, CONTENT[100:]).status_code == 403
    assert page.head(place, **VERSION)["Upload-Offset"] == "100"
    assert send(page, place, 100, CONTENT[100:], **proved).status_code == 204
    assert File.objects.get().state == "scanning"


def test_only_what_came_counts_as_sent(api, place, amina):
    send(api, place, 0, CONTENT[:100])
    api.delete(place, **VERSION)
    assert sent_lately(amina) == 100


def test_more_bytes_than_were_promised(api, place):
    assert send(api, place, 0, CONTENT + b"x").status_code == 413
    assert Upload.objects.get().offset == 0


def test_f1_what_is_no_file_of_ours_ends_with_its_first_piece(api):
    place = place_of(begin(api, length=5000))
    answer = send(api, place, 0, hostile.HTML * 2)
    assert (answer.status_code, answer.json()["code"]) == (415, "type_refused")
    file = File.objects.get()
    assert (file.state, file.reason, Upload.objects.count()) == ("refused", "type_refused", 0)
    assert list(depot.parts().iterdir()) == []
    assert send(api, place, 80, b"x").status_code == 410


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"length": 101 * 1024 * 1024}, 413),
        ({"length": 0}, 400),
        ({"name": "a.svg"}, 415),
        ({"HTTP_UPLOAD_METADATA": "filename !"}, 400),
        ({"HTTP_UPLOAD_METADATA": ""}, 400),
        ({"HTTP_UPLOAD_LENGTH": "-1"}, 400),
    ],
)
def test_uploads_that_do_not_begin(api, more, status):
    assert begin(api, **more).status_code == status
    assert (File.objects.count(), Upload.objects.count()) == (0, 0)


def test_f6_room_is_promised_when_an_upload_begins(api, settings):
    settings.FILE_QUOTA = 10_000
    assert begin(api, length=9_000).status_code == 201
    answer = begin(api, length=2_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")


def test_f6_a_picture_of_too_many_bytes_is_known_by_its_first_piece(api, settings):
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, "image": LENGTH - 1}
    place = place_of(begin(api))
    assert send(api, place, 0, CONTENT[:100]).status_code == 413
    assert File.objects.get().reason == "too_large"


def test_an_upload_of_somebody_else_is_not_there(api_of, omar, place):
    other = api_of(omar)
    answers = [other.head(place, **VERSION), send(other, place, 0, CONTENT), other.delete(place, **VERSION)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert Upload.objects.get().offset == 0


def test_an_upload_is_given_up(api, place):
    send(api, place, 0, CONTENT[:100])
    assert api.delete(place, **VERSION).status_code == 204
    assert api.head(place, **VERSION).status_code == 404
    assert (Upload.objects.count(), list(depot.parts().iterdir())) == (0, [])


def test_two_pieces_at_once(api, place):
    send(api, place, 0, CONTENT[:100])
    with part_of(Upload.objects.get()).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert send(api, place, 100, CONTENT[100:]).status_code == 423
    assert send(api, place, 100, CONTENT[100:]).status_code == 204


class Torn:
    """A body whose sender goes away."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def read(self, *_size):
        if not self.pieces:
            raise OSError("gone")
        return self.pieces.pop(0)

    readline = read


def test_what_had_arrived_when_the_line_went_dead_is_kept(api, place):
    more = {"wsgi.input": Torn(CONTENT[:100]), "CONTENT_LENGTH": str(len(CONTENT))}
    send(api, place, 0, b"x", **more)
    assert api.head(place, **VERSION)["Upload-Offset"] == "100"
    assert send(api, place, 100, CONTENT[100:]).status_code == 204
    assert File.objects.get().state == "scanning"


def test_f7_a_server_killed_in_the_middle_of_a_piece(api, place):
    """It had written more than it could tell: the next piece goes on where the last told one ended."""
    upload = Upload.objects.get()
    ear, mouth = os.pipe()
    if not (child := os.fork()):
        try:
            with patch.object(Upload, "refresh_from_db"):  # its line to the database is the parent's
                receive_piece(upload=upload, offset=0, pieces=stuck(mouth))
        finally:
            os._exit(1)
    os.close(mouth)
    assert os.read(ear, 7) == b"written"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert part_of(upload).stat().st_size > 0
    assert api.head(place, **VERSION)["Upload-Offset"] == "0"
    assert send(api, place, 0, CONTENT).status_code == 204
    with depot.look_into(Blob.objects.get().place) as stored:
        assert stored.read() == CONTENT


def stuck(mouth):
    """A piece that arrives, and then nothing."""
    yield b"\0" * (LENGTH - 10)
    os.write(mouth, b"written")
    signal.pause()
