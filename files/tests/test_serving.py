"""Handing out bytes: to whom, with which link, in which parts, under which headers."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from files.models import Access, Blob
from files.selectors import card_of, link_to
from files.services import attach
from files.services.collecting import join_twins
from files.services.looking import say_why
from kit import depot
from kit.errors import NotAllowed

pytestmark = pytest.mark.django_db
READERS = {"message": "files.tests.test_serving.is_omar"}
BODY = b"%PDF-1.4 of a test"


def is_omar(user, file):
    return user.name == "Omar" and file.attached_to == "message:1"


@pytest.fixture
def paper(amina, file_of, settings):
    """Amina's, on something that Omar may see."""
    settings.FILE_READERS = READERS
    file = file_of(amina, name="Réçu \u0641.pdf")
    attach(file_ids=[file.pk], by=amina, to="message:1")
    file.refresh_from_db()
    return file


@pytest.fixture
def get(api_of):
    def fetch(user, file, variant="original", **more):
        method = more.pop("method", "get")
        return getattr(api_of(user), method)(more.pop("url", link_to(file.pk, variant, user)), **more)

    return fetch


def body_of(answer):
    return b"".join(answer.streaming_content)


def test_f4_a_download_is_safe_to_open(get, amina, paper):
    answer = get(amina, paper)
    assert (answer.status_code, body_of(answer)) == (200, BODY)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''R%C3%A9%C3%A7u%20%D9%81.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    assert (answer["Content-Length"], answer["Accept-Ranges"]) == (str(len(BODY)), "bytes")
    look = Access.objects.get()
    assert (look.file, look.reader, look.variant, look.ip) == (paper, amina, "original", "127.0.0.1")


def test_f4_each_download_is_checked(get, amina, omar, atlas, paper, settings):
    link = link_to(paper.pk, "original", omar)
    assert get(omar, paper).status_code == 200
    assert get(atlas, paper).status_code == 404
    assert get(atlas, paper, url=link).status_code == 404
    assert get(amina, paper, url=link).status_code == 403  # made for somebody else
    assert get(omar, paper, url=link.partition("?")[0]).status_code == 403
    assert get(omar, paper, url=link[:-1] + ("A" if link[-1] != "A" else "B")).status_code == 403
    settings.FILE_READERS = {}
    assert get(omar, paper, url=link).status_code == 404


def test_f4_a_link_lasts_five_minutes_and_fits_one_variant(get, amina, paper, variant_of):
    variant_of(paper)
    link = link_to(paper.pk, "original", amina)
    assert get(amina, paper, url=link.replace("original", "webp-320")).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=5)):
        answer = get(amina, paper, url=link)
    assert (answer.status_code, answer.json()["code"]) == (403, "link_expired")


@pytest.mark.parametrize(
    ("site", "change"),
    [
        ("none", lambda link: link),
        ("cross-site", lambda link: link),
        ("same-origin", lambda link: link.partition("?")[0]),
        ("same-origin", lambda link: link.replace("?k=", "?k=x")),
    ],
)
def test_an_old_link_is_renewed_for_a_page_of_ours_alone(get, omar, paper, site, change):
    link = link_to(paper.pk, "original", omar)
    with time_machine.travel(timezone.now() + timedelta(hours=9)):
        assert get(omar, paper, url=change(link), HTTP_SEC_FETCH_SITE=site).status_code == 403
        answer = get(omar, paper, url=link, HTTP_SEC_FETCH_SITE="same-origin")
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (302, True)
        assert body_of(get(omar, paper, url=answer["Location"])) == BODY


def test_a_page_of_somebody_who_may_no_longer_read_gets_none(get, omar, amina, paper, settings):
    link = link_to(paper.pk, "original", omar)
    with time_machine.travel(timezone.now() + timedelta(hours=9)):
        assert get(amina, paper, url=link, HTTP_SEC_FETCH_SITE="same-origin").status_code == 403
        settings.FILE_READERS = {}
        assert get(omar, paper, url=link, HTTP_SEC_FETCH_SITE="same-origin").status_code == 404


def test_a_video_is_watched_for_longer_than_a_link_of_anything_else_lasts(get, amina, file_of, variant_of):
    file = file_of(amina, kind="video")
    variant_of(file, "mp4")
    variant_of(file, "poster")
    links = [link_to(file.pk, name, amina) for name in ("mp4", "poster")]
    for minutes, told in ((30, [200, 403]), (61, [403, 403])):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            assert [get(amina, file, url=link).status_code for link in links] == told


