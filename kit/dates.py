"""Days and moments as people in Morocco read them: Casablanca time, a 24-hour clock, Moroccan month names."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils import timezone

from kit.numbers import LOCALES, NBSP, current_language

CASABLANCA = ZoneInfo("Africa/Casablanca")
_AT = {"fr": " à ", "ar": " في ", "en": ", "}
# Arabic has no short months, and short weekdays are not used in Morocco.
_SHORT = {"fr": "d MMM", "ar": "d MMMM", "en": "d MMM"}
_WEEKDAY = {"fr": "EEE", "ar": "EEEE،", "en": "EEE"}


def local_day(when: date | datetime) -> date:
    """The calendar day in Casablanca."""
    if isinstance(when, datetime):
        return timezone.localtime(when, CASABLANCA).date()
    return when


def day(when: date | datetime, language: str = "") -> str:
    """ "9 mars 2026", "9 مارس 2026", "9 March 2026"."""
    return _written(local_day(when), "d MMMM y", language)


def day_short(when: date | datetime, language: str = "") -> str:
    """ "9 mars", with the year only when it is another one: "5 déc. 2025"."""
    language = language or current_language()
    this_year = local_day(when).year == timezone.localtime(timezone=CASABLANCA).year
    return _written(local_day(when), _SHORT[language] + ("" if this_year else " y"), language)


def month(when: date | datetime, language: str = "") -> str:
    """ "mars 2026", for statements of one."""
    return _written(local_day(when), "LLLL y", language)


def weekday(when: date | datetime, language: str = "") -> str:
    """ "dim. 15 mars 2026", for deadlines."""
    language = language or current_language()
    return _written(local_day(when), f"{_WEEKDAY[language]} {_SHORT[language]} y", language)


def clock(when: datetime) -> str:
    """ "14:05" in Casablanca."""
    return f"{timezone.localtime(when, CASABLANCA):%H:%M}"


def moment(when: datetime, language: str = "") -> str:
    """ "9 mars 2026 à 14:05"."""
    language = language or current_language()
    return f"{day(when, language)}{_AT[language]}{clock(when)}"


def moment_short(when: datetime, language: str = "") -> str:
    """ "9 mars · 14:05"."""
    return f"{day_short(when, language)} · {clock(when)}"


def deadline(when: datetime, language: str = "") -> str:
    """ "dim. 15 mars 2026 à 23:59"."""
    language = language or current_language()
    return f"{weekday(when, language)}{_AT[language]}{clock(when)}"


def _written(when: date, pattern: str, language: str) -> str:
    text = format_date(when, pattern, locale=LOCALES[language or current_language()])
    return text.replace(" ", NBSP)


def iso(when: datetime | None) -> str | None:
    """A moment as machines read it: UTC to the microsecond, "2026-03-09T14:05:00.000000Z"."""
    if when is None:
        return None
    return f"{when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
