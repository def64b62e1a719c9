"""A person's hours, by the clock on their wall."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from accounts.models import User
from kit.dates import CASABLANCA
from notifications.models import Habits


def habits_of(user: User) -> Habits:
    """As chosen, or the defaults. No query when loaded with the person."""
    return getattr(user, "notice_habits", None) or Habits(user=user)


def zone_of(user: User) -> ZoneInfo:
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return CASABLANCA


def next_digest(user: User, now: datetime) -> datetime:
    """The next time their clock shows the hour of the digest; after `now`, never at it."""
    return _next(time(habits_of(user).digest_hour), user, now)


def quiet_until(user: User, now: datetime) -> datetime | None:
    """The end of the quiet hours that it is in now; None outside of them."""
    habits = habits_of(user)
    start, end = habits.quiet_from, habits.quiet_until
    if start is None or end is None or start == end:
        return None
    clock = timezone.localtime(now, zone_of(user)).time()
    is_quiet = start <= clock < end if start < end else (clock >= start or clock < end)
    return _next(end, user, now) if is_quiet else None


def _next(clock: time, user: User, now: datetime) -> datetime:
    """Days are counted on the wall, so that a change to or from Ramadan's hour moves nothing."""
    zone = zone_of(user)
    day = timezone.localtime(now, zone).date()
    # The hour that comes twice in the night of a change ends when it ends for the second time.
    both = [datetime.combine(day, clock.replace(fold=fold), zone) for fold in (0, 1)]
    todays = max(both, key=datetime.timestamp)
    return todays if todays > now else datetime.combine(day + timedelta(days=1), clock, zone)
