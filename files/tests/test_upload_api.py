"""Sending files: one, several; what is refused, and that nothing stays of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import Blob, File
from files.tests import hostile
from kit import depot

pytestmark = pytest.mark.django_db
UPLOAD, BULK = "/api/files/upload", "/api/files/bulk-upload"


def part(name="photo.png", content=None, kind="image/png"):
    return SimpleUploadedFile(name, hostile.picture() if content is None else content, kind)


def send(api, content=None, name="photo.png", **more):
    body = {"file": part(name, content), "purpose": "message"}
    return api.post(UPLOAD, body, format="multipart", **more)


def stored():
    return [place for place, _at in depot.everything()]


def left():
    return list(depot.parts().iterdir())


@pytest.fixture
def api(api_of, amina):
    return api_of(amina)


def test_a_file_is_taken_and_waits_for_the_check(api, amina):
    answer = send(api)
    assert answer.status_code == 201, answer.content
    body, file = answer.json(), File.objects.get()
    assert (body["state"], body["kind"], body["media_type"]) == ("scanning", "image", "image/png")
    assert (body["name"], body["variants"], body["is_attached"]) == ("photo.png", [], False)
    assert (file.owner, file.purpose, str(file.pk)) == (amina, "message", body["id"])
    assert stored() == [file.blob.place]
    assert left() == []


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("html_as.png", hostile.HTML, 415, "type_refused"),
        ("script.svg", hostile.SVG, 415, "type_refused"),
        ("xxe.svg", hostile.XXE, 415, "type_refused"),
        ("svg_as.png", hostile.SVG, 415, "type_refused"),
        ("mvg.png", hostile.MVG, 415, "type_refused"),
        ("a.zip", hostile.zipped(), 415, "type_refused"),
        ("zip_as.png", hostile.zipped("../../evil.txt"), 415, "type_refused"),
        ("eicar.txt", hostile.EICAR, 415, "type_refused"),
        ("photo.php", hostile.picture(), 415, "type_refused"),
        ("photo\u202egnp.exe", hostile.picture(), 415, "type_refused"),
        (".htaccess", hostile.picture(), 415, "type_refused"),
        ("a.pdf", b"%PDF-1.4 without an end" + b" " * 80, 400, "file_broken"),
        ("empty.png", b"", 400, "file_broken"),
        ("short.png", b"\x89P", 415, "type_refused"),
    ],
)
def test_f1_type_by_content_and_by_name(api, name, content, status, code):
    answer = send(api, content, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (File.objects.count(), Blob.objects.count(), stored(), left()) == (0, 0, [], [])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/photo.png", "photo.png"),
        ("..\\..\\photo.png", "photo.png"),
        ("a\u202eb\u200b.png", "ab.png"),
        ("con\u0007tr\x7fat.png", "contrat.png"),
        ("\u0641\u0627\u062a\u0648\u0631\u0629.png", "\u0641\u0627\u062a\u0648\u0631\u0629.png"),
        ("=cmd|' /C calc'!A0.png", "C calc'!A0.png"),
        ("a.php.png", "a.php.png"),
        ("photo.jpeg", "photo.png"),
        ("blob", "blob.png"),
        ("n" * 300 + ".png", "n" * 145 + ".png"),
    ],
)
def test_z17_names_are_cleaned_and_no_path_is_made_of_them(api, sent, kept):
    answer = send(api, name=sent)
    assert answer.json().get("name") == kept
    assert depot.PLACE.fullmatch(File.objects.get().blob.place)


@pytest.mark.parametrize(("limit", "status"), [(10_000, 413), (10_000_000, 201)])
def test_f6_a_picture_has_a_limit_of_its_own(api, settings, limit, status):
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, "image": limit}
    content = hostile.picture() + b"\0" * 20_000
    assert send(api, content).status_code == status
    assert len(stored()) == (status == 201)


class Unread:
    """A body that must not be touched."""

    def read(self, *_sizes):
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"CONTENT_LENGTH": str(101 * 1024 * 1024)}, 413, "too_large"),
        ({"CONTENT_LENGTH": ""}, 411, "length_required"),
        ({"CONTENT_LENGTH": "9" * 5000}, 413, "too_large"),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, 415, "encoding_refused"),
    ],
)
def test_f6_a_body_is_judged_before_it_is_read(client_of, amina, headers, status, code):
    environ = {"wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x", **headers}
    answer = client_of(amina).post(UPLOAD, **environ)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_f6_a_gigabyte_for_each_person(api, settings, amina, omar, api_of, file_of):
    settings.FILE_QUOTA = 20_000
    file_of(amina, size=19_000)
    answer = send(api)
    assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")
    assert answer.json()["facts"] == {"used": 19_000, "limit": 20_000}
    assert (File.objects.count(), len(stored())) == (1, 1)
    assert send(api_of(omar)).status_code == 201


def test_f6_a_gigabyte_in_a_day_removed_ones_too(api, settings, amina, file_of):
    settings.FILE_DAILY = 20_000
    file_of(amina, size=19_900, state="removed", blob=None)
    answer = send(api)
    assert (answer.status_code, answer.json()["code"]) == (429, "daily_limit")
    assert (File.objects.count(), stored()) == (1, [])


def test_f6_uploads_are_counted(api, settings):
    settings.THROTTLES = {**settings.THROTTLES, "upload": (1, 3600)}
    assert [send(api).status_code for _number in range(2)] == [201, 429]
    assert File.objects.count() == 1


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIC", "AVIF"])
def test_f2_a_bomb_is_refused_with_the_answer_alone_or_among_others(api, form):
    bomb = hostile.lying(form, 16_383, 16_383)
    answer = send(api, bomb, f"bomb.{form.lower()}")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_heavy")
    files = [part(), part(f"bomb.{form.lower()}", bomb)]
    answer = api.post(BULK, {"files": files, "purpose": "message"}, format="multipart")
    assert [one["status"] for one in answer.json()["results"]] == [201, 413]
    assert (File.objects.count(), len(stored()), left()) == (1, 1, [])


def test_several_at_once_each_with_its_own_answer(api):
    files = [part(), part("x.svg", hostile.SVG), part("contrat.pdf", hostile.pdf())]
    answer = api.post(BULK, {"files": files, "purpose": "deliverable"}, format="multipart")
    results = answer.json()["results"]
    assert [(one["name"], one["status"]) for one in results] == [
        ("photo.png", 201),
        ("x.svg", 415),
        ("contrat.pdf", 201),
    ]
    assert results[1]["error"]["code"] == "type_refused"
    assert [one["file"] is None for one in results] == [False, True, False]
    assert (File.objects.count(), len(left())) == (2, 0)


def test_f6_at_most_twenty_at_once(api):
    files = [part(f"{number}.png") for number in range(21)]
    answer = api.post(BULK, {"files": files, "purpose": "message"}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_files")
    assert (File.objects.count(), stored(), left()) == (0, [], [])


def test_the_same_request_twice_is_one_file(api):
    key = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    first, second = (send(api, **key) for _twice in range(2))
    other = send(api, hostile.picture((320, 240)), **key)
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert other.status_code == 422
    assert (File.objects.count(), len(stored())) == (1, 1)


def test_a_file_for_no_purpose_or_none_at_all(api):
    assert api.post(UPLOAD, {"file": part()}, format="multipart").status_code == 400
    assert api.post(UPLOAD, {"purpose": "message"}, format="multipart").status_code == 400
    assert (File.objects.count(), stored(), left()) == (0, [], [])


def test_one_s_own_list_and_nobody_elses(api, amina, omar, file_of, api_of):
    mine, _theirs = file_of(amina), file_of(omar)
    assert [one["id"] for one in api.get("/api/files").json()["results"]] == [str(mine.pk)]
    assert api_of(omar).get(f"/api/files/{mine.pk}").status_code == 404
    body = api.get(f"/api/files/{mine.pk}").json()
    assert [one["name"] for one in body["variants"]] == ["original"]


def test_a_file_is_removed_by_its_owner_unless_something_keeps_it(api, api_of, amina, omar, file_of):
    mine, kept = file_of(amina), file_of(amina, attached_to="message:1", attached_at="2026-11-01T00:00Z")
    assert api_of(omar).delete(f"/api/files/{mine.pk}").status_code == 404
    assert api.delete(f"/api/files/{mine.pk}").status_code == 204
    assert api.delete(f"/api/files/{kept.pk}").status_code == 409
    assert [api.get(f"/api/files/{one.pk}").status_code for one in (mine, kept)] == [404, 200]
    mine.refresh_from_db()
    assert (mine.state, mine.blob) == ("removed", None)
