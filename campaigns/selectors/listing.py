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

NAMES = ("id", "slug", "title", "objective")
BRAND = ("brand__id", "brand__name", "brand__slug")
AUDIENCE = ("state", "niches", "platforms", "cities", "languages", "min_followers")
OFFER = ("budget_centimes", "places")
DAYS = ("application_deadline", "starts_on", "ends_on", "published_at")
COLUMNS = (*NAMES, *BRAND, *AUDIENCE, *OFFER, *DAYS)

# What a statement is written for; the real reader's id is put where the stand-in's comes out.
ANYBODY = UUID(int=7)
READERS: dict[str, Any] = {
    "visitor": AnonymousUser(),
    "person": User(id=ANYBODY),
    "staff": User(id=ANYBODY, is_staff=True),
}
Line = dict[str, Any]


def line_columns(campaigns: QuerySet, *more: str) -> QuerySet:
    """The same rows as tuples of what a line needs, and of the columns named besides. One query."""
    return campaigns.values_list(*COLUMNS, *more, named=True)


def lines(rows: Sequence[tuple]) -> list[Line]:
    """Rows of line_columns() as the API shows them. One query for what all of them ask for."""
    asked = _asked([row[0] for row in rows])
    return [_line(row, asked[row[0]]) for row in rows]


def _line(row: tuple, deliverables: list[Line]) -> Line:
    pk, slug, title, objective, brand_id, brand_name, brand_slug, *brief = row[: len(COLUMNS)]
    state, niches, platforms, cities, languages, min_followers, budget, places, *days = brief
    closes, starts_on, ends_on, published_at = days
    return {
        "id": pk,
        "slug": slug,
        "title": title,
        "objective": objective,
        "brand": {"id": brand_id, "name": brand_name, "slug": brand_slug},
        "state": state,
        "niches": niches,
        "platforms": platforms,
        "cities": cities,
        "languages": languages,
        "min_followers": min_followers,
        "deliverables": deliverables,
        "budget": money(budget),
        "places": places,
        "application_deadline": closes,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "published_at": published_at,
    }


def _asked(campaigns: list[UUID]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    if campaigns:
        for pk, platform, form, quantity, notes in fetch(_requirements(len(campaigns)), campaigns):
            line = {"platform": platform, "format": form, "quantity": quantity, "notes": notes}
            found[pk].append(line)
    return found


@lru_cache(maxsize=128)
def _requirements(n_campaigns: int) -> str:
    """The SQL of what so many campaigns ask for; its placeholders are their ids."""
    rows = Requirement.objects.filter(campaign__in=[UUID(int=n) for n in range(n_campaigns)])
    return rows.values_list("campaign", "platform", "format", "quantity", "notes").query.sql_with_params()[0]


def newest_lines(user: Any, *, limit: int) -> list[Line]:
    """The first lines of the list as `user` sees it, newest first: the page that most open. Two queries.

    Its SQL is written by the ORM once for each kind of reader and then only filled in.
    """
    kind = "visitor" if not user.is_authenticated else "staff" if user.is_staff else "person"
    sql, readers = _newest(kind, limit)
    return lines(fetch(sql, [user.pk for _reader in readers]))


@lru_cache(maxsize=64)
def _newest(kind: str, limit: int) -> tuple[str, tuple[Any, ...]]:
    rows = line_columns(Campaign.objects.visible_to(READERS[kind])).order_by("-id")[:limit]
    sql, params = rows.query.sql_with_params()
    return spelled_out(sql, params, is_open=lambda param: param == ANYBODY)