def test_f4_nobody_who_is_not_signed_in(client, paper, amina):
    for url in (link_to(paper.pk, "original", amina), f"/fichiers/{paper.pk}/original"):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("state", ["scanning", "processing", "refused"])
def test_f4_nothing_that_is_not_ready(get, amina, omar, paper, state):
    paper.state, paper.reason = state, "infected" if state == "refused" else ""
    paper.save()
    assert [get(user, paper).status_code for user in (amina, omar)] == [404, 404]
    assert Access.objects.count() == 0


def test_f3_others_get_no_original_of_a_picture_or_a_video(get, amina, omar, file_of, variant_of, settings):
    settings.FILE_READERS = READERS
    for kind in ("image", "video"):
        file = file_of(amina, kind=kind)
        variant_of(file)
        attach(file_ids=[file.pk], by=amina, to="message:1")
        file.refresh_from_db()
        assert [one.name for one in card_of(file, amina).variants] == ["webp-320", "original"]
        assert [one.name for one in card_of(file, omar).variants] == ["webp-320"]
        assert get(amina, file).status_code == 200
        assert get(omar, file).status_code == 404
        answer = get(omar, file, "webp-320")
        assert (answer.status_code, body_of(answer)) == (200, b"drawn by us")
        assert answer["Content-Disposition"].startswith('inline; filename="contrat-webp-320.webp"')


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("bytes=0-3", (206, BODY[:4], "bytes 0-3/18")),
        ("bytes=5-", (206, BODY[5:], "bytes 5-17/18")),
        ("bytes=-4", (206, BODY[-4:], "bytes 14-17/18")),
        ("bytes=-400", (206, BODY, "bytes 0-17/18")),
        ("bytes=10-400", (206, BODY[10:], "bytes 10-17/18")),
        ("bytes=18-", (416, b"", "bytes */18")),
        ("bytes=-0", (416, b"", "bytes */18")),
        ("bytes=4-2", (200, BODY, None)),
        ("bytes=0-1,4-5", (200, BODY, None)),
        ("chars=0-1", (200, BODY, None)),
        ("bytes=-", (200, BODY, None)),
        (f"bytes={'9' * 5000}-", (416, b"", "bytes */18")),
    ],
)
def test_parts_of_a_file(get, amina, paper, asked, told):
    status, body, part = told
    answer = get(amina, paper, HTTP_RANGE=asked)
    assert (answer.status_code, answer.get("Content-Range")) == (status, part)
    assert (body_of(answer) if answer.streaming else answer.content) == body
    if status != 416:
        assert answer["Content-Length"] == str(len(body))


def test_a_range_without_an_end_is_answered_in_bites_where_somebody_watches(
    get, amina, file_of, variant_of, monkeypatch
):
    monkeypatch.setattr("files.api.serving.MOST", 4)
    file = file_of(amina, kind="video")
    variant_of(file, "mp4")
    answers = [get(amina, file, "mp4", HTTP_RANGE=one) for one in ("bytes=0-", "bytes=9-", "bytes=0-8")]
    told = [(one.status_code, one["Content-Range"], body_of(one)) for one in answers]
    assert told[0] == (206, "bytes 0-3/11", b"draw")
    assert told[1] == (206, "bytes 9-10/11", b"us")
    assert told[2] == (206, "bytes 0-8/11", b"drawn by ")
    assert get(amina, file, "mp4")["Content-Length"] == "11"
    assert get(amina, file, HTTP_RANGE="bytes=1-")["Content-Range"] == "bytes 1-17/18"


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_slowly_holds_no_connection_to_the_database(get, amina, file_of):
    answer = get(amina, file_of(amina))
    connection.ensure_connection()
    pieces = iter(answer.streaming_content)
    assert next(pieces) == BODY
    assert connection.connection is None


def test_a_part_of_the_very_bytes_that_the_first_part_was_of(get, amina, paper):
    tag = get(amina, paper)["ETag"]
    answers = [get(amina, paper, HTTP_RANGE="bytes=0-3", HTTP_IF_RANGE=one) for one in (tag, '"other"')]
    assert [answer.status_code for answer in answers] == [206, 200]


