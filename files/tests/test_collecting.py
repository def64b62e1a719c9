"""What goes by itself, and that nothing else does."""

import fcntl
import io
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from events.models import Event
from files.models import Access, Blob, File, Upload
from files.services import begin_upload, collect, collect_all, collecting, forget_person, receive_piece
from files.services.collecting import mark_gone_bytes
from files.services.uploads import part_of
from files.tests import hostile
from kit import depot

pytestmark = pytest.mark.django_db
NOW = timedelta(seconds=-1)
DAY = timedelta(hours=25)


def places():
    return {place for place, _at in depot.everything()}


def a_day_passes():
    Blob.objects.filter(unused_since__isnull=False).update(unused_since=timezone.now() - DAY)
    return collect()["bytes"]


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


@pytest.mark.parametrize("force", [False, True])
def test_another_database_is_not_a_storage_full_of_strays(amina, file_of, variant_of, force, tmp_path):
    """An empty one, and one that knows a few of many."""
    for rows in (Blob.objects.none(), Blob.objects.filter(size=0)):
        file = file_of(amina)
        variant_of(file)
        (depot.parts() / "in-dead").write_bytes(b"half a body")
        File.objects.all().delete()
        Blob.objects.exclude(pk__in=rows).delete()
        assert collect_all(grace=NOW, force=force)["orphans"] == (3 if force else 1)
        assert len(places()) == (0 if force else 2)
        for place in places():
            depot.drop(place)


def test_a_few_strays_beside_many_are_dropped_and_many_beside_a_few_are_not(amina, file_of, tmp_path):
    file_of(amina)
    (tmp_path / "stray").write_bytes(b"stray")
    for _number in range(6):
        depot.keep(tmp_path / "stray", depot.ORIGINALS)
    assert (collect_all(grace=NOW)["orphans"], len(places())) == (0, 7)
    for _number in range(6):
        file_of(amina)
    assert (collect_all(grace=NOW)["orphans"], len(places())) == (6, 7)


def test_files_that_belong_to_nothing_for_a_day(amina, file_of):
    loose, fresh = file_of(amina, loose_since=timezone.now() - DAY), file_of(amina)
    kept = file_of(
        amina, loose_since=timezone.now() - DAY, attached_to="message:1", attached_at=timezone.now()
    )
    assert (collect()["files"], len(places())) == (1, 3)
    states = [File.objects.get(pk=file.pk).state for file in (loose, fresh, kept)]
    assert states == ["removed", "ready", "ready"]
    a_day_passes()
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
    assert (file.state, file.reason, file.blob, len(places())) == ("refused", "infected", None, 1)
    a_day_passes()
    assert places() == set()


def test_the_same_bytes_are_kept_once_in_the_end_and_go_with_the_last_file(amina, omar, file_of, variant_of):
    first, second = file_of(amina), file_of(omar)
    (variant_of(first), variant_of(second))
    waiting = file_of(omar, state="scanning", scan="pending", ready_at=None)
    assert collect()["twins"] == 0  # not while anybody could take the time
    Blob.objects.update(made_at=timezone.now() - DAY)
    assert (collect()["twins"], len(places())) == (1, 5)
    assert (a_day_passes(), len(places())) == (1, 3)
    second.refresh_from_db()
    waiting.refresh_from_db()
    assert second.blob == first.blob != waiting.blob
    forget_person(user_id=amina.pk)
    assert (collect()["bytes"], len(places())) == (0, 3)
    forget_person(user_id=omar.pk)
    assert (collect()["bytes"], len(places())) == (0, 3)
    assert (a_day_passes(), len(places())) == (2, 0)


def test_bytes_stay_for_a_day_after_their_last_file_so_that_a_backup_finds_them(amina, file_of):
    forget_person(user_id=file_of(amina).owner_id)
    for hours, left in ((0, 1), (23, 1), (25, 0)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            collect()
        assert len(places()) == left


def test_rows_whose_bytes_are_gone(amina, file_of, variant_of):
    gone, made_again = file_of(amina), file_of(amina)
    variant = variant_of(made_again)
    depot.drop(gone.blob.place)
    depot.drop(variant.place)
    assert collect_all()["gone"] == 2
    gone.refresh_from_db()
    made_again.refresh_from_db()
    assert (gone.state, gone.reason, made_again.state) == ("refused", "bytes_gone", "scanning")
    told = Event.objects.get(label="files.FileRefused").payload
    assert (told["file_id"], told["reason"]) == (str(gone.pk), "bytes_gone")


def test_bytes_that_come_while_the_storage_is_listed_are_not_gone(amina, file_of, variant_of):
    file = file_of(amina)
    variant_of(file)
    assert mark_gone_bytes(names=set()) == 0
    assert mark_gone_bytes(names={file.blob.place}) == 0
    file.refresh_from_db()
    assert file.state == "ready"


def test_one_upload_that_goes_wrong_does_not_hold_up_the_others(amina):
    content = hostile.picture((64, 48))
    for _number in range(3):
        part_of(begun(amina, content[:-1], length=len(content))).write_bytes(content)
    Upload.objects.update(offset=len(content))
    first = Upload.objects.order_by("expires_at").first()
    real = collecting.finish_late

    def stumbles(upload):
        if upload == first:
            raise RuntimeError("of this one")
        real(upload=upload)

    with patch.object(collecting, "finish_late", stumbles):
        assert collect()["uploads"] == 2
    assert list(Upload.objects.all()) == [first]


def test_an_upload_that_somebody_is_finishing_is_left_to_them(amina):
    content = hostile.picture((64, 48))
    upload = begun(amina, content[:-1], length=len(content))
    part_of(upload).write_bytes(content)
    Upload.objects.update(offset=len(content))
    with part_of(upload).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert collect()["uploads"] == 0
    assert collect()["uploads"] == 1


def test_an_upload_of_a_day_is_not_loose_when_it_arrives(amina):
    content = hostile.picture((64, 48))
    upload = begun(amina, content[:-1], length=len(content))
    File.objects.update(loose_since=timezone.now() - DAY)
    receive_piece(upload=upload, offset=len(content) - 1, pieces=[content[-1:]])
    assert (collect()["files"], File.objects.get().state) == (0, "scanning")


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
    a_day_passes()
    assert places() == set()


def test_the_command_is_forced_by_whoever_means_it(amina, file_of):
    file_of(amina)
    File.objects.all().delete()
    Blob.objects.all().delete()
    for words, n_left in (["--grace", "-1"], 1), (["--grace", "-1", "--force"], 0):
        call_command("gc_files", *words, stdout=io.StringIO())
        assert len(places()) == n_left
