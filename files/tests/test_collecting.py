"""What goes by itself, and that nothing else does."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from files.models import Access, Blob, File, Upload
from files.services import begin_upload, collect, collect_all, forget_person, receive_piece
from files.services.uploads import part_of
from files.tests import hostile
from kit import depot

pytestmark = pytest.mark.django_db
NOW = timedelta(seconds=-1)
DAY = timedelta(hours=25)


def places():
    return {place for place, _at in depot.everything()}


def begun(amina, content=b"", name="photo.png", length=5_000):
    upload = begin_upload(name=name, purpose="message", length=length, way="tus", by=amina)
    if content:
        receive_piece(upload=upload, offset=0, pieces=[content])
    return upload


def test_f7_bytes_without_a_row_and_what_dead_requests_left_are_dropped(amina, file_of, variant_of, tmp_path):
    """As after a kill: between storing and the row, in the middle of a body or of a preparation."""
    file = file_of(amina)
    kept = {file.blob.place, variant_of(file).place}
    (tmp_path / "stray").write_bytes(b"stray")
    depot.keep(tmp_path / "stray", depot.ORIGINALS)
    upload = begun(amina, hostile.picture()[:100])
    (depot.parts() / "in-dead").write_bytes(b"half a body")
    (depot.parts() / "work-dead" / "made").mkdir(parents=True)
    assert collect_all()["orphans"] == 0  # they may yet get their row
    assert collect_all(grace=NOW)["orphans"] == 3
    assert places() == kept
    assert list(depot.parts().iterdir()) == [part_of(upload)]


def test_files_that_belong_to_nothing_for_a_day(amina, file_of):
    loose, fresh = file_of(amina, loose_since=timezone.now() - DAY), file_of(amina)
    kept = file_of(
        amina, loose_since=timezone.now() - DAY, attached_to="message:1", attached_at=timezone.now()
    )
    assert (collect()["files"], len(places())) == (1, 2)
    states = [File.objects.get(pk=file.pk).state for file in (loose, fresh, kept)]
    assert states == ["removed", "ready", "ready"]
    assert places() == {fresh.blob.place, kept.blob.place}


def test_uploads_whose_time_is_up(amina):
    old, going_on = begun(amina, hostile.picture()[:100]), begun(amina, hostile.picture()[:100])
    Upload.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    assert collect()["uploads"] == 1
    assert list(depot.parts().iterdir()) == [part_of(going_on)]
    assert File.objects.get(pk=old.pk).state == "removed"


def test_f7_an_upload_whose_server_died_after_the_last_byte_is_finished(amina):
    content = hostile.picture((64, 48))
    upload = begun(amina, content[:-1], length=len(content))
    with part_of(upload).open("ab") as part:
        part.write(content[-1:])
    Upload.objects.update(offset=len(content))
    assert collect()["uploads"] == 1
    file = File.objects.get()
    assert (file.state, file.blob.size) == ("scanning", len(content))
    assert list(depot.parts().iterdir()) == []


def test_refused_bytes_go_after_a_day_and_why_stays(amina, file_of):
    refused = {"state": "refused", "reason": "infected", "ended_at": timezone.now() - DAY}
    file = file_of(amina, attached_to="message:1", attached_at=timezone.now(), **refused)
    collect()
    file.refresh_from_db()
    assert (file.state, file.reason, file.blob, places()) == ("refused", "infected", None, set())


def test_the_same_bytes_are_kept_once_in_the_end_and_go_with_the_last_file(amina, omar, file_of, variant_of):
    first, second = file_of(amina), file_of(omar)
    (variant_of(first), variant_of(second))
    waiting = file_of(omar, state="scanning", scan="pending", ready_at=None)
    assert collect()["twins"] == 0  # not while anybody could take the time
    Blob.objects.update(made_at=timezone.now() - DAY)
    assert (collect()["twins"], len(places())) == (1, 3)
    second.refresh_from_db()
    waiting.refresh_from_db()
    assert second.blob == first.blob != waiting.blob
    forget_person(user_id=amina.pk)
    assert (collect()["bytes"], len(places())) == (0, 3)
    forget_person(user_id=omar.pk)
    assert (collect()["bytes"], len(places())) == (2, 0)


def test_rows_whose_bytes_are_gone(amina, file_of, variant_of):
    gone, made_again = file_of(amina), file_of(amina)
    variant = variant_of(made_again)
    depot.drop(gone.blob.place)
    depot.drop(variant.place)
    assert collect_all()["gone"] == 2
    gone.refresh_from_db()
    made_again.refresh_from_db()
    assert (gone.state, gone.reason, made_again.state) == ("refused", "bytes_gone", "scanning")


def test_a_storage_that_is_not_mounted_is_not_taken_for_lost_files(amina, file_of):
    files = [file_of(amina) for _number in range(8)]
    for file in files[:6]:
        depot.drop(file.blob.place)
    assert collect_all()["gone"] == 0
    assert set(File.objects.values_list("state", flat=True)) == {"ready"}


def test_marks_and_looks_are_forgotten(amina, file_of):
    old = timezone.now() - timedelta(days=400)
    file = file_of(amina)
    file_of(amina, state="removed", blob=None, ended_at=old)
    look = Access.objects.create(file=file, reader=amina, variant="original")
    Access.objects.filter(pk=look.pk).update(at=old)
    assert collect()["marks"] == 2
    assert (File.objects.get(), Access.objects.count()) == (file, 0)


def test_the_command_says_what_it_did(amina, file_of):
    file_of(amina, loose_since=timezone.now() - DAY)
    said = io.StringIO()
    call_command("gc_files", "--grace", "0", stdout=said)
    assert "files: 1\n" in said.getvalue()
    assert places() == set()
