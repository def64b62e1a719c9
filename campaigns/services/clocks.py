"""Deadlines of every non-final state: how long it lasts, who owes the next step, when they are warned.

`arm` is called when a state is entered. Where the creator may be late there are two moments: the one people
read (`expected_at`) and, one `late` span after it, the automatic exit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Application, Campaign, Collaboration, Deliverable
from campaigns.models.clocks import Timed
from campaigns.selectors.calendar import end_of_day, start_of_day
from campaigns.selectors.spans import span_of
from payments.selectors import held_parts

Start = Callable[[Any, datetime], datetime]
LADDER = (72, 24, 3)  # hours before a deadline at which whoever owes the step is reminded


def at_once(_row: Any, now: datetime) -> datetime:
    """The clock starts when the state is entered."""
    return now


@dataclass(frozen=True)
class Rule:
    """The clock of one state. `warnings` are hours before the nominal deadline; the exit waits for
    `min_warnings` of them to be sent. `exits` are the states the deadline may lead to.
    """

    clock: str | None
    owner: str
    exits: frozenset[str]
    warnings: tuple[int, ...] = LADDER
    start: Start = field(default=at_once)
    is_late: bool = False
    min_warnings: int = 0


def last_day_to_apply(campaign: Campaign, now: datetime) -> datetime:
    """The end of the last day to apply, or now if that has passed."""
    day = campaign.application_deadline
    return max(end_of_day(day), now) if day else now


def last_day_of_work(campaign: Campaign, now: datetime) -> datetime:
    """The end of the campaign, or now if that has passed."""
    return max(end_of_day(campaign.ends_on), now) if campaign.ends_on else now


def first_day(collaboration: Collaboration, now: datetime) -> datetime:
    """The first day in the terms, or now if the work may begin at once."""
    return max(start_of_day(date.fromisoformat(collaboration.terms["starts_on"])), now)


def last_delivery(collaboration: Collaboration, now: datetime) -> datetime:
    """The end of the last day on which something is owed, or now."""
    days = [end_of_day(row.due_on) for row in collaboration.deliverables.all()]
    return max([now, *days])


def delivery_day(deliverable: Deliverable, _now: datetime) -> datetime:
    """The end of the day on which a draft is owed."""
    return end_of_day(deliverable.due_on)


def publishable(deliverable: Deliverable, now: datetime) -> datetime:
    """Nothing has to be public before the first day."""
    return first_day(deliverable.collaboration, now)


C, A, K, D = Campaign.State, Application.State, Collaboration.State, Deliverable.State
_IDLE = Rule("draft_idle", "brand", frozenset({C.CANCELLED}), (7 * 24, 24))
_LAPSE = frozenset({A.LAPSED})

RULES: dict[type[Timed], dict[str, Rule]] = {
    Campaign: {
        C.DRAFT: _IDLE,
        C.PENDING_APPROVAL: Rule("approval", "staff", frozenset({C.DRAFT})),
        C.REJECTED: _IDLE,
        C.OPEN: Rule(None, "brand", frozenset({C.IN_PROGRESS, C.CANCELLED}), start=last_day_to_apply),
        C.IN_PROGRESS: Rule("wrap_up", "brand", frozenset({C.COMPLETED, C.CANCELLED}), (), last_day_of_work),
    },
    Application: {
        A.PENDING: Rule("application_answer", "brand", _LAPSE),
        A.SHORTLISTED: Rule("application_answer", "brand", _LAPSE),
        A.OFFERED: Rule("offer_answer", "influencer", _LAPSE),
        A.COUNTERED: Rule("offer_answer", "brand", _LAPSE),
    },
    Collaboration: {
        K.AGREED: Rule("signing", "both", frozenset({K.LAPSED})),
        K.SIGNED: Rule("funding", "brand", frozenset({K.LAPSED})),
        K.FUNDED: Rule(None, "influencer", frozenset({K.ACTIVE}), (), first_day),
        K.ACTIVE: Rule("stalled", "both", frozenset({K.COMPLETED, K.REFUNDED}), (), last_delivery),
        K.DISPUTED: Rule("dispute", "staff", frozenset({K.DECIDED}), (10 * 24, *LADDER)),
    },
    Deliverable: {
        D.DUE: Rule(None, "influencer", frozenset({D.DROPPED}), start=delivery_day, is_late=True),
        D.CHANGES_REQUESTED: Rule("changes", "influencer", frozenset({D.DROPPED}), is_late=True),
        D.SUBMITTED: Rule("review", "brand", frozenset({D.APPROVED}), min_warnings=2),
        D.APPROVED: Rule(
            "publication", "influencer", frozenset({D.DROPPED}), start=publishable, is_late=True
        ),
        D.PUBLISHED: Rule("acceptance", "brand", frozenset({D.ACCEPTED}), min_warnings=2),
    },
}


def rule_of(row: Timed) -> Rule | None:
    """The clock of the state a row is in; None in a final state."""
    return RULES[type(row)].get(row.state)


def terms_of(row: Timed) -> dict | None:
    """The signed terms a row runs under; None before there are any."""
    deal = row.collaboration if isinstance(row, Deliverable) else row
    return deal.terms if isinstance(deal, Collaboration) else None


def arm(row: Timed, now: datetime | None = None) -> None:
    """Set the deadline and first warning of the state a row is in (in memory); none in a final state."""
    now = now or timezone.now()
    row.n_warnings = 0
    stop(row)
    rule = rule_of(row)
    if rule is None:
        return
    start = rule.start(row, now)
    row.due_at = span_of(rule.clock, terms_of(row)).after(start) if rule.clock else start
    if row.state == K.ACTIVE and isinstance(row, Collaboration):
        row.due_at = retained_until(row) or row.due_at
    if isinstance(row, Deliverable):
        _give_time(row, rule)
    row.warn_at = next_warning(row, now)


def retained_until(collaboration: Collaboration) -> datetime | None:
    """The work is done: only the retained part of the price is waited for."""
    days = [part.retained_until for part in held_parts(collaboration.escrow)]
    return max((day for day in days if day), default=None)


def _give_time(deliverable: Deliverable, rule: Rule) -> None:
    """The deadline people read, and behind it the days in which the creator is only late."""
    deliverable.expected_at = deliverable.due_at
    if rule.is_late and deliverable.expected_at:
        terms = terms_of(deliverable)
        deliverable.overdue_at = span_of("overdue", terms).after(deliverable.expected_at)
        deliverable.due_at = span_of("late", terms).after(deliverable.expected_at)


def stop(row: Timed) -> None:
    """No deadline: a final state, or something else decides (a dispute, a contract not funded yet)."""
    row.due_at = row.warn_at = None
    if isinstance(row, Deliverable):
        row.expected_at = row.overdue_at = None


def clock_fields(row: Timed) -> list[str]:
    """The columns that arm() and stop() write."""
    late = ["expected_at", "overdue_at"] if isinstance(row, Deliverable) else []
    return ["state", "state_since", "due_at", "warn_at", "n_warnings", *late]


def next_warning(row: Timed, now: datetime) -> datetime | None:
    """The first warning still ahead, or None: before the deadline, when it is overdue, before the exit."""
    rule = rule_of(row)
    expected, overdue = expected_of(row), overdue_of(row)
    if rule is None or row.due_at is None or expected is None:
        return None
    moments = [expected - timedelta(hours=hours) for hours in rule.warnings]
    if overdue is not None:
        moments += [overdue, row.due_at - timedelta(hours=48)]
    return min([moment for moment in moments if moment > now], default=None)


def expected_of(row: Timed) -> datetime | None:
    """The deadline people read."""
    expected = row.expected_at if isinstance(row, Deliverable) else None
    return expected or row.due_at


def overdue_of(row: Timed) -> datetime | None:
    """From when the brand may leave without a fee."""
    return row.overdue_at if isinstance(row, Deliverable) else None
