"""What a file belongs to, and who may have it from then on."""

import pytest

from files.errors import FileAttached, FileUnusable, WrongPurpose
from files.models import File
from files.selectors import cards_of, file_for, may_read
from files.services import attach, detach


def seen_by_omar(user, file):
    return user.name == "Omar" and file.attached_to == "message:1"


@pytest.fixture
def mine(amina, file_of):
    return file_of(amina)


def test_a_file_is_put_on_a_thing_once(amina, mine):
    for _twice in range(2):
        assert attach(file_ids=[str(mine.pk)], by=amina, to="message:1") == [mine]
    mine.refresh_from_db()
    assert (mine.attached_to, mine.attached_by) == ("message:1", amina)


@pytest.mark.parametrize(
    ("fields", "to", "refusal"),
    [
        ({"state": "refused", "reason": "infected"}, "message:1", FileUnusable),
        ({"state": "uploading", "blob": None}, "message:1", FileUnusable),
        ({"purpose": "document"}, "message:1", WrongPurpose),
        ({}, "deliverable:1", WrongPurpose),
        ({"state": "removed", "blob": None}, "message:1", File.DoesNotExist),
    ],
)
def test_what_cannot_be_put_on_a_thing(amina, file_of, mine, fields, to, refusal):
    other = file_of(amina, **fields)
    with pytest.raises(refusal):
        attach(file_ids=[mine.pk, other.pk], by=amina, to=to)
    assert not File.objects.exclude(attached_to="").exists()


def test_somebody_elses_file_is_not_there(omar, mine):
    with pytest.raises(File.DoesNotExist):
        attach(file_ids=[mine.pk], by=omar, to="message:1")
    mine.refresh_from_db()
    assert mine.attached_to == ""


def test_a_file_on_one_thing_is_not_put_on_another(amina, mine):
    attach(file_ids=[mine.pk], by=amina, to="message:1")
    with pytest.raises(FileAttached):
        attach(file_ids=[mine.pk], by=amina, to="message:2")
    assert detach(to="message:1", file_ids=[mine.pk]) == 1
    attach(file_ids=[mine.pk], by=amina, to="message:2")


def test_the_owner_and_whom_the_purposes_app_lets_may_read(amina, omar, atlas, mine, settings):
    attach(file_ids=[mine.pk], by=amina, to="message:1")
    mine.refresh_from_db()
    assert [may_read(user, mine) for user in (amina, omar, atlas)] == [True, False, False]
    settings.FILE_READERS = {"message": "files.tests.test_attaching.seen_by_omar"}
    assert [may_read(user, mine) for user in (amina, omar, atlas)] == [True, True, False]
    with pytest.raises(File.DoesNotExist):
        file_for(atlas, mine.pk)


def test_the_files_of_many_things_come_in_two_queries_with_links_for_the_reader(
    amina, omar, mine, file_of, django_assert_num_queries
):
    others = [file_of(amina) for _number in range(3)]
    attach(file_ids=[mine.pk, others[0].pk], by=amina, to="message:1")
    attach(file_ids=[others[1].pk], by=amina, to="message:2")
    with django_assert_num_queries(2):
        cards = cards_of(targets=["message:1", "message:2", "message:3"], reader=omar)
    assert [card.id for card in cards["message:1"]] == [mine.pk, others[0].pk]
    assert set(cards) == {"message:1", "message:2"}
    (shown,) = cards["message:2"][0].variants
    assert shown.url.startswith(f"/fichiers/{others[1].pk}/original?k=")
