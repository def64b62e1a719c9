"""The public list of creators: a keyset walk whose SQL the ORM writes once per shape.

A request only fills in values, and joins rows that were drawn when they changed. No page is counted or
skipped over, so the first page and the ten-thousandth cost the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
from django.db.models import CharField, Q, QuerySet, Value

from influencers.models import Influencer
from influencers.selectors.cards import Card, draw_cards, read_card
from influencers.selectors.filters import WORDS, condition, folded
from kit.rows import fetch

# Stand-in values, unlike any real ones: each marks a value's place among the parameters of the SQL.
PROBES: dict[Any, str] = {
    1_000_000_001: "min_followers",
    1_000_000_002: "max_followers",
    1_000_000_003: "max_price",
    1_000_000_004: "at",
    datetime(1999, 1, 1, tzinfo=UTC): "moment",
    UUID(int=7): "id",
    "probe-q": "q",
}
PROBE_OF = {name: probe for probe, name in PROBES.items()}
CURSOR = re.compile(r"([np])\.(\d{1,18})\.([0-9a-f]{32})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = 253_402_300_799 * 10**6
CAP = 1000
Slot = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Ordering:
    """One column to sort by; ids break ties, newest first."""

    field: str
    is_descending: bool
    probe: str = "at"


ORDERINGS = {
    "-n_followers": Ordering("n_followers", is_descending=True),
    "from_price": Ordering("from_centimes", is_descending=False),
    "newest": Ordering("created_at", is_descending=True, probe="moment"),
}


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


def listed(wanted: dict[str, Any]) -> QuerySet:
    """Listed profiles that fit every wanted filter."""
    conditions = [condition(name, value) for name, value in sorted(folded(wanted).items())]
    return Influencer.objects.filter(*conditions, is_listed=True)


def cards(
    wanted: dict[str, Any], *, ordering: str = "-n_followers", cursor: str = "", size: int = 20
) -> CardPage:
    """One page of cards: one query, and two more when a row was written without its card.

    `wanted` comes from read_filters(). Ordering by price leaves out who has no price yet. Raises BadCursor.
    """
    wanted = folded(wanted)
    walk, known = _position(cursor)
    shape = tuple((name, len(wanted[name]) if name in WORDS else 0) for name in sorted(wanted))
    sql, slots = statement(shape, ordering, walk)
    values = {**wanted, **known}
    rows = fetch(sql, [*(slot(values) for slot in slots), size + 1])
    return _page(_with_cards(rows), walk=walk, size=size)


@lru_cache(maxsize=512)
def statement(shape: tuple[tuple[str, int], ...], ordering: str, walk: str) -> tuple[str, tuple[Slot, ...]]:
    """The SQL of one shape, and what fills each of its placeholders; the last one is the limit."""
    order = ORDERINGS[ordering]
    probes = {name: _probe(name, n_words) for name, n_words in shape}
    rows = listed(probes).filter(_beyond(order, walk))
    backwards = walk == "p"
    sign = "-" if order.is_descending != backwards else ""
    rows = rows.order_by(f"{sign}{order.field}", "id" if backwards else "-id")
    sql, params = rows.values_list(order.field, "id", "card").query.sql_with_params()
    return f"{sql} LIMIT %s", tuple(_slot(param) for param in params)


def _probe(name: str, n_words: int) -> Any:
    if name in WORDS:
        return tuple(f"probe-{name}-{place}" for place in range(n_words))
    return PROBE_OF[name]


def _beyond(order: Ordering, walk: str) -> Q:
    """The rows after (walk "n") or before ("p") the cursor; everything that can be sorted without one."""
    has_value = Q(**{f"{order.field}__isnull": False}) if order.field == "from_centimes" else Q()
    if not walk:
        return has_value
    side = "lt" if order.is_descending == (walk == "n") else "gt"
    at, pk = PROBE_OF[order.probe], PROBE_OF["id"]
    tie = Q(id__lt=pk) if walk == "n" else Q(id__gt=pk)
    edge = Q(**{f"{order.field}__{side}e": at})
    return has_value & edge & (Q(**{f"{order.field}__{side}": at}) | tie)


def _slot(param: Any) -> Slot:
    """How one placeholder is filled from the request's values."""
    if isinstance(param, list):
        inner = [_slot(one) for one in param]
        return lambda values: [slot(values) for slot in inner]
    if isinstance(param, str) and param.startswith("%"):
        return lambda values: f"%{_literal(values['q'])}%"
    if isinstance(param, str) and param.startswith("probe-"):
        name, place = param.split("-")[1:]
        return lambda values: values[name][int(place)]
    return itemgetter(PROBES[param]) if param in PROBES else lambda _values: param


def _literal(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


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
    return listed(wanted)[: CAP + 1].count()


def fewer_filters(wanted: dict[str, Any]) -> list[tuple[str, int]]:
    """For an empty result: each filter, and how many profiles appear without it (up to 100). One query."""
    branches = [_without(wanted, name) for name in wanted]
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
