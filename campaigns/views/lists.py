"""Tabs with counts, and pages that go on from the last row shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from kit.paging import page_number

PER_PAGE = 20


def tabs_of(
    labels: Mapping[str, Promise | str], counts: dict[str, int], current: str
) -> list[dict[str, Any]]:
    """For components/tabs.html."""
    return [
        {"url": f"?tab={name}", "label": label, "count": counts[name], "current": name == current}
        for name, label in labels.items()
    ]


def keyset(request: HttpRequest, rows: QuerySet, size: int = PER_PAGE) -> tuple[list[Any], str]:
    """One page, newest first, and the address of the next one or "". Ids are UUIDv7: they carry their age."""
    last = _uuid(request.GET.get("after", ""))
    rows = rows.order_by("-pk")
    found = list((rows.filter(pk__lt=last) if last else rows)[: size + 1])
    if len(found) <= size:
        return found, ""
    query = request.GET.copy()
    query["after"] = str(found[size - 1].pk)
    return found[:size], f"?{query.urlencode()}"


def offset_page(request: HttpRequest, rows: QuerySet, size: int = PER_PAGE) -> tuple[list[Any], str]:
    """The same for a list that is sorted by something else; nothing is counted."""
    number = page_number(request.GET.get("page"))
    found = list(rows[(number - 1) * size : number * size + 1])
    query = request.GET.copy()
    query["page"] = str(number + 1)
    return found[:size], f"?{query.urlencode()}" if len(found) > size else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
