"""The parts of a price that are paid out on the way: drafts approved, work accepted, end of retention."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from campaigns.facts import RetentionStarted
from campaigns.models import Collaboration, Deliverable
from campaigns.selectors.consequences import paid_now
from campaigns.selectors.spans import span_of
from campaigns.services.clocks import clock_fields
from campaigns.services.locks import lock_money
from campaigns.services.moves import ids_of
from events.services import emit
from payments.models import Escrow, EscrowPart
from payments.selectors import held_parts
from payments.services import refund_part, release_part, retain_until, split_part

State = Deliverable.State
APPROVED = {State.APPROVED, State.PUBLISHED, State.ACCEPTED}
Name = EscrowPart.Name


def release_drafts(collaboration: Collaboration, *, by: Any = None) -> None:
    """Pay the part for drafts out once every one of them is approved. With one that was dropped it waits for
    the end of the work. Raises EscrowFrozen.
    """
    lock_money(collaboration)
    rows = list(collaboration.deliverables.all())
    if not rows or any(row.state not in APPROVED for row in rows):
        return
    for part in held_parts(collaboration.escrow):
        if part.name == Name.DRAFT:
            release_part(part_id=part.pk, reason="drafts_approved", by=by)


def retained_part(escrow: Escrow) -> EscrowPart | None:
    """What is still retained, if anything is."""
    return next((part for part in held_parts(escrow) if part.name == Name.RETAINED), None)


def begin_retention(collaboration: Collaboration, kept: int, *, by: Any = None) -> datetime:
    """The work is done, `kept` of the price is accepted: all but what is retained of it is settled now, and
    the rest at the moment returned. The collaboration and its money are locked.
    """
    escrow = collaboration.escrow
    until = span_of("retention", collaboration.terms).after(timezone.now())
    for part, quote in paid_now(collaboration, kept):
        settle_part(part, quote.price_centimes, reason="work_accepted", by=by)
    retain_until(escrow_id=escrow.pk, until=until)
    collaboration.due_at, collaboration.warn_at = until, None
    collaboration.save(update_fields=clock_fields(collaboration))
    emit(RetentionStarted(**ids_of(collaboration), until=until.isoformat()), by=by)
    return until


def settle_part(part: EscrowPart, kept: int, *, reason: str, by: Any = None) -> None:
    """Release, refund or split one part."""
    if kept == part.price_centimes:
        release_part(part_id=part.pk, reason=reason, by=by)
    elif not kept:
        refund_part(part_id=part.pk, reason=reason, by=by)
    else:
        split_part(part_id=part.pk, influencer_price_centimes=kept, reason=reason, by=by)
