import pytest
from django.core.exceptions import ValidationError

from campaigns.errors import (
    CommentMissing,
    InDispute,
    NoRevisionsLeft,
    NotFunded,
    ProofUsed,
    WrongOwner,
    WrongPlatform,
)
from campaigns.models import Deliverable
from campaigns.services import (
    accept_deliverable,
    open_dispute,
    publish_deliverable,
    review_deliverable,
    submit_deliverable,
)
from conftest import accept, approve, publish, sign_both, submit
from events.models import Event
from kit.errors import NotAllowed, WrongState
from payments.selectors import books

pytestmark = pytest.mark.usefixtures("november")

DRAFT = "https://drive.example.ma/1"
REEL = "https://www.instagram.com/amina-b/reel/C9x/"


def send(deliverable, by, url=DRAFT, caption=""):
    return submit_deliverable(deliverable_id=deliverable.pk, url=url, caption=caption, by=by)


def review(deliverable, by, decision="request_changes", comment="Le son"):
    row = review_deliverable(deliverable_id=deliverable.pk, decision=decision, comment=comment, by=by)
    deliverable.refresh_from_db()
    return row


def prove(deliverable, by, url=REEL):
    return publish_deliverable(deliverable_id=deliverable.pk, url=url, by=by)


def take(deliverable, by):
    return accept_deliverable(deliverable_id=deliverable.pk, by=by)


@pytest.fixture
def due(funded):
    return funded.deliverables.get(position=2)


@pytest.fixture
def approved(deliverable):
    return approve(deliverable)


# Drafts ----------------------------------------------------------------------
def test_the_first_draft_starts_the_contract(active, deliverable):
    assert (active.state, deliverable.state) == ("active", "submitted")
    assert deliverable.submissions.get().version == 1


def test_no_work_before_the_money(collaboration, amina, refused):
    for deal in (collaboration, sign_both(collaboration)):
        with refused(NotFunded):
            send(deal.deliverables.get(position=1), amina)


