"""The SQL of the public list: written by the ORM once per shape, filled in for each request.

A shape says which filters are asked for (and how many words each has), the order, and where the walk starts.
Stand-in values go through the ORM; where they come out among the parameters, the real ones are put.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from influencers.models import PRICE_BANDS, Influencer
from influencers.selectors.filters import WORDS, condition

Slot = Callable[[dict[str, Any]], Any]

# Unlike any real values: each marks one place.
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


class Shape(NamedTuple):
    """`filters` are (name, number of words or price band); `walk` is "" (start), "n" (on) or "p" (back)."""

    filters: tuple[tuple[str, int], ...]
    ordering: str
    walk: str
    limit: int


def shape_of(wanted: dict[str, Any], *, ordering: str, walk: str, limit: int) -> Shape:
    """The shape of one request; `wanted` comes from read_filters()."""
    return Shape(tuple((name, _detail(name, wanted[name])) for name in sorted(wanted)), ordering, walk, limit)


def _detail(name: str, value: Any) -> int:
    if name in WORDS:
        return len(value)
    return bisect_right(PRICE_BANDS, value) if name == "max_price" else 0


def listed(wanted: dict[str, Any]) -> QuerySet:
    """Listed profiles that fit every wanted filter."""
    conditions = [condition(name, value) for name, value in sorted(wanted.items())]
    return Influencer.objects.filter(*conditions, is_listed=True)


@lru_cache(maxsize=512)
def statement(shape: Shape) -> tuple[str, tuple[Slot, ...]]:
    """The SQL of one shape, and what fills each of its placeholders."""
    sql, params = _rows(shape).query.sql_with_params()
    return sql, tuple(_slot(param) for param in params)


def _rows(shape: Shape) -> QuerySet:
    order = ORDERINGS[shape.ordering]
    columns = (order.field, "id", "card")
    rows = listed({name: _probe(name, detail) for name, detail in shape.filters})
    rows = rows.filter(_beyond(order, shape.walk)).values_list(*columns)
    by = _by(order, shape.walk)
    top_band = dict(shape.filters).get("max_price")
    if top_band is None or order.field == "from_centimes":
        return rows.order_by(*by)[: shape.limit]
    first, *others = [
        rows.filter(price_band=band).order_by(*by)[: shape.limit] for band in range(top_band + 1)
    ]
    return first.union(*others, all=True).order_by(*by)[: shape.limit] if others else first


def _by(order: Ordering, walk: str) -> tuple[str, str]:
    backwards = walk == "p"
    sign = "-" if order.is_descending != backwards else ""
    return f"{sign}{order.field}", "id" if backwards else "-id"


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


def _probe(name: str, n_words: int) -> Any:
    if name in WORDS:
        return tuple(f"probe-{name}-{place}" for place in range(n_words))
    return PROBE_OF[name]


def _slot(param: Any) -> Slot:
    """How one placeholder is filled from the request's values; what is no stand-in stays as it is."""
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
