"""Files of the work and of disputes: put there by whom, read by whom, for how long."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from campaigns.errors import TooManyAttached
from campaigns.models import Dispute, Submission
from campaigns.services import (
    add_evidence,
    decide_dispute,
    open_dispute,
    review_deliverable,
    submit_deliverable,
)
from conftest import person, submit
from events.models import Event
from events.services import sweep
from files.errors import FileAttached, WrongPurpose
from files.models import Access, File
from files.selectors import may_read
from files.services import claim_file, file_scanned, remove_file
from files.tests.conftest import depots, make_file, make_variant
from kit.errors import NotAllowed, WrongState
from messaging.models import Conversation
from payments.models import Escrow

pytestmark = pytest.mark.django_db
__all__ = ["depots"]
PAGE = "/fr/contrats"


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def piece(funded):
    return funded.deliverables.first()


@pytest.fixture
def video(amina, tmp_path):
    file = make_file(amina, tmp_path, purpose="deliverable", kind="video", name="clip.mp4")
    make_variant(file, tmp_path, "mp4")
    make_variant(file, tmp_path, "poster")
    return file


@pytest.fixture
def proof_of(tmp_path):
    return lambda user, **more: make_file(user, tmp_path, purpose="evidence", **more)


@pytest.fixture
def sent(piece, amina, video):
    return submit_deliverable(deliverable_id=piece.pk, url="", caption="Argan", file_ids=[video.pk], by=amina)


@pytest.fixture
def dispute(funded, atlas):
    return open_dispute(collaboration_id=funded.pk, reason="Rien ne vient", by=atlas)


def readers(file, *people):
    file.refresh_from_db()
    return [may_read(one, file) for one in people]


# ---- the work -------------------------------------------------------------------------------------


def test_a_draft_may_be_files_alone(sent, video):
    video.refresh_from_db()
    assert (sent.url, video.attached_to) == ("", f"deliverable:{sent.pk}")


def test_neither_a_link_nor_a_file_is_no_draft(piece, amina, refused):
    with refused(ValidationError) as no:
        submit_deliverable(deliverable_id=piece.pk, url=" ", caption="", by=amina)
    assert set(no.value.message_dict) == {"url"}


def test_a_draft_has_ten_files_at_most(piece, amina, refused):
    with refused(TooManyAttached):
        ids = [uuid4() for _number in range(11)]
        submit_deliverable(deliverable_id=piece.pk, url="", caption="", file_ids=ids, by=amina)


@pytest.mark.parametrize("whose", ["omar", "sent for something else"])
def test_only_ones_own_files_sent_for_this(piece, amina, omar, tmp_path, refused, whose):
    owner, purpose = (omar, "deliverable") if whose == "omar" else (amina, "message")
    file = make_file(owner, tmp_path, purpose=purpose)
    with refused(File.DoesNotExist if whose == "omar" else WrongPurpose):
        submit_deliverable(deliverable_id=piece.pk, url="", caption="", file_ids=[file.pk], by=amina)


def test_both_sides_read_the_work_and_nobody_else(sent, video, cast):
    assert readers(video, *cast("amina", "atlas", "viewer")) == [True] * 3
    assert readers(video, *cast("omar", "rival", "staff")) == [False] * 3


def test_what_was_sent_stays(sent, video, amina):
    with pytest.raises(FileAttached):
        remove_file(file_id=video.pk, by=amina)


def test_staff_who_decide_read_the_work_once_there_is_a_dispute_and_are_noted(
    sent, video, cast, house, client_of
):
    (moderator, finance), (funded, atlas, staff) = house, cast("funded", "atlas", "staff")
    assert readers(video, staff, moderator) == [False, False]
    open_dispute(collaboration_id=funded.pk, reason="Pas le brief", by=atlas)
    assert readers(video, staff, moderator, finance) == [True, True, False]
    page = client_of(moderator).get(f"/admin/campaigns/dispute/{funded.dispute.pk}/change/")
    address = f"/admin/campaigns/dispute/file/{video.pk}/"
    assert address in page.content.decode()
    led = client_of(moderator).get(address)
    assert led["Location"].startswith(f"/fichiers/{video.pk}/mp4?k=")
    assert client_of(moderator).get(led["Location"]).status_code == 200
    look = Access.objects.get()
    assert (look.reader, look.file, look.variant) == (moderator, video, "mp4")
    assert client_of(finance).get(address).status_code == 403


@pytest.fixture
def house(db):
    """A moderator, who decides disputes, and a person of finance, who does not."""
    people = [person(name, "staff", is_staff=True) for name in ("moderator", "finance")]
    rights = Permission.objects.filter(codename__in=["view_dispute", "change_dispute"])
    people[0].user_permissions.set(rights)
    return people


@pytest.fixture
def cast(request):
    return lambda *names: [request.getfixturevalue(name) for name in names]


def test_the_api_takes_ids_and_gives_links_for_the_caller(piece, amina, atlas, video, funded):
    body = {"files": [str(video.pk)]}
    answer = api(amina).post(f"/api/deliverables/{piece.pk}/submissions", body, format="json")
    assert answer.status_code == 201, answer.content
    assert [one["name"] for one in answer.json()["files"]] == ["clip.mp4"]
    for address in (f"/api/collaborations/{funded.pk}/deliverables", f"/api/collaborations/{funded.pk}"):
        found = api(atlas).get(address).json()
        rows = found["results"] if "results" in found else found["deliverables"]
        (file,) = rows[0]["submissions"][0]["files"]
        assert [one["name"] for one in file["variants"]] == ["mp4", "poster"]
        assert api(atlas).get(file["variants"][0]["url"]).status_code == 200


def test_the_api_names_the_field_when_there_is_neither(piece, amina):
    answer = api(amina).post(f"/api/deliverables/{piece.pk}/submissions", {"url": ""}, format="json")
    assert (answer.status_code, Submission.objects.count()) == (400, 0)
    assert "url" in str(answer.json())


def test_files_of_many_versions_cost_as_much_as_of_one(sent, funded, atlas, amina, tmp_path, counted):
    address = f"/api/collaborations/{funded.pk}/deliverables"
    one = counted(lambda: api(atlas).get(address))
    for deliverable in funded.deliverables.all()[1:]:
        submission = submit(deliverable).submissions.get()
        for _number in range(3):
            file = make_file(amina, tmp_path, purpose="deliverable")
            File.objects.filter(pk=file.pk).update(
                attached_to=submission.target, attached_at=submission.made_at
            )
    assert counted(lambda: api(atlas).get(address)) == one <= 8


@pytest.fixture
def counted():
    def count(act):
        with CaptureQueriesContext(connection) as queries:
            assert act().status_code == 200
        return len(queries)

    return count


def test_the_creators_page_sends_files_and_the_brands_page_shows_them(
    piece, funded, amina, atlas, video, client_of
):
    address = f"{PAGE}/{funded.pk}/livrer/1"
    form = client_of(amina).get(address).content.decode()
    assert 'data-purpose="deliverable"' in form
    sent = {"url": "", "caption": "Argan", "attached": [str(video.pk)]}
    assert client_of(amina).post(address, sent).status_code == 302
    shown = client_of(atlas).get(f"{PAGE}/{funded.pk}/livrables/1").content.decode()
    for part in ("<video", f"/fichiers/{video.pk}/poster", f"/fichiers/{video.pk}/mp4", "download"):
        assert part in shown
    assert f"/fichiers/{video.pk}/original" not in shown
    assert f"/fichiers/{video.pk}/original" in client_of(amina).get(address).content.decode()


def test_a_form_that_comes_back_keeps_what_was_attached(piece, cast, video, client_of, tmp_path):
    funded, amina, omar = cast("funded", "amina", "omar")
    theirs = make_file(omar, tmp_path, purpose="deliverable", name="autre.pdf")
    sent = {"url": "not a link", "attached": [str(video.pk), str(theirs.pk)]}
    answer = client_of(amina).post(f"{PAGE}/{funded.pk}/livrer/1", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'name="attached" value="{video.pk}"' in page
    assert "autre.pdf" not in page


def unfit(file):
    File.objects.filter(pk=file.pk).update(state="refused", reason="infected", ended_at=file.made_at)


def test_a_file_refused_before_the_form_came_is_said_beside_the_files(piece, funded, amina, video, client_of):
    unfit(video)
    sent = {"url": "https://a.ma/1", "caption": "Argan et miel", "attached": [str(video.pk)]}
    answer = client_of(amina).post(f"{PAGE}/{funded.pk}/livrer/1", sent)
    page = answer.content.decode()
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert answer.context["form"].errors.keys() == {"attached"}
    assert page.count("Ce fichier ne peut pas être utilisé") == 2  # in the summary, and beside the files
    assert 'href="#id_attached"' in page
    assert 'id="id_attached"' in page
    assert "Argan et miel" in page
    assert f'name="attached" value="{video.pk}"' not in page


def test_a_file_that_was_refused_says_why(sent, video, funded, atlas, client_of):
    File.objects.update(state="refused", reason="infected", ended_at=sent.made_at)
    page = client_of(atlas).get(f"{PAGE}/{funded.pk}/livrables/1").content.decode()
    assert "Infecté" in page


# ---- disputes -------------------------------------------------------------------------------------


def test_a_dispute_is_opened_with_evidence_and_both_sides_add_theirs(funded, atlas, amina, proof_of):
    first, second = proof_of(atlas), proof_of(amina)
    dispute = open_dispute(collaboration_id=funded.pk, reason="Rien", file_ids=[first.pk], by=atlas)
    assert not Event.objects.filter(label="campaigns.EvidenceAdded").exists()
    for _twice in range(2):
        add_evidence(collaboration_id=funded.pk, file_ids=[second.pk], by=amina)
    on_it = File.objects.attached_to([dispute.target]).values_list("pk", flat=True)
    assert list(on_it) == [first.pk, second.pk]
    fact = Event.objects.get(label="campaigns.EvidenceAdded").payload
    assert (fact["side"], fact["n_files"]) == ("influencer", 1)


def test_evidence_is_read_by_both_sides_and_by_staff_who_decide(dispute, amina, cast, house, proof_of):
    paper, (moderator, finance) = proof_of(amina), house
    add_evidence(collaboration_id=dispute.collaboration_id, file_ids=[paper.pk], by=amina)
    assert readers(paper, moderator, *cast("amina", "atlas", "viewer", "staff")) == [True] * 5
    assert readers(paper, finance, *cast("omar", "rival")) == [False] * 3
    with pytest.raises(FileAttached):
        remove_file(file_id=paper.pk, by=amina)


@pytest.mark.parametrize("who", ["viewer", "omar", "staff"])
def test_only_who_may_answer_for_a_side_puts_something_forward(dispute, funded, proof_of, request, who):
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        add_evidence(collaboration_id=funded.pk, file_ids=[proof_of(user).pk], by=user)


def test_evidence_belongs_to_a_dispute_that_is_open(funded, amina, staff, proof_of, refused):
    ids = [proof_of(amina).pk]
    with refused(WrongState):
        add_evidence(collaboration_id=funded.pk, file_ids=ids, by=amina)
    open_dispute(collaboration_id=funded.pk, reason="Rien", by=amina)
    decide_dispute(collaboration_id=funded.pk, influencer_bps=5_000, decision="Moitié", by=staff)
    with refused(WrongState):
        add_evidence(collaboration_id=funded.pk, file_ids=ids, by=amina)


def test_each_side_puts_thirty_files_forward_at_most(dispute, cast, proof_of, monkeypatch, refused):
    funded, amina, atlas = cast("funded", "amina", "atlas")
    monkeypatch.setattr("campaigns.services.disputes.MOST_EVIDENCE", 2)
    add_evidence(collaboration_id=funded.pk, file_ids=[proof_of(amina).pk, proof_of(amina).pk], by=amina)
    third = proof_of(amina)
    with refused(TooManyAttached):
        add_evidence(collaboration_id=funded.pk, file_ids=[third.pk], by=amina)
    third.refresh_from_db()
    assert third.attached_to == ""
    add_evidence(collaboration_id=funded.pk, file_ids=[proof_of(atlas).pk], by=atlas)


def test_the_limit_is_of_a_side_and_not_of_each_of_its_people(dispute, cast, proof_of, monkeypatch, refused):
    funded, amina, atlas, salma = cast("funded", "amina", "atlas", "salma")
    monkeypatch.setattr("campaigns.services.disputes.MOST_EVIDENCE", 2)
    for person_of_brand in (atlas, salma):
        file = proof_of(person_of_brand)
        add_evidence(collaboration_id=funded.pk, file_ids=[file.pk], by=person_of_brand)
    with refused(TooManyAttached):
        add_evidence(collaboration_id=funded.pk, file_ids=[proof_of(salma).pk], by=salma)
    add_evidence(collaboration_id=funded.pk, file_ids=[proof_of(amina).pk, proof_of(amina).pk], by=amina)


def test_evidence_over_the_api(funded, amina, atlas, proof_of):
    first, second = proof_of(atlas), proof_of(amina)
    body = {"reason": "Rien ne vient", "files": [str(first.pk)]}
    opened = api(atlas).post(f"/api/collaborations/{funded.pk}/dispute", body, format="json")
    assert [one["id"] for one in opened.json()["evidence"]] == [str(first.pk)]
    address = f"/api/collaborations/{funded.pk}/evidence"
    assert api(amina).post(address, {"files": []}, format="json").status_code == 400
    added = api(amina).post(address, {"files": [str(second.pk)]}, format="json")
    assert [one["id"] for one in added.json()["evidence"]] == [str(first.pk), str(second.pk)]
    seen = api(atlas).get(f"/api/collaborations/{funded.pk}").json()["dispute"]["evidence"]
    assert [one["variants"][0]["url"].split("?")[0] for one in seen] == [
        f"/fichiers/{first.pk}/original",
        f"/fichiers/{second.pk}/original",
    ]


def test_evidence_on_the_pages(funded, amina, atlas, proof_of, client_of):
    first, second = proof_of(atlas, name="devis.pdf"), proof_of(amina, name="echange.pdf")
    opened = {"reason": "Rien ne vient", "attached": [str(first.pk)]}
    assert client_of(atlas).post(f"{PAGE}/{funded.pk}/litige", opened).status_code == 302
    address = f"{PAGE}/{funded.pk}/litige/pieces"
    assert client_of(amina).post(address, {"attached": [str(second.pk)]}).status_code == 302
    assert client_of(amina).post(address, {}).status_code == 302
    assert Dispute.objects.count() == 1
    for user in (amina, atlas):
        page = client_of(user).get(f"{PAGE}/{funded.pk}").content.decode()
        assert "devis.pdf" in page
        assert "echange.pdf" in page
        assert address in page
        for side in ("Amina", "Atlas Argan"):
            assert f'<li>\n  <p class="text-sm text-muted"><bdi>{side}</bdi></p>' in page


@pytest.mark.parametrize("how", ["unfit", "somebody else's", "gone", "for something else"])
def test_evidence_that_does_not_fit_leaves_the_words_typed(funded, cast, proof_of, client_of, how):
    atlas, omar = cast("atlas", "omar")
    file = proof_of(omar if how == "somebody else's" else atlas, name="devis.pdf")
    if how == "unfit":
        unfit(file)
    if how == "for something else":
        File.objects.update(purpose="message")
    words = {"reason": "Rien ne vient", "attached": [str(uuid4() if how == "gone" else file.pk)]}
    answer = client_of(atlas).post(f"{PAGE}/{funded.pk}/litige", words)
    assert (answer.status_code, Dispute.objects.count()) == (422, 0)
    assert answer.context["form"].errors.keys() == {"attached"}
    assert "Rien ne vient" in answer.content.decode()


def test_evidence_that_does_not_fit_an_open_dispute_is_told(dispute, funded, amina, proof_of, client_of):
    file = proof_of(amina)
    unfit(file)
    address = f"{PAGE}/{funded.pk}/litige/pieces"
    answer = client_of(amina).post(address, {"attached": [str(file.pk)]}, follow=True)
    assert "Ce fichier ne peut pas être utilisé" in answer.content.decode()


# ---- refused after they were put somewhere ---------------------------------------------------------


@pytest.fixture
def refuse():
    """The workshop, or the scanner, turns a file down; and whoever has to hear of it does."""

    def act(file):
        File.objects.filter(pk=file.pk).update(state="scanning", scan="pending", ready_at=None)
        file_scanned(claimed=claim_file(), scan="infected", found="Eicar")
        sweep()

    return act


def stands(piece):
    piece.refresh_from_db()
    return (piece.state, piece.n_revisions_used, piece.expected_at is not None)


def test_a_version_of_which_nothing_is_left_goes_back_and_spends_no_revision(
    sent, piece, amina, video, refuse
):
    refuse(video)
    assert stands(piece) == ("changes_requested", 0, True)
    (fact,) = Event.objects.filter(label="campaigns.DraftUnreadable")
    assert fact.payload["version"] == 1
    submit_deliverable(deliverable_id=piece.pk, url="https://a.ma/2", caption="", by=amina)
    assert stands(piece)[:2] == ("submitted", 0)


def test_the_pages_say_why_it_went_back(sent, piece, cast, video, refuse, client_of):
    refuse(video)
    amina, atlas, funded = cast("amina", "atlas", "funded")
    for user, address in ((amina, f"{PAGE}/{funded.pk}/livrer/1"), (atlas, f"{PAGE}/{funded.pk}")):
        page = client_of(user).get(address)
        assert page.status_code == 200
    assert "Aucun fichier de la version 1" in page.content.decode()
    talk = Conversation.objects.get(about=str(funded.application_id))
    words = client_of(atlas).get(f"/fr/messages/{talk.pk}").content.decode()
    assert "version 1, est illisible" in words


@pytest.mark.parametrize("left", ["a link", "another file", "another version", "an approval"])
def test_a_version_that_can_still_be_judged_stays(piece, cast, video, refuse, left):
    amina, atlas, tmp_path = cast("amina", "atlas", "tmp_path")
    more = [make_file(amina, tmp_path, purpose="deliverable").pk] if left == "another file" else []
    url = "https://a.ma/1" if left == "a link" else ""
    submit_deliverable(deliverable_id=piece.pk, url=url, caption="", file_ids=[video.pk, *more], by=amina)
    if left == "another version":
        answer = {"decision": "request_changes", "comment": "Plus court", "by": atlas}
        review_deliverable(deliverable_id=piece.pk, **answer)
        submit_deliverable(deliverable_id=piece.pk, url="https://a.ma/2", caption="", by=amina)
    if left == "an approval":
        review_deliverable(deliverable_id=piece.pk, decision="approve", comment="", by=atlas)
    before = stands(piece)
    refuse(video)
    assert stands(piece) == before


def test_no_deadline_runs_while_a_bank_decides(sent, piece, video, refuse, monkeypatch):
    monkeypatch.setattr(Escrow, "is_frozen", True)
    refuse(video)
    assert stands(piece) == ("changes_requested", 0, False)


def test_a_draft_under_dispute_stays_as_it_was(sent, piece, dispute, video, refuse):
    refuse(video)
    assert stands(piece) == ("submitted", 0, False)
