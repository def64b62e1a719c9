"""Bars drawn on the server: where each one stands, in the units of a viewBox."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from babel.dates import format_date

from campaigns.selectors.spending import Month
from kit.money import figure
from kit.numbers import LOCALES, current_language

# Width and height of a drawing, and for which screens it is; labels keep their size on each.
SIZES = [
    (1140, 230, "max-lg:hidden"),
    (640, 210, "max-sm:hidden lg:hidden"),
    (330, 190, "sm:hidden"),
]
ROOM_FOR_NAMES = 50
FOOT, HEAD = 24, 20
STEPS = 4


@dataclass(frozen=True)
class Bar:
    """One month: its rectangle, its name under it, its amount over it where there is room for one."""

    x: float
    y: float
    width: float
    height: float
    name: str
    amount: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def label_y(self) -> float:
        return self.y - 6


def chart_of(months: list[Month]) -> list[dict[str, Any]]:
    """The same bars for three widths of screen. Empty without amounts."""
    highest = max((month.paid for month in months), default=0)
    if not highest:
        return []
    return [_drawn(months, highest, *size) for size in SIZES]


def _drawn(months: list[Month], highest: int, width: int, height: int, shown: str) -> dict[str, Any]:
    slot, floor = width / len(months), height - FOOT
    room = floor - HEAD
    bars = [
        _bar(month, slot, slot * place, (floor, room * month.paid / highest))
        for place, month in enumerate(months)
    ]
    if slot < ROOM_FOR_NAMES:
        bars = [
            replace(bar, name="") if (len(bars) - 1 - place) % 3 else bar for place, bar in enumerate(bars)
        ]
    lines = [round(HEAD + room * step / STEPS, 1) for step in range(STEPS + 1)]
    frame = {"width": width, "height": height, "foot": height - 6, "shown": shown}
    return {**frame, "bars": bars, "lines": lines}


def _bar(month: Month, slot: float, left: float, standing: tuple[float, float]) -> Bar:
    """`standing` is the floor and how tall the bar is on it."""
    floor, tall = standing
    amount = figure(month.paid, short=True) if month.paid and slot > ROOM_FOR_NAMES else ""
    return Bar(
        x=round(left + slot * 0.2, 1),
        y=round(floor - tall, 1),
        width=round(slot * 0.6, 1),
        height=round(tall, 1),
        name=_month(month.day),
        amount=amount,
    )


def _month(day: date) -> str:
    language = current_language()
    return format_date(day, "MMMM" if language == "ar" else "MMM", locale=LOCALES[language])