@pytest.mark.parametrize("who", ["omar", "atlas", "salma", "rival", "staff"])
def test_only_the_creator_delivers(who, due, approved, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        send(due, user)
    with refused(NotAllowed):
        prove(approved, user)


@pytest.mark.parametrize("url", ["", "not a link", "javascript:alert(1)"])
def test_a_draft_has_a_link(url, due, amina, refused):
    with refused(ValidationError):
        send(due, amina, url=url)


def test_a_double_click_sends_one_version(deliverable, amina, refused):
    with refused(WrongState):
        send(deliverable, amina)


# Answers ---------------------------------------------------------------------
def test_changes_ask_for_the_next_version(deliverable, atlas, amina):
    row = review(deliverable, atlas)
    assert (row.state, row.n_revisions_used) == ("changes_requested", 1)
    assert send(deliverable, amina).version == 2
    first = deliverable.submissions.get(version=1)
    assert (first.decision, first.comment, first.decided_by) == ("request_changes", "Le son", atlas)


def test_the_agreed_number_of_changes(deliverable, atlas, refused):
    for _version in range(2):
        review(deliverable, atlas)
        submit(deliverable)
    with refused(NoRevisionsLeft) as no:
        review(deliverable, atlas)
    assert no.value.facts == {"revisions": 2}
    assert review(deliverable, atlas, "approve", "").state == "approved"


def test_a_request_says_what_should_change(deliverable, atlas, refused):
    with refused(CommentMissing):
        review(deliverable, atlas, comment=" ")


def test_an_unknown_answer(deliverable, atlas, refused):
    with refused(ValidationError):
        review(deliverable, atlas, decision="maybe")


@pytest.mark.parametrize("who", ["amina", "omar", "finance_fz", "viewer", "rival", "staff"])
def test_only_the_brand_reviews_and_accepts(who, deliverable, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        review(deliverable, user)
    with refused(NotAllowed):
        take(deliverable, user)


def test_a_draft_is_approved_once(approved, atlas, refused):
    with refused(WrongState):
        review(approved, atlas, "approve", "")


# Publication -----------------------------------------------------------------
def test_a_publication_has_its_proof(approved, amina):
    row = prove(approved, amina)
    assert (row.state, row.proof.url, row.proof.is_owner_matched) == ("published", REEL, True)


@pytest.mark.parametrize(
    "url",
    [
        "https://instagram.com/reel/C9x/",
        "https://www.instagram.com/p/C9x/",
        "https://m.instagram.com/Amina-B/reel/1/",
        "https://www.instagram.com/stories/amina-b/31/",
    ],
)
def test_an_address_of_the_platform_is_a_proof(url, approved, amina):
    assert prove(approved, amina, url).proof.is_owner_matched == ("mina-" in url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.tiktok.com/@amina-b/video/1",
        "https://instagram.com.evil.ma/p/1/",
        "https://evil.ma/instagram.com/p/1",
        "http://www.instagram.com/p/1/",
        "https://instagram.com@evil.ma/p/1/",
    ],
)
def test_another_address_is_not(url, approved, amina, refused):
    with refused(WrongPlatform):
        prove(approved, amina, url)


def test_somebody_elses_publication_is_not(approved, amina, refused):
    with refused(WrongOwner) as no:
        prove(approved, amina, "https://www.instagram.com/omar-t/reel/1/")
    assert no.value.facts == {"handle": "omar-t", "expected": "amina-b"}


def test_one_address_proves_one_deliverable(approved, due, amina, atlas, refused):
    prove(approved, amina)
    send(due, amina)
    review(due, atlas, "approve", "")
    with refused(ProofUsed):
        prove(due, amina)


def test_nothing_is_published_before_approval(deliverable, amina, refused):
    with refused(WrongState):
        prove(deliverable, amina)


# Acceptance ------------------------------------------------------------------
def test_one_acceptance_of_three_pays_nothing(approved, atlas):
    assert accept(publish(approved)).state == "accepted"
    assert books(approved.collaboration.pk).released_centimes == 0


def test_the_last_acceptance_pays(completed, balanced):
    sums = books(completed.pk)
    assert (completed.state, completed.settled_centimes) == ("completed", 450_000)
    assert (sums.paid_centimes, sums.released_centimes, sums.held_centimes) == (477_000, 396_000, 0)
    assert Event.objects.filter(label="campaigns.CollaborationCompleted").count() == 1


def test_a_part_delivered_is_a_part_paid(funded, balanced):
    Deliverable.objects.filter(collaboration=funded, position__gt=1).update(state="dropped")
    accept(publish(approve(submit(funded.deliverables.get(position=1)))))
    funded.refresh_from_db()
    assert (funded.state, funded.end_reason) == ("completed", "partly_delivered")
    assert (funded.settled_centimes, funded.escrow.state) == (150_000, "split")


def test_what_is_not_published_is_not_accepted(approved, atlas, refused):
    with refused(WrongState):
        take(approved, atlas)


def test_nothing_moves_in_a_dispute(deliverable, approved, due, atlas, amina, refused):
    open_dispute(collaboration_id=approved.collaboration_id, reason="Hors sujet", by=atlas)
    acts = [
        lambda: send(due, amina),
        lambda: review(deliverable, atlas),
        lambda: prove(approved, amina),
        lambda: take(approved, atlas),
    ]
    for act in acts:
        with refused(InDispute):
            act()


def test_words_fit_their_column(deliverable, due, atlas, amina, refused):
    acts = [
        lambda: review(deliverable, atlas, comment="x" * 2001),
        lambda: send(due, amina, caption="x" * 2201),
        lambda: send(due, amina, url="ftp://example.ma/1"),
        lambda: open_dispute(collaboration_id=due.collaboration_id, reason="x" * 2001, by=atlas),
    ]
    for act, field in zip(acts, ["comment", "caption", "url", "reason"], strict=True):
        with refused(ValidationError) as no:
            act()
        assert set(no.value.message_dict) == {field}
