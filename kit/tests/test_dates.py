from datetime import UTC, date, datetime

import pytest

from kit import dates
from kit.numbers import NBSP

NOON = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
MONTHS = [
    *("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو"),
    *("يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"),
]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("fr", f"9{NBSP}mars{NBSP}2026 à 14:05"),
        ("ar", f"9{NBSP}مارس{NBSP}2026 في 14:05"),
        ("en", f"9{NBSP}March{NBSP}2026, 14:05"),
    ],
)
def test_a_moment(language: str, shown: str) -> None:
    assert dates.moment(NOON, language) == shown


def test_months_have_their_moroccan_names() -> None:
    shown = [dates.day(date(2026, month, 1), "ar").split(NBSP)[1] for month in range(1, 13)]
    assert shown == MONTHS


def test_days_are_days_in_casablanca() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert dates.local_day(late) == date(2026, 7, 1)
    assert dates.clock(late) == "00:30"


def test_ramadan_takes_the_hour_back() -> None:
    assert dates.clock(datetime(2026, 3, 1, 12, 0, tzinfo=UTC)) == "12:00"
    assert dates.clock(datetime(2026, 5, 1, 12, 0, tzinfo=UTC)) == "13:00"


def test_a_deadline_names_its_weekday() -> None:
    end = datetime(2026, 3, 15, 23, 59, tzinfo=UTC)
    assert dates.deadline(end, "fr") == f"dim.{NBSP}15{NBSP}mars{NBSP}2026 à 23:59"


def test_another_year_is_said() -> None:
    assert dates.day_short(date(2019, 12, 5), "fr") == f"5{NBSP}déc.{NBSP}2019"


def test_a_month_by_its_moroccan_name():
    assert [dates.month(date(2026, 11, 5), language) for language in ("fr", "ar", "en")] == [
        "novembre\u00a02026",
        "نونبر\u00a02026",
        "November\u00a02026",
    ]
