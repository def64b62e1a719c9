"""How long each clock runs: the default in code, corrected by dated rows, frozen in signed terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from campaigns.models import ClockSetting
from campaigns.selectors.calendar import business_deadline, days_off, shift_days, today

Unit = ClockSetting.Unit


@dataclass(frozen=True)
class Span:
    amount: int
    unit: str

    def after(self, start: datetime) -> datetime:
        """The moment this span ends when it starts at `start`. One query for business days, else none."""
        if self.unit == Unit.HOURS:
            return start + timedelta(hours=self.amount)
        if self.unit == Unit.DAYS:
            return shift_days(start, self.amount)
        return business_deadline(start, self.amount, days_off(start))


DEFAULTS = {
    "draft_idle": Span(90, Unit.DAYS),
    "approval": Span(5, Unit.BUSINESS_DAYS),
    "wrap_up": Span(30, Unit.DAYS),
    "application_answer": Span(14, Unit.DAYS),
    "offer_answer": Span(72, Unit.HOURS),
    "signing": Span(72, Unit.HOURS),
    "funding": Span(5, Unit.BUSINESS_DAYS),
    "first_draft": Span(3, Unit.DAYS),
    "review": Span(3, Unit.BUSINESS_DAYS),
    "changes": Span(5, Unit.BUSINESS_DAYS),
    "publication": Span(7, Unit.DAYS),
    "acceptance": Span(5, Unit.BUSINESS_DAYS),
    "retention": Span(30, Unit.DAYS),
    "overdue": Span(24, Unit.HOURS),
    "late": Span(7, Unit.DAYS),
    "stalled": Span(60, Unit.DAYS),
    "dispute": Span(30, Unit.DAYS),
}
# What both sides sign for; a later change of the settings does not touch a running collaboration.
FROZEN = (
    "signing",
    "funding",
    "first_draft",
    "review",
    "changes",
    "publication",
    "acceptance",
    "retention",
    "overdue",
    "late",
    "dispute",
)


def span_of(clock: str, terms: Mapping[str, Any] | None = None) -> Span:
    """The span in force: the terms', else the newest setting that has started, else the default."""
    frozen = (terms or {}).get("clocks", {})
    if clock in frozen:
        return Span(*frozen[clock])
    settings = ClockSetting.objects.filter(clock=clock, starts_on__lte=today())
    row = settings.order_by("-starts_on").first()
    return Span(row.amount, row.unit) if row else DEFAULTS[clock]


def frozen_spans() -> dict[str, list]:
    """The clocks of a new contract as [amount, unit]. One query."""
    rows = ClockSetting.objects.filter(clock__in=FROZEN, starts_on__lte=today()).order_by("starts_on")
    spans = {name: DEFAULTS[name] for name in FROZEN}
    spans.update({row.clock: Span(row.amount, row.unit) for row in rows})
    return {name: [span.amount, str(span.unit)] for name, span in spans.items()}
