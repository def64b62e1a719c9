"""The public list of creators: a keyset walk over rows that were drawn when they changed.

No page is counted or skipped over, so the first page and the ten-thousandth cost the same.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db.models import CharField, QuerySet, Value

from influencers.models import Influencer
from influencers.selectors.cards import Card, draw_cards, read_card
from influencers.selectors.filters import folded
from influencers.selectors.shapes import listed, shape_of, statement
from kit.rows import fetch

CURSOR = re.compile(r"([np])\.(\d{1,18})\.([0-9a-f]{32})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = 253_402_300_799 * 10**6
CAP = 1000


class BadCursor(ValueError):
    """A cursor that this list never gave."""


@dataclass(frozen=True)
class CardPage:
    """A page of the list. `rows` are (order value, id, card as JSON bytes)."""

    rows: list[tuple[Any, UUID, bytes]]
    next: str | None
    previous: str | None

    def cards(self) -> list[Card]:
        """The cards read back, for templates."""
        return [read_card(card) for _at, _id, card in self.rows]

    def fragments(self) -> list[orjson.Fragment]:
        """The cards as they are, for a JSON answer."""
        return [orjson.Fragment(card) for _at, _id, card in self.rows]


def cards(
    wanted: dict[str, Any], *, ordering: str = "-n_followers", cursor: str = "", size: int = 20
) -> CardPage:
    """One page of cards: one query, and two more when a row was written without its card.

    `wanted` comes from read_filters(). Ordering by price leaves out who has no price yet. Raises BadCursor.
    """
    wanted = folded(wanted)
    walk, known = _position(cursor)
    sql, slots = statement(shape_of(wanted, ordering=ordering, walk=walk, limit=size + 1))
    values = {**wanted, **known}
    # A frequent niche is met on a walk by followers, a rare one looked up: each request has its own plan.
    rows = fetch(sql, [slot(values) for slot in slots], prepare=False)
    return _page(_with_cards(rows), walk=walk, size=size)


def _position(cursor: str) -> tuple[str, dict[str, Any]]:
    if not cursor:
        return "", {}
    match = CURSOR.fullmatch(cursor)
    if match is None:
        raise BadCursor(cursor)
    at = int(match[2])
    moment = EPOCH + min(at, LATEST) * MICROSECOND
    return match[1], {"id": UUID(match[3]), "at": at, "moment": moment}


def _mark(walk: str, row: tuple) -> str:
    at = (row[0] - EPOCH) // MICROSECOND if isinstance(row[0], datetime) else row[0]
    return f"{walk}.{at}.{row[1].hex}"


def _page(rows: list[tuple], *, walk: str, size: int) -> CardPage:
    has_more = len(rows) > size
    rows = rows[:size]
    if walk == "p":
        rows.reverse()
    goes_on = has_more if walk != "p" else True
    came_from = has_more if walk == "p" else bool(walk)
    return CardPage(
        rows=rows,
        next=_mark("n", rows[-1]) if rows and goes_on else None,
        previous=_mark("p", rows[0]) if rows and came_from else None,
    )


def _with_cards(rows: list[tuple]) -> list[tuple]:
    """Draw the cards of rows that were written without one (in bulk, or by hand)."""
    bare = [row[1] for row in rows if not row[2]]
    if not bare:
        return rows
    drawn = draw_cards(Influencer.objects.filter(pk__in=bare))
    return [(at, pk, card or drawn[pk]) for at, pk, card in rows]


def count_capped(wanted: dict[str, Any]) -> int:
    """How many profiles fit, counted no further than CAP + 1. One query."""
    return listed(folded(wanted))[: CAP + 1].count()


def fewer_filters(wanted: dict[str, Any]) -> list[tuple[str, int]]:
    """For an empty result: each filter, and how many profiles appear without it (up to 100). One query."""
    branches = [_without(folded(wanted), name) for name in wanted]
    if not branches:
        return []
    counts: dict[str, int] = {}
    for name in branches[0].union(*branches[1:], all=True):
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])


def _without(wanted: dict[str, Any], name: str) -> QuerySet:
    rest = {key: value for key, value in wanted.items() if key != name}
    rows = listed(rest).order_by().annotate(dropped=Value(name, output_field=CharField()))
    return rows.values_list("dropped", flat=True)[:100]
