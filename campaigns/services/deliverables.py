"""Drafts in versions, answers, publication with its proof, acceptance, and with the last one the money."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.errors import CommentMissing, InDispute, NoRevisionsLeft, NotFunded, TooManyAttached
from campaigns.facts import (
    ChangesRequested,
    DeliverableAccepted,
    DeliverableApproved,
    DeliverablePublished,
    DeliverableSubmitted,
    DraftUnreadable,
)
from campaigns.models import Collaboration, Deliverable, PublicationProof, Submission
from campaigns.models.deliverables import MOST_FILES
from campaigns.policies import may_deliver, may_review
from campaigns.services.clocks import clock_fields, stop
from campaigns.services.endings import settle_collaboration
from campaigns.services.locks import lock_deliverable
from campaigns.services.milestones import release_drafts
from campaigns.services.moves import advance, ids_of
from campaigns.services.proofs import check_proof
from campaigns.services.signatures import start_work
from campaigns.services.texts import fitted, web_address
from files.models import File
from files.services import attach
from kit.errors import WrongState, ensure
from payments.errors import EscrowFrozen

State = Deliverable.State
Decision = Submission.Decision
RUNNING = {Collaboration.State.FUNDED, Collaboration.State.ACTIVE}


def ensure_running(collaboration: Collaboration) -> None:
    """Work happens between the money's arrival and the end, and never during a dispute of either kind."""
    if collaboration.state in RUNNING:
        ensure_free(collaboration)
        return
    if collaboration.state in {Collaboration.State.AGREED, Collaboration.State.SIGNED}:
        raise NotFunded
    if collaboration.state == Collaboration.State.DISPUTED:
        raise InDispute
    raise WrongState(state=collaboration.state, wanted="work")


def ensure_free(collaboration: Collaboration) -> None:
    """Nobody works for money that the brand's bank may take back. Raises EscrowFrozen."""
    if collaboration.escrow.is_frozen:
        raise EscrowFrozen(reason=collaboration.escrow.frozen_reason)


@transaction.atomic
def submit_deliverable(
    *, deliverable_id: Any, url: str, caption: str, by: User, file_ids: Sequence[UUID] = ()
) -> Submission:
    """Send a draft as the next version, by a link, by files or both; the first one starts the collaboration.

    Files are the sender's own, sent for the purpose "deliverable". Raises NotAllowed, NotFunded, InDispute,
    WrongState, TooManyAttached, ValidationError, and what files.services.attach raises.
    """
    deliverable = lock_deliverable(deliverable_id)
    ensure(may_deliver(by, deliverable.collaboration))
    ensure_running(deliverable.collaboration)
    submission = Submission(
        deliverable=deliverable,
        version=deliverable.submissions.count() + 1,
        url=draft_address(url, file_ids),
        caption=fitted(Submission.caption, caption),
        made_by=by,
    )
    submission.clean_fields(exclude={"deliverable", "made_by", "decided_by"})
    start_work(deliverable.collaboration, by=by)
    fact = DeliverableSubmitted(**ids_of(deliverable), version=submission.version)
    advance(deliverable, State.SUBMITTED, by=by, data={"version": submission.version}, fact=fact)
    submission.save(force_insert=True)
    attach(file_ids=file_ids, by=by, to=submission.target)
    return submission


def draft_address(url: str, file_ids: Sequence[UUID]) -> str:
    """A link may be missing where there are files. Raises ValidationError, TooManyAttached."""
    if len(file_ids) > MOST_FILES:
        raise TooManyAttached(limit=MOST_FILES)
    if url.strip():
        return web_address(url)
    if not file_ids:
        raise ValidationError({"url": _("Give a link, or attach at least one file.")})
    return ""


@transaction.atomic
def review_deliverable(*, deliverable_id: Any, decision: str, comment: str, by: User) -> Deliverable:
    """Approve the draft, or ask for changes while the agreed number lasts.

    Raises NotAllowed, InDispute, WrongState, NoRevisionsLeft, CommentMissing, ValidationError.
    """
    deliverable = lock_deliverable(deliverable_id)
    ensure(may_review(by, deliverable.collaboration))
    ensure_running(deliverable.collaboration)
    if deliverable.state != State.SUBMITTED:
        raise WrongState(state=deliverable.state, wanted=decision)
    comment = fitted(Submission.comment, comment)
    if decision == Decision.APPROVE:
        approve(deliverable, comment, by=by)
    elif decision == Decision.REQUEST_CHANGES:
        request_changes(deliverable, comment, by=by)
    else:
        raise ValidationError({"decision": _("Approve, or ask for changes.")})
    return deliverable


