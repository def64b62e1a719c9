"""Moroccan time: days and business days in Africa/Casablanca, given back as UTC instants.

A clock keeps its hour on the wall: three business days after Monday 18:22 is Thursday 18:22, also when
Ramadan moves the clocks in between. A clock that starts on a day off starts at the same hour of the next
business day.
"""

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from campaigns.models import Holiday
from kit.calendar import add_business_days

ZONE = ZoneInfo("Africa/Casablanca")
# Longer than any row of days off can be: what days_off() reads around one clock.
HORIZON = timedelta(days=400)


def today() -> date:
    """The day it is in Morocco."""
    return timezone.localdate(timezone=ZONE)


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last minute people read on a deadline: 23:59 in Morocco."""
    return datetime.combine(day, time(23, 59), tzinfo=ZONE).astimezone(UTC)


def shift_days(moment: datetime, n: int) -> datetime:
    """The same hour on the wall, n days later (or earlier)."""
    here = moment.astimezone(ZONE)
    return datetime.combine(here.date() + timedelta(days=n), here.time(), tzinfo=ZONE).astimezone(UTC)


def business_deadline(start: datetime, n: int, off: AbstractSet[date] = frozenset()) -> datetime:
    """n business days after `start`, same hour on the wall. `off` holds the days off besides week-ends."""
    here = start.astimezone(ZONE)
    day = add_business_days(here.date(), n, off)
    return datetime.combine(day, here.time(), tzinfo=ZONE).astimezone(UTC)


def days_off(start: datetime) -> frozenset[date]:
    """The observed holidays after `start`, for business_deadline. One query."""
    return holidays_from(start.astimezone(ZONE).date())


def holidays_from(first: date) -> frozenset[date]:
    """The same from a day on. The floors below find it by settings.DAYS_OFF."""
    rows = Holiday.objects.filter(is_observed=True, day__gte=first, day__lte=first + HORIZON)
    return frozenset(rows.values_list("day", flat=True))
