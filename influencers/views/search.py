from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from influencers.selectors import CAP, BadCursor, CardPage, cards, count_capped, fewer_filters, read_filters
from influencers.views.access import frame_of
from influencers.views.drawn import card_html, facet_html
from influencers.views.facets import LABELS, WORDS
from kit.money import plain
from kit.numbers import compact
from kit.pages import page

PER_PAGE = 24
BANDS = (10_000, 50_000, 200_000, 1_000_000)
SORTS = (
    ("-n_followers", gettext_lazy("Most followed")),
    ("from_price", gettext_lazy("Lowest price")),
    ("newest", gettext_lazy("Newest")),
)


@dataclass(frozen=True)
class Chip:
    """One filter in force, and the address of the list without it."""

    name: str
    label: str
    href: str
    n_without: int | None = None


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find a creator. What cannot be read in the address is left out, not refused."""
    wanted, errors = read_filters(request.GET)
    context = {
        "frame": frame_of(request),
        "wanted": wanted,
        "errors": errors,
        "facets": [facet_html(name, wanted.get(name, ())) for name in WORDS],
        "bands": BANDS,
        **_results(request.GET, wanted),
    }
    part = "more" if request.headers.get("HX-Target") == "more" else "results"
    response = page(request, "influencers/search.html", part, context)
    if request.htmx and part == "results":
        response["HX-Push-Url"] = request.path + _address(request.GET, cursor=None)
    return response


def _results(query: QueryDict, wanted: dict[str, Any]) -> dict[str, Any]:
    """The list itself, and everything said about it."""
    ordering = query.get("ordering", "")
    ordering = ordering if ordering in dict(SORTS) else SORTS[0][0]
    found = _found(wanted, ordering, query.get("cursor", ""))
    n_found = count_capped(wanted)
    return {
        "sorts": SORTS,
        "ordering": ordering,
        "cards": [card_html(card) for _at, _pk, card in found.rows],
        "chips": chips(query, wanted, dict(fewer_filters(wanted)) if not found.rows else {}),
        "n_found": min(n_found, CAP),
        "is_capped": n_found > CAP,
        "next": _address(query, cursor=found.next) if found.next else "",
        "previous": _address(query, cursor=found.previous) if found.previous else "",
    }


def _found(wanted: dict[str, Any], ordering: str, cursor: str) -> CardPage:
    try:
        return cards(wanted, ordering=ordering, cursor=cursor, size=PER_PAGE)
    except BadCursor:
        return cards(wanted, ordering=ordering, size=PER_PAGE)


def chips(query: QueryDict, wanted: dict[str, Any], n_without: dict[str, int]) -> list[Chip]:
    """Every filter in force as something that can be taken away by itself."""
    rows = []
    for name, value in wanted.items():
        for one in value if isinstance(value, tuple) else (value,):
            href = _without(query, name, one if isinstance(value, tuple) else None)
            rows.append(Chip(name, _label(name, one), href, n_without.get(name)))
    return rows


def _label(name: str, value: Any) -> str:
    if name in LABELS:
        return str(LABELS[name][value])
    if name == "max_price":
        return _("Up to %(amount)s") % {"amount": plain(value)}
    if name == "min_followers":
        return _("At least %(n)s followers") % {"n": compact(value)}
    if name == "max_followers":
        return _("At most %(n)s followers") % {"n": compact(value)}
    return pgettext("what was searched for", "“%(text)s”") % {"text": value}


def _without(query: QueryDict, name: str, word: str | None) -> str:
    rest = query.copy()
    words = [one for part in rest.getlist(name) for one in part.split(",")] if word else []
    rest.setlist(name, [one for one in words if one and one != word])
    return _address(rest, cursor=None)


def _address(query: QueryDict, *, cursor: str | None) -> str:
    """The same list from `cursor` on, without what says nothing: empty fields, the usual order."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name != "cursor":
            kept.setlist(name, [value for value in values if value and value != SORTS[0][0]])
    if cursor:
        kept["cursor"] = cursor
    return f"?{kept.urlencode()}"
