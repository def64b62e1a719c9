"""Two signatures over one hash, and the money that makes the work begin."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.errors import AlreadySigned, NameMissing, TermsChanged
from campaigns.facts import CollaborationFunded, CollaborationReady, CollaborationSigned, CollaborationStarted
from campaigns.models import Collaboration, Deliverable, Signature
from campaigns.policies import may_sign_for
from campaigns.selectors.calendar import end_of_day
from campaigns.selectors.spans import span_of
from campaigns.services.clocks import arm, clock_fields
from campaigns.services.locks import lock_collaboration
from campaigns.services.moves import advance, ids_of, record
from campaigns.services.texts import fitted
from events.services import emit
from kit.errors import WrongState, ensure
from kit.text import tidy
from payments.models import Escrow

State = Collaboration.State
MIN_NAME = 3


@transaction.atomic
def sign_collaboration(
    *,
    collaboration_id: Any,
    name: str,
    terms_hash: str,
    by: User,
    ip: str | None = None,
    user_agent: str = "",
) -> Collaboration:
    """Sign the terms for one's side. The second signature makes the contract ready to be funded.

    Raises NotAllowed, WrongState, AlreadySigned, TermsChanged (the hash is not the stored one), NameMissing.
    """
    collaboration = lock_collaboration(collaboration_id)
    side = may_sign_for(by, collaboration) or ""
    ensure(bool(side))
    refuse_signature(collaboration, side, name, terms_hash)
    Signature.objects.create(
        collaboration=collaboration,
        side=side,
        user=by,
        name=fitted(Signature.name, name),
        email=by.email,
        terms_hash=terms_hash,
        ip=ip,
        user_agent=tidy(user_agent)[:200],
    )
    record_signature(collaboration, side, by=by)
    return collaboration


def refuse_signature(collaboration: Collaboration, side: str, name: str, terms_hash: str) -> None:
    """Raises AlreadySigned, WrongState, TermsChanged, NameMissing."""
    if collaboration.signatures.filter(side=side).exists():
        raise AlreadySigned(side=side)
    if collaboration.state != State.AGREED:
        raise WrongState(state=collaboration.state, wanted=State.SIGNED)
    if terms_hash != collaboration.terms_hash:
        raise TermsChanged
    if len(tidy(name)) < MIN_NAME:
        raise NameMissing


def record_signature(collaboration: Collaboration, side: str, *, by: User) -> None:
    """A line of history; with both names under it, the contract moves on (and on, if it is already paid)."""
    record(collaboration, collaboration.state, by=by, data={"signed_by": side})
    emit(CollaborationSigned(**ids_of(collaboration), side=side), by=by)
    if collaboration.signatures.count() == len(Signature.Side):
        advance(collaboration, State.SIGNED, by=by, fact=CollaborationReady(**ids_of(collaboration)))
        fund_if_held(collaboration)


@transaction.atomic
def mark_funded(*, collaboration_id: Any) -> bool:
    """Start the work when the escrow is held; True when this call did it. Idempotent: asks the escrow."""
    return fund_if_held(lock_collaboration(collaboration_id))


def fund_if_held(collaboration: Collaboration) -> bool:
    """The escrow row is read again under its own lock: a fact may be late or come twice."""
    escrow = Escrow.objects.lock(collaboration.escrow_id)
    if collaboration.state != State.SIGNED or escrow.state != Escrow.State.HELD:
        return False
    collaboration.escrow = escrow
    advance(collaboration, State.FUNDED, fact=CollaborationFunded(**ids_of(collaboration)))
    for deliverable in collaboration.deliverables.select_for_update().order_by("position"):
        deliverable.collaboration = collaboration
        start_clock(deliverable)
    return True


def start_clock(deliverable: Deliverable) -> None:
    """The money is here: the day owed counts, moved on when the funds came too late for it."""
    earliest = span_of("first_draft", deliverable.collaboration.terms).after(timezone.now())
    while end_of_day(deliverable.due_on) < earliest:
        deliverable.due_on += timedelta(days=1)
    arm(deliverable)
    deliverable.save(update_fields=["due_on", *clock_fields(deliverable)])


def start_work(collaboration: Collaboration, *, by: Any = None) -> None:
    """The first day has come, or the first draft."""
    if collaboration.state == State.FUNDED:
        advance(collaboration, State.ACTIVE, by=by, fact=CollaborationStarted(**ids_of(collaboration)))
