"""Staff's pages: what is listed, opening a file for a reason, trying again."""

import pytest
from django.utils import timezone

from files.models import Access

pytestmark = pytest.mark.django_db
FILES = "/admin/files/file/"


@pytest.fixture
def desk(client_of, staff):
    return client_of(staff)


def test_files_and_looks_are_listed(desk, amina, file_of):
    file = file_of(amina)
    Access.objects.create(file=file, reader=amina, variant="original")
    for address in (FILES, f"{FILES}{file.pk}/change/", "/admin/files/access/"):
        answer = desk.get(address)
        assert (answer.status_code, b"contrat.pdf" in answer.content) == (200, True)


def test_a_file_is_opened_for_a_reason_that_is_kept(desk, client_of, amina, omar, staff, file_of):
    address = f"{FILES}{file_of(amina).pk}/open/"
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert Access.objects.count() == 0
    answer = desk.post(address, {"reason": "Litige 12"})
    assert answer["Location"].startswith("/fichiers/")
    assert desk.get(answer["Location"]).status_code == 200
    assert set(Access.objects.values_list("reader", "reason")) == {(staff.pk, "Litige 12"), (staff.pk, "")}
    assert client_of(omar).get(address).status_code == 302


def test_a_paper_is_opened_as_it_came_and_of_a_picture_what_we_drew(desk, amina, file_of, variant_of):
    paper, picture = file_of(amina), file_of(amina, kind="image")
    for file in (paper, picture):
        variant_of(file, "page-1")
    places = [desk.post(f"{FILES}{one.pk}/open/", {"reason": "x"})["Location"] for one in (paper, picture)]
    assert [place.split("/")[3].partition("?")[0] for place in places] == ["original", "page-1"]
    assert b"".join(desk.get(places[0]).streaming_content).startswith(b"%PDF")
    assert Access.objects.filter(file=paper, variant="original").count() == 1


def test_a_refused_file_is_tried_again(desk, amina, file_of):
    refused = {"state": "refused", "reason": "processing_failed", "ended_at": timezone.now()}
    file = file_of(amina, **refused)
    chosen = {"action": "again", "_selected_action": [str(file.pk)]}
    desk.post(FILES, chosen)
    file.refresh_from_db()
    assert file.state == "refused"
    desk.post(FILES, {**chosen, "confirmed": "1"})
    file.refresh_from_db()
    assert (file.state, file.reason, file.attempts) == ("scanning", "", 0)