@pytest.mark.parametrize(
    ("said", "status"),
    [("{}", 304), ("W/{}", 304), ('"other", {}', 304), ("*", 304), ('"other"', 200), ("", 200)],
)
def test_what_a_reader_has_already_is_not_sent_again(get, amina, paper, said, status):
    tag = get(amina, paper)["ETag"]
    answer = get(amina, paper, HTTP_IF_NONE_MATCH=said.format(tag))
    assert (answer.status_code, answer["ETag"], "no-store" in answer["Cache-Control"]) == (status, tag, True)
    if status == 304:
        assert (answer.content, answer.get("Content-Length"), answer.get("Content-Type")) == (b"", "18", None)


def test_a_tag_tells_nobody_that_somebody_else_sent_the_same(get, amina, omar, file_of):
    files = [file_of(person) for person in (amina, omar)]
    Blob.objects.update(made_at=timezone.now() - timedelta(days=2))
    before = [get(file.owner, file)["ETag"] for file in files]
    assert join_twins() == 1
    assert [get(file.owner, file)["ETag"] for file in files] == before
    assert before[0] != before[1]


def test_head_says_how_long_it_is(get, amina, paper):
    answer = get(amina, paper, method="head")
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, str(len(BODY)), b"")


def test_the_later_parts_of_a_video_are_the_same_look_at_it(get, amina, omar, paper):
    for part in ("bytes=0-3", "bytes=4-7", "bytes=8-"):
        get(amina, paper, HTTP_RANGE=part)
    assert Access.objects.count() == 1
    get(omar, paper, HTTP_RANGE="bytes=1-")  # who begins at the second byte looks as well
    assert Access.objects.filter(reader=omar).count() == 1
    get(omar, paper)
    assert Access.objects.filter(reader=omar).count() == 2
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        get(omar, paper, HTTP_RANGE="bytes=4-7")
    assert Access.objects.filter(reader=omar).count() == 3


def test_what_is_shown_to_the_world_may_be_kept_by_everybody(client, amina, file_of, variant_of):
    file = file_of(amina, purpose="portfolio", kind="image")
    variant_of(file)
    url = f"/fichiers/{file.pk}/webp-320"
    assert client.get(url).status_code == 404  # belongs to nothing yet
    attach(file_ids=[file.pk], by=amina, to="portfolio:1")
    answer = client.get(url)
    assert (answer.status_code, body_of(answer)) == (200, b"drawn by us")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(f"/fichiers/{file.pk}/original").status_code == 404
    assert Access.objects.count() == 0


def test_public_is_what_we_drew_and_never_the_owners_original(get, client, amina, file_of, variant_of):
    picture, paper = (file_of(amina, purpose="portfolio", kind=kind) for kind in ("image", "pdf"))
    for file in (picture, paper):
        variant_of(file)
        attach(file_ids=[file.pk], by=amina, to="portfolio:1")
        file.refresh_from_db()
    bare = f"/fichiers/{picture.pk}/original"
    assert get(amina, picture, url=bare).status_code == 403
    answer = get(amina, picture)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert Access.objects.get().variant == "original"
    shown = {one.name: one.url for one in card_of(picture, amina).variants}
    assert ("?k=" in shown["original"], "?k=" in shown["webp-320"]) == (True, False)
    (url,) = (one.url for one in card_of(paper, amina).variants if one.name == "original")
    assert client.get(url).status_code == 200  # a paper is handed to whoever may read


def test_staff_open_a_file_with_the_right_and_a_reason(get, staff, omar, paper):
    assert get(staff, paper).status_code == 404
    with pytest.raises(NotAllowed):
        say_why(file_id=paper.pk, reason="curious", ip=None, by=omar)
    with pytest.raises(NotAllowed):
        say_why(file_id=paper.pk, reason="  ", ip=None, by=staff)
    say_why(file_id=paper.pk, reason="dispute 12", ip="127.0.0.1", by=staff)
    assert get(staff, paper).status_code == 200
    assert [look.reason for look in Access.objects.order_by("pk")] == ["dispute 12", ""]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert get(staff, paper).status_code == 404


def test_bytes_that_are_gone(get, amina, paper):
    depot.drop(paper.blob.place)
    assert get(amina, paper).status_code == 404
