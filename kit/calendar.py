"""Days of work in Morocco. Week-ends are known here; public holidays are rows that staff correct, kept by an
app further up: `settings.DAYS_OFF` names the function that reads them, so every floor can ask."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

SATURDAY = 5
DAY = timedelta(days=1)


def is_business_day(day: date, off: AbstractSet[date]) -> bool:
    return day.weekday() < SATURDAY and day not in off


def next_business_day(day: date, off: AbstractSet[date]) -> date:
    """The first business day from `day` on, itself included."""
    while not is_business_day(day, off):
        day += DAY
    return day


def add_business_days(day: date, n: int, off: AbstractSet[date]) -> date:
    """The n-th business day after `day`; what starts on a day off starts on the next business day."""
    day = next_business_day(day, off)
    for _step in range(n):
        day = next_business_day(day + DAY, off)
    return day


def days_off(first: date) -> frozenset[date]:
    """The public holidays from `first` on, for a year and a bit. One query."""
    found: frozenset[date] = import_string(settings.DAYS_OFF)(first)
    return found