def approve(deliverable: Deliverable, comment: str = "", *, by: Any = None) -> None:
    """By the brand, or by its silence when `by` is None; with the last draft its part of the price is paid
    out, all in this transaction.
    """
    answer(deliverable, Decision.APPROVE, comment, by=by)
    fact = DeliverableApproved(**ids_of(deliverable), automatic=by is None)
    advance(deliverable, State.APPROVED, by=by, data={"automatic": by is None}, fact=fact)
    release_drafts(deliverable.collaboration, by=by)


def request_changes(deliverable: Deliverable, comment: str, *, by: User) -> None:
    """Send a draft back. Raises NoRevisionsLeft, CommentMissing."""
    used, agreed = deliverable.n_revisions_used, deliverable.collaboration.revisions
    if used >= agreed:
        raise NoRevisionsLeft(revisions=agreed)
    if not comment:
        raise CommentMissing
    submission = answer(deliverable, Decision.REQUEST_CHANGES, comment, by=by)
    deliverable.n_revisions_used = used + 1
    fact = ChangesRequested(**ids_of(deliverable), version=submission.version, comment=comment)
    data = {"version": submission.version, "revisions_left": agreed - used - 1}
    advance(deliverable, State.CHANGES_REQUESTED, by=by, fields=["n_revisions_used"], data=data, fact=fact)


@transaction.atomic
def send_back_unreadable(*, submission_id: Any) -> bool:
    """A file of this version was refused. When nothing is left of the version, a new one is expected, without
    spending a revision; return whether. Repeated, answered meanwhile or in a dispute, it does nothing.
    """
    submission = Submission.objects.filter(pk=submission_id).first()
    if submission is None:
        return False
    deliverable = lock_deliverable(submission.deliverable_id)
    collaboration, version = deliverable.collaboration, submission.version
    is_waiting = deliverable.state == State.SUBMITTED and collaboration.state in RUNNING
    is_newest = not deliverable.submissions.filter(version__gt=version).exists()
    is_readable = submission.url or File.objects.attached_to([submission.target]).usable().exists()
    if is_readable or not (is_waiting and is_newest):
        return False
    fact = DraftUnreadable(**ids_of(deliverable), version=version)
    advance(deliverable, State.CHANGES_REQUESTED, data={"version": version}, fact=fact)
    if collaboration.escrow.is_frozen:  # while a bank decides, no deadline runs
        stop(deliverable)
        deliverable.save(update_fields=clock_fields(deliverable))
    return True


def answer(deliverable: Deliverable, decision: str, comment: str, *, by: Any) -> Submission:
    """Write the answer beside the newest version."""
    submission = deliverable.submissions.order_by("-version")[:1].get()
    submission.decision, submission.comment = decision, comment
    submission.decided_by, submission.decided_at = by, timezone.now()
    submission.save(update_fields=["decision", "comment", "decided_by", "decided_at"])
    return submission


@transaction.atomic
def publish_deliverable(*, deliverable_id: Any, url: str, by: User) -> Deliverable:
    """Say where it went public. Raises NotAllowed, InDispute, WrongState, WrongPlatform, WrongOwner,
    ProofUsed, ValidationError.
    """
    deliverable = lock_deliverable(deliverable_id)
    ensure(may_deliver(by, deliverable.collaboration))
    ensure_running(deliverable.collaboration)
    if not deliverable.can_move(State.PUBLISHED):
        raise WrongState(state=deliverable.state, wanted=State.PUBLISHED)
    proof = PublicationProof(deliverable=deliverable, url=web_address(url), made_by=by)
    proof.clean_fields(exclude={"deliverable", "made_by"})
    proof.is_owner_matched = check_proof(deliverable, proof.url)
    proof.save(force_insert=True)
    fact = DeliverablePublished(**ids_of(deliverable), url=proof.url)
    data = {"url": proof.url, "is_owner_matched": proof.is_owner_matched}
    advance(deliverable, State.PUBLISHED, by=by, data=data, fact=fact)
    return deliverable


@transaction.atomic
def accept_deliverable(*, deliverable_id: Any, by: User) -> Deliverable:
    """Accept a publication. The last acceptance completes the collaboration and releases the money, all in
    this transaction. Raises NotAllowed, InDispute, WrongState.
    """
    deliverable = lock_deliverable(deliverable_id)
    ensure(may_review(by, deliverable.collaboration))
    ensure_running(deliverable.collaboration)
    accept(deliverable, by=by)
    return deliverable


def accept(deliverable: Deliverable, *, by: Any = None) -> None:
    """By the brand, or by its silence when `by` is None."""
    fact = DeliverableAccepted(**ids_of(deliverable), automatic=by is None)
    advance(deliverable, State.ACCEPTED, by=by, data={"automatic": by is None}, fact=fact)
    settle_collaboration(deliverable.collaboration, by=by)
