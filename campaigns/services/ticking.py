"""The beat: every minute, each row whose deadline or warning has come is looked at under its locks."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.facts import DeadlineNear, DeliverableOverdue
from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.models.clocks import Timed
from campaigns.services.clocks import expected_of, next_warning, overdue_of, rule_of
from campaigns.services.exits import leave
from campaigns.services.locks import application_of, claim_campaign, collaboration_of, deliverable_of
from campaigns.services.moves import SUBJECTS, ids_of
from events.services import emit

log = logging.getLogger(__name__)
# Where a row's campaign and collaboration are found without a lock.
PATHS: dict[Any, tuple[str, str]] = {
    Campaign: ("pk", "pk"),
    Application: ("campaign_id", "pk"),
    Collaboration: ("campaign_id", "pk"),
    Deliverable: ("collaboration__campaign_id", "collaboration_id"),
}
GRACE = timedelta(hours=24)
PAGE = 100


@dataclass
class Beat:
    """What one run did. `skipped` rows were busy or already done, `failed` ones are in the log."""

    fired: int = 0
    warned: int = 0
    skipped: int = 0
    failed: int = 0


def run_clocks(*, limit: int = 500) -> Beat:
    """Fire what is due, then send what should be warned; at most `limit` of each kind of row.

    One transaction per row, which starts by claiming its campaign (SKIP LOCKED): safe to run twice and
    beside itself. A row that fails is logged, counted and passed over.
    """
    beat = Beat()
    for model in PATHS:
        for column in ("due_at", "warn_at"):
            run_column(model, column, limit, beat)
    return beat


def run_column(model: Any, column: str, limit: int, beat: Beat) -> None:
    """The oldest `limit` rows that can be dealt with; rows that fail do not hide those behind them."""
    done = 0
    for pk, campaign_id, deal_id in candidates(model, column):
        done += look(model, pk, campaign_id, deal_id, beat) in {"fired", "warned"}
        if done >= limit:
            return


def candidates(model: Any, column: str) -> Iterator[list[Any]]:
    """Ids of what is due, oldest first, read page by page without locks."""
    now = timezone.now()
    rows = model.objects.filter(**{f"{column}__lte": now}).order_by(column, "pk")
    if column == "warn_at":
        rows = rows.filter(due_at__gt=now)
    page = list(rows.values_list("pk", *PATHS[model], column)[:PAGE])
    while page:
        for row in page:
            yield row[:3]
        at, pk = page[-1][3], page[-1][0]
        later = rows.filter(Q(**{f"{column}__gt": at}) | Q(**{column: at, "pk__gt": pk}))
        page = list(later.values_list("pk", *PATHS[model], column)[:PAGE])


def look(model: Any, pk: Any, campaign_id: Any, deal_id: Any, beat: Beat) -> str:
    """Deal with one row in a transaction of its own; the outcome is counted in `beat`."""
    try:
        with transaction.atomic():
            outcome = tick(model, pk, campaign_id, deal_id)
    except Exception:
        log.exception("clock of %s %s failed", model.__name__, pk)
        outcome = "failed"
    setattr(beat, outcome, getattr(beat, outcome) + 1)
    return outcome


def tick(model: Any, pk: Any, campaign_id: Any, deal_id: Any) -> str:
    """Claim, look again under the locks, then leave, warn or do nothing."""
    campaign = claim_campaign(campaign_id)
    if campaign is None:
        return "skipped"
    row, now = claimed(model, campaign, pk, deal_id), timezone.now()
    if row.due_at and row.due_at <= now:
        return fire(row, now)
    if row.warn_at and row.warn_at <= now:
        warn(row, now)
        return "warned"
    return "skipped"


def claimed(model: Any, campaign: Campaign, pk: Any, deal_id: Any) -> Timed:
    """Lock a row whose campaign has been claimed."""
    if model is Campaign:
        return campaign
    if model is Application:
        return application_of(campaign, pk)
    if model is Collaboration:
        return collaboration_of(campaign, pk)
    return deliverable_of(campaign, deal_id, pk)


def fire(row: Timed, now: datetime) -> str:
    """The exit; but silence counts only after its warnings: a late beat warns first and gives a day more."""
    rule = rule_of(row)
    if rule and row.n_warnings < rule.min_warnings:
        row.due_at = now + GRACE
        if isinstance(row, Deliverable):
            row.expected_at = row.due_at
        warn(row, now)
        return "warned"
    return "fired" if leave(row) else "skipped"


def warn(row: Timed, now: datetime) -> None:
    """Tell the side that owes the next step, once per moment, and set the next moment."""
    is_mark = is_overdue_mark(row, now)
    row.n_warnings += 1
    row.warn_at = next_warning(row, now)
    late = ["expected_at"] if isinstance(row, Deliverable) else []
    row.save(update_fields=["due_at", "warn_at", "n_warnings", *late])
    emit(DeliverableOverdue(**ids_of(row), drop_at=iso(row.due_at)) if is_mark else near(row, now))


def is_overdue_mark(row: Timed, now: datetime) -> bool:
    """The warning that falls due is the one which gives the brand its way out."""
    mark = overdue_of(row)
    return bool(mark and row.warn_at and row.warn_at <= mark <= now)


def near(row: Timed, now: datetime) -> DeadlineNear:
    """The warning as a fact."""
    expected = expected_of(row)
    due = expected if expected and expected > now else row.due_at
    ids = ids_of(row)
    known = {
        name: ids[name]
        for name in ("campaign_id", "brand_id", "influencer_id", "collaboration_id")
        if name in ids
    }
    return DeadlineNear(
        subject=SUBJECTS[type(row)],
        subject_id=str(row.pk),
        state=row.state,
        due_at=iso(due),
        side=owing_side(row),
        **known,
    )


def iso(moment: datetime | None) -> str:
    """A moment as text for a fact; empty for none."""
    return moment.isoformat() if moment else ""


def owing_side(row: Timed) -> str:
    """Who owes the next step; of two signatures, the one that is missing."""
    rule = rule_of(row)
    if isinstance(row, Collaboration) and row.state == Collaboration.State.AGREED:
        signed = set(row.signatures.values_list("side", flat=True))
        missing = {"brand", "influencer"} - signed
        return missing.pop() if len(missing) == 1 else "both"
    return rule.owner if rule else "both"
