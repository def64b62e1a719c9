"""The lines of the campaigns' list: plain columns, no model instances and no serializer per row.

A page of twenty through the ORM's objects and DRF's fields costs eight times what the database needs for it.
The shape is that of campaigns.serializers.CampaignCard; a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from campaigns.models import Campaign, Requirement
from kit.amounts import money
from kit.rows import fetch, spelled_out

BEFORE_BRAND = ("id", "slug", "title", "objective")
AFTER_BRAND = ("state", "niches", "platforms", "cities", "languages", "min_followers")
LAST = ("places", "application_deadline", "starts_on", "ends_on", "published_at")
BRAND = ("brand__id", "brand__name", "brand__slug")
COLUMNS = (*BEFORE_BRAND, *AFTER_BRAND, *LAST, "budget_centimes", *BRAND)
REQUIREMENT = ("platform", "format", "quantity", "notes")

# What a statement is written for; the real reader's id is put where the stand-in's comes out.
ANYBODY = UUID(int=7)
READERS: dict[str, Any] = {
    "visitor": AnonymousUser(),
    "person": User(id=ANYBODY),
    "staff": User(id=ANYBODY, is_staff=True),
}
Line = dict[str, Any]


def line_columns(campaigns: QuerySet, *more: str) -> QuerySet:
    """The same rows as dictionaries of what a line needs, and of the columns named besides. One query."""
    return campaigns.values(*COLUMNS, *more)


def lines(rows: Sequence[Line]) -> list[Line]:
    """Rows of line_columns() as the API shows them. One query for what all of them ask for."""
    asked = _asked([row["id"] for row in rows])
    return [_line(row, asked[row["id"]]) for row in rows]


def _line(row: Line, deliverables: list[Line]) -> Line:
    return {
        **{name: row[name] for name in BEFORE_BRAND},
        "brand": {"id": row["brand__id"], "name": row["brand__name"], "slug": row["brand__slug"]},
        **{name: row[name] for name in AFTER_BRAND},
        "deliverables": deliverables,
        "budget": money(row["budget_centimes"]),
        **{name: row[name] for name in LAST},
    }


def _asked(campaigns: list[UUID]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    if campaigns:
        for pk, *values in fetch(_requirements(len(campaigns)), campaigns):
            found[pk].append(dict(zip(REQUIREMENT, values, strict=True)))
    return found


@lru_cache(maxsize=128)
def _requirements(n_campaigns: int) -> str:
    """The SQL of what so many campaigns ask for; its placeholders are their ids."""
    rows = Requirement.objects.filter(campaign__in=[UUID(int=n) for n in range(n_campaigns)])
    return rows.values_list("campaign", *REQUIREMENT).query.sql_with_params()[0]


def newest_lines(user: Any, *, limit: int) -> list[Line]:
    """The first lines of the list as `user` sees it, newest first: the page that most open. Two queries.

    Its SQL is written by the ORM once for each kind of reader and then only filled in.
    """
    kind = "visitor" if not user.is_authenticated else "staff" if user.is_staff else "person"
    sql, readers = _newest(kind, limit)
    rows = fetch(sql, [user.pk for _reader in readers])
    return lines([dict(zip(COLUMNS, row, strict=True)) for row in rows])


@lru_cache(maxsize=64)
def _newest(kind: str, limit: int) -> tuple[str, tuple[Any, ...]]:
    rows = line_columns(Campaign.objects.visible_to(READERS[kind])).order_by("-id")
    sql, params = rows.values_list(*COLUMNS)[:limit].query.sql_with_params()
    return spelled_out(sql, params, is_open=lambda param: param == ANYBODY)
