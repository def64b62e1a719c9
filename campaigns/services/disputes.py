"""Disputes: everything waits, then the staff or, after 30 days of silence, the table decides."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.errors import NotFunded, ReasonMissing, ShareTooLow, TooManyAttached
from campaigns.facts import DisputeDecided, DisputeOpened, EvidenceAdded
from campaigns.models import Collaboration, Dispute
from campaigns.models.deliverables import MOST_FILES
from campaigns.policies import BRAND, may_decide, may_dispute, side_of
from campaigns.selectors.consequences import (
    Consequences,
    consequences_for,
    decision_consequences,
    in_money,
    lowest_bps,
)
from campaigns.services.clocks import clock_fields, stop
from campaigns.services.endings import end, money_of
from campaigns.services.locks import lock_collaboration, lock_money
from campaigns.services.moves import advance, ids_of
from campaigns.services.texts import fitted
from events.services import emit
from files.models import File
from files.services import attach
from kit.errors import WrongState, ensure
from messaging.models import StaffReading
from messaging.services import note_reading
from payments.services import freeze_escrow, thaw_escrow

State = Collaboration.State
WHOLE = 10_000
MOST_EVIDENCE = 30  # files of one side


@transaction.atomic
def open_dispute(*, collaboration_id: Any, reason: str, by: User, file_ids: Sequence[UUID] = ()) -> Dispute:
    """Freeze a funded contract until a decision. What silence would decide is fixed now, by the table of a
    cancellation by the brand. Files are the person's own, sent for the purpose "evidence". Raises NotAllowed,
    ReasonMissing, NotFunded, WrongState, TooManyAttached, and what files.services.attach raises.
    """
    collaboration = lock_collaboration(collaboration_id)
    ensure(may_dispute(by, collaboration))
    reason = fitted(Dispute.reason, reason)
    refuse_dispute(collaboration, reason)
    lock_money(collaboration)
    side = str(side_of(by, collaboration))
    dispute = Dispute.objects.create(
        collaboration=collaboration,
        opened_by=by,
        side=side,
        reason=reason,
        default_centimes=consequences_for(collaboration, BRAND).influencer_centimes,
    )
    put_forward(dispute, file_ids, by=by)
    freeze_escrow(escrow_id=collaboration.escrow_id)
    freeze_clocks(collaboration)
    fact = DisputeOpened(**ids_of(collaboration), side=side, reason=reason)
    advance(collaboration, State.DISPUTED, by=by, data={"side": side, "reason": reason}, fact=fact)
    return dispute


@transaction.atomic
def add_evidence(*, collaboration_id: Any, file_ids: Sequence[UUID], by: User) -> Dispute:
    """Either side puts files forward while nothing is decided. They stay; twice is as once, and then nobody
    is told again. Raises NotAllowed, WrongState, TooManyAttached, and what files.services.attach raises.
    """
    collaboration = lock_collaboration(collaboration_id)
    side = side_of(by, collaboration)
    ensure(may_dispute(by, collaboration))
    if collaboration.state != State.DISPUTED:
        raise WrongState(state=collaboration.state, wanted=str(State.DISPUTED))
    dispute = collaboration.dispute
    if n_new := put_forward(dispute, file_ids, by=by):
        emit(EvidenceAdded(**ids_of(collaboration), side=str(side), n_files=n_new), by=by)
    return dispute


def put_forward(dispute: Dispute, file_ids: Sequence[UUID], *, by: User) -> int:
    """How many of them were not there yet; in the transaction of whoever holds the contract."""
    if len(file_ids) > MOST_FILES:
        raise TooManyAttached(limit=MOST_FILES)
    creator, files = dispute.collaboration.influencer.user_id, File.objects.attached_to([dispute.target])
    ours = files.filter(owner=creator) if by.pk == creator else files.exclude(owner=creator)
    n_before = ours.count()
    attach(file_ids=file_ids, by=by, to=dispute.target)
    n_after = ours.count()
    if n_after > MOST_EVIDENCE:
        raise TooManyAttached(limit=MOST_EVIDENCE)
    return n_after - n_before


def refuse_dispute(collaboration: Collaboration, reason: str) -> None:
    """Raises ReasonMissing, NotFunded, WrongState."""
    if not reason:
        raise ReasonMissing
    if collaboration.state in {State.AGREED, State.SIGNED}:
        raise NotFunded
    if not collaboration.can_move(State.DISPUTED):
        raise WrongState(state=collaboration.state, wanted=State.DISPUTED)


def freeze_clocks(collaboration: Collaboration) -> None:
    """No deadline of this contract decides anything any more."""
    for deliverable in collaboration.deliverables.live().select_for_update().order_by("position"):
        stop(deliverable)
        deliverable.save(update_fields=clock_fields(deliverable))


@transaction.atomic
def read_conversation(*, collaboration_id: Any, reason: str, by: User) -> StaffReading:
    """Write down that staff read what both sides said about this contract, from the application on, before
    they do and while nothing is decided. Both sides are told of the first reading. Locks the contract. Raises
    NotAllowed, WrongState, and ValidationError without a reason.
    """
    ensure(may_decide(by))
    collaboration = lock_collaboration(collaboration_id)
    if collaboration.state != State.DISPUTED:
        raise WrongState(state=collaboration.state, wanted=str(State.DISPUTED))
    return note_reading(
        kind="application",
        about=str(collaboration.application_id),
        matter=collaboration.dispute.matter,
        reason=reason,
        by=by,
    )


@transaction.atomic
def decide_dispute(*, collaboration_id: Any, influencer_bps: int, decision: str, by: User) -> Dispute:
    """Give the creator a share of the price, the brand the rest. Raises NotAllowed, WrongState, ReasonMissing
    (the decision has to be explained), ShareTooLow (under what was accepted or paid out), EscrowFrozen (a
    chargeback comes first).
    """
    collaboration = lock_collaboration(collaboration_id)
    ensure(may_decide(by))
    if collaboration.state != State.DISPUTED:
        raise WrongState(state=collaboration.state, wanted=State.DECIDED)
    lock_money(collaboration)
    decision, lowest = fitted(Dispute.decision, decision), lowest_bps(collaboration)
    if not decision:
        raise ReasonMissing
    if not lowest <= influencer_bps <= WHOLE:
        raise ShareTooLow(min_bps=lowest, max_bps=WHOLE)
    dispute = collaboration.dispute
    dispute.influencer_bps, dispute.decision = influencer_bps, decision
    decide(dispute, decision_consequences(collaboration, influencer_bps), by=by)
    return dispute


def decide_by_table(collaboration: Collaboration) -> None:
    """Nobody decided: the amount fixed when the dispute was opened."""
    dispute = collaboration.dispute
    kept = dispute.default_centimes
    dispute.influencer_bps = kept * WHOLE // collaboration.price_centimes
    decide(dispute, in_money(collaboration, "nobody", kept, [], is_late=False))


def decide(dispute: Dispute, outcome: Consequences, *, by: Any = None) -> None:
    """Write the decision and end the contract with it: what is still held moves. Raises EscrowFrozen while a
    bank has not decided about the payment itself.
    """
    collaboration = dispute.collaboration
    dispute.influencer_centimes = outcome.influencer_centimes
    dispute.decided_by, dispute.decided_at = by, timezone.now()
    dispute.save()
    fact = DisputeDecided(**ids_of(collaboration), **money_of(outcome), automatic=by is None)
    kept = outcome.influencer_centimes
    thaw_escrow(escrow_id=collaboration.escrow_id)
    end(collaboration, State.DECIDED, kept=kept, reason="dispute_decided", by=by, fact=fact)
