"""Months and years in Casablanca."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kit.dates import CASABLANCA

DECEMBER = 12


@dataclass(frozen=True)
class Period:
    """From a day to a day, both within."""

    start: date
    end: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the first one after."""
        after = self.end + timedelta(days=1)
        return midnight(self.start), midnight(after)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=CASABLANCA)


def month_of(year: int, month: int) -> Period:
    following = date(year + 1, 1, 1) if month == DECEMBER else date(year, month + 1, 1)
    return Period(date(year, month, 1), following - timedelta(days=1))


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, DECEMBER, 31))


def month_before(day: date) -> Period:
    last = day.replace(day=1) - timedelta(days=1)
    return month_of(last.year, last.month)
