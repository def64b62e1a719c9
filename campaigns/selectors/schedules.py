"""Schedules of payment: which parts of a price are paid out when. Defaults in code, corrected by dated rows,
frozen in signed terms.
"""

from dataclasses import dataclass

from campaigns.models import PaySchedule, ScheduleSetting
from campaigns.models.schedules import WHOLE_BPS
from campaigns.selectors.calendar import today
from campaigns.selectors.spans import Span, span_of
from payments.models import EscrowPart
from payments.selectors import apportion

Name = EscrowPart.Name


@dataclass(frozen=True)
class Schedule:
    """Basis points of the price, a whole together. `retention` is how long the last part waits."""

    code: str
    draft_bps: int
    published_bps: int
    retained_bps: int
    retention: Span | None = None

    @property
    def is_staged(self) -> bool:
        return self.published_bps != WHOLE_BPS

    def stages(self, price_centimes: int) -> list[tuple[str, int]]:
        """The parts of a price that are worth anything, in order; none when it is paid in one go."""
        if not self.is_staged:
            return []
        names = [Name.DRAFT, Name.PUBLISHED, Name.RETAINED]
        prices = apportion(price_centimes, [self.draft_bps, self.published_bps, self.retained_bps])
        return [(name, price) for name, price in zip(names, prices, strict=True) if price]


DEFAULTS = {
    PaySchedule.WHOLE: (0, WHOLE_BPS, 0),
    PaySchedule.TWO_STEPS: (5_000, 5_000, 0),
    PaySchedule.STAGED: (3_000, 5_000, 2_000),
}


def schedules() -> dict[str, Schedule]:
    """What a brand can choose today. Two queries."""
    started = ScheduleSetting.objects.filter(starts_on__lte=today()).order_by("starts_on")
    parts: dict[str, tuple[int, int, int]] = dict(DEFAULTS.items())
    parts |= {row.schedule: (row.draft_bps, row.published_bps, row.retained_bps) for row in started}
    retention = span_of("retention")
    return {code: Schedule(code, *three, retention if three[2] else None) for code, three in parts.items()}


def schedule_of(code: str) -> Schedule:
    """One of them. Two queries, none for a price paid in one go."""
    return Schedule(code, *DEFAULTS[PaySchedule.WHOLE]) if code == PaySchedule.WHOLE else schedules()[code]
