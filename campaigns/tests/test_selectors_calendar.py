"""Business days of Morocco: week-ends, holidays, and the hour on the wall across Ramadan."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from campaigns.models import Holiday
from campaigns.selectors.calendar import (
    ZONE,
    business_deadline,
    days_off,
    end_of_day,
    shift_days,
    start_of_day,
)
from payments.services import arrives_on

SEEDED = import_module("campaigns.migrations.0004_holidays")


def here(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)


def test_three_business_days_after_monday_is_thursday_at_the_same_hour():
    assert business_deadline(here(2026, 11, 23, 18, 22), 3) == here(2026, 11, 26, 18, 22)


def test_a_week_end_does_not_count():
    assert business_deadline(here(2026, 11, 27, 9, 0), 1) == here(2026, 11, 30, 9, 0)


@pytest.mark.parametrize("day", [28, 29])
def test_a_clock_that_starts_on_a_day_off_starts_on_the_next_business_day(day):
    assert business_deadline(here(2026, 11, day, 11, 0), 1) == here(2026, 12, 1, 11, 0)


def test_the_answer_is_a_utc_instant():
    deadline = business_deadline(here(2026, 11, 23, 18, 22), 1)
    assert (deadline.tzinfo, deadline.hour) == (UTC, 17)


def test_a_holiday_does_not_count():
    off = {date(2026, 11, 18)}
    assert business_deadline(here(2026, 11, 17, 10, 0), 1, off) == here(2026, 11, 19, 10, 0)


def test_ramadan_takes_an_hour_off_the_wall_on_15_february_2026():
    deadline = business_deadline(here(2026, 2, 13, 18, 22), 3)
    assert deadline == datetime(2026, 2, 18, 18, 22, tzinfo=UTC)
    assert here(2026, 2, 13, 18, 22) == datetime(2026, 2, 13, 17, 22, tzinfo=UTC)


def test_the_hour_comes_back_on_22_march_2026_and_the_feast_does_not_count():
    off = {date(2026, 3, 20), date(2026, 3, 21)}
    deadline = business_deadline(here(2026, 3, 19, 10, 0), 1, off)
    assert deadline == datetime(2026, 3, 23, 9, 0, tzinfo=UTC)


def test_a_calendar_day_is_25_hours_long_when_ramadan_begins():
    start = here(2026, 2, 14, 12, 0).astimezone(UTC)
    assert (shift_days(start, 1) - start).total_seconds() == 25 * 3600


def test_a_missing_hour_still_has_an_instant():
    assert shift_days(here(2026, 3, 21, 2, 30).astimezone(UTC), 1) == datetime(2026, 3, 22, 2, 30, tzinfo=UTC)


def test_a_day_ends_at_23_59_in_morocco():
    assert end_of_day(date(2026, 12, 1)) == datetime(2026, 12, 1, 22, 59, tzinfo=UTC)
    assert start_of_day(date(2026, 3, 1)) == datetime(2026, 3, 1, tzinfo=UTC)


def test_only_observed_days_are_days_off(db):
    Holiday.objects.all().delete()
    Holiday.objects.create(day=date(2027, 3, 9), name="Aïd al-Fitr", is_observed=False)
    Holiday.objects.create(day=date(2027, 3, 10), name="Aïd al-Fitr")
    assert days_off(here(2027, 3, 1, 8, 0)) == {date(2027, 3, 10)}


def test_the_seed_knows_the_national_days_of_three_years():
    days = {day for day, _name, moved in SEEDED.days() if not moved}
    assert len(days) == 33
    assert {date(2026, 1, 14), date(2027, 10, 31), date(2028, 11, 18)} <= days


def test_the_seed_marks_religious_days_as_estimates():
    rows = [day for day, _name, moved in SEEDED.days() if moved]
    assert len(rows) == len(set(rows)) == 20
    assert not set(rows) & {day for day, _name, moved in SEEDED.days() if not moved}


@pytest.mark.django_db
def test_the_floors_below_know_the_same_holidays():
    Holiday.objects.all().delete()
    Holiday.objects.create(day=date(2026, 11, 18), name="Fête de l'indépendance")
    Holiday.objects.create(day=date(2026, 11, 19), name="Déplacée", is_observed=False)
    assert arrives_on(date(2026, 11, 17)) == date(2026, 11, 20)
