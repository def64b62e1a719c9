"""The one way a campaign, application, collaboration or deliverable changes its state."""

from typing import Any

from django.utils import timezone

from campaigns.models import Application, Campaign, Collaboration, Deliverable, Move
from campaigns.models.clocks import Timed
from campaigns.services.clocks import arm, clock_fields
from events.facts import Fact
from events.services import emit

SUBJECTS: dict[type, str] = {
    Campaign: "campaign",
    Application: "application",
    Collaboration: "collaboration",
    Deliverable: "deliverable",
}


def advance(
    row: Timed,
    to: str,
    *,
    by: Any = None,
    fields: list[str] | tuple[str, ...] = (),
    data: dict | None = None,
    fact: Fact | None = None,
) -> None:
    """Move a locked row along its map: state, clock, history and fact in the caller's transaction.

    `fields` are other columns already set in memory, `data` plain values for the history, `by` None when a
    deadline did it. Raises WrongState and writes nothing when the map has no such road.
    """
    before = row.state
    row.move(to)
    row.state_since = timezone.now()
    arm(row, row.state_since)
    row.save(update_fields=[*clock_fields(row), *fields])
    record(row, before, by=by, data=data)
    if fact is not None:
        emit(fact, by=by)


def record(row: Timed, before: str, *, by: Any = None, data: dict | None = None) -> None:
    """One line of the history people read."""
    deal = deal_of(row)
    Move.objects.create(
        campaign_id=campaign_id_of(row),
        collaboration=deal,
        subject=SUBJECTS[type(row)],
        subject_id=row.pk,
        from_state=before,
        to_state=row.state,
        by=by,
        data=data or {},
    )


def deal_of(row: Timed) -> Collaboration | None:
    """The collaboration a row belongs to, or None."""
    if isinstance(row, Deliverable):
        return row.collaboration
    return row if isinstance(row, Collaboration) else None


def campaign_id_of(row: Any) -> Any:
    """The campaign a row belongs to."""
    if isinstance(row, Campaign):
        return row.pk
    return row.collaboration.campaign_id if isinstance(row, Deliverable) else row.campaign_id


def ids_of(row: Any) -> dict[str, Any]:
    """The ids a fact about this row carries, as text."""
    if isinstance(row, Deliverable):
        return {**ids_of(row.collaboration), "deliverable_id": str(row.pk), "position": row.position}
    if isinstance(row, Campaign):
        return {"campaign_id": str(row.pk), "brand_id": str(row.brand_id)}
    parties = {**ids_of(row.campaign), "influencer_id": str(row.influencer_id)}
    if isinstance(row, Collaboration):
        return {**parties, "collaboration_id": str(row.pk)}
    return {**parties, "application_id": str(row.pk), "price_centimes": row.price_centimes}
