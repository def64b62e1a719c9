"""The floor: bare WSGI, one pooled psycopg connection a request, prepared statements, binary rows, orjson.

    /influencers        the columns and their accounts, made into JSON for each request
    /influencer-cards   the rows as the product stores them, drawn beforehand
    /campaigns          open campaigns with their brand and what is asked for

Same rows, same filters, same JSON as the product's lists; no framework, no checks, no errors.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import orjson
from psycopg import Connection
from psycopg_pool import ConnectionPool

SIZE = 20
pool = ConnectionPool(os.environ["DATABASE_URL"], min_size=2, max_size=4, open=True)

INFLUENCERS = """
select id, handle, name, portrait, main_niche, niches, languages, city, region, n_followers, from_centimes
from influencers_influencer where is_listed {filters} order by n_followers desc, id desc limit 21
"""
ACCOUNTS = """
select influencer_id, platform, handle, url, n_followers_declared, declared_at
from influencers_socialaccount where influencer_id = any(%s) order by n_followers_declared desc, id
"""
CARDS = """
select n_followers, id, card from influencers_influencer
where is_listed {filters} order by n_followers desc, id desc limit 21
"""
CAMPAIGNS = """
select c.id, c.slug, c.title, c.objective, c.state, c.niches, c.platforms, c.cities, c.languages,
  c.min_followers, c.budget_centimes, c.places, c.application_deadline, c.starts_on, c.ends_on,
  c.published_at, b.id, b.slug, b.name, b.sector, b.city, b.logo
from campaigns_campaign c join brands_brand b on b.id = c.brand_id
where c.state in ('open', 'in_progress', 'completed') order by c.id desc limit 21
"""
REQUIREMENTS = """
select campaign_id, platform, format, quantity, notes from campaigns_requirement
where campaign_id = any(%s) order by campaign_id, position
"""
FILTERS = {
    "niche": "and niches && %s::varchar[]",
    "city": "and city = %s",
    "min_followers": "and n_followers >= %s::int",
}


def fetch(db: Connection, sql: str, params: Iterable[Any]) -> list[tuple]:
    with db.cursor(binary=True) as cursor:
        return cursor.execute(sql, list(params), prepare=True).fetchall()


def filtered(sql: str, query: str) -> tuple[str, list[Any]]:
    asked = parse_qs(query)
    names = [name for name in FILTERS if name in asked]
    values = [asked[name] if name == "niche" else asked[name][0] for name in names]
    return sql.format(filters=" ".join(FILTERS[name] for name in names)), values


def money(centimes: int | None) -> dict | None:
    if centimes is None:
        return None
    return {"amount": f"{centimes // 100}.{centimes % 100:02d}", "currency": "MAD"}


def influencers(db: Connection, query: str) -> bytes:
    rows = fetch(db, *filtered(INFLUENCERS, query))
    accounts = defaultdict(list)
    for pk, platform, handle, url, n_followers, at in fetch(db, ACCOUNTS, [[row[0] for row in rows[:SIZE]]]):
        figures = {"n_followers": n_followers, "source": "declared", "declared_at": at}
        accounts[pk].append({"platform": platform, "handle": handle, "url": url, **figures})
    results = [_influencer(row, accounts[row[0]]) for row in rows[:SIZE]]
    return page(results, rows[SIZE - 1][9:0:-9] if len(rows) > SIZE else None)


def _influencer(row: tuple, accounts: list[dict]) -> dict:
    names = ("id", "handle", "name", "portrait", "main_niche", "niches", "languages", "city", "region")
    at = max((one["declared_at"] for one in accounts), default=None)
    return {
        **dict(zip(names, row, strict=False)),
        "followers": {"n_followers": row[9], "source": "declared", "declared_at": at},
        "social_accounts": accounts,
        "from_price": money(row[10]),
    }


def influencer_cards(db: Connection, query: str) -> bytes:
    rows = fetch(db, *filtered(CARDS, query))
    results = b",".join(row[2] for row in rows[:SIZE])
    tail = b"null" if len(rows) <= SIZE else b'"?cursor=n.%d.%s"' % (rows[SIZE - 1][0], _hex(rows[SIZE - 1]))
    return b'{"results":[' + results + b'],"next":' + tail + b',"previous":null}'


def _hex(row: tuple) -> bytes:
    return row[1].hex.encode()


def campaigns(db: Connection, query: str) -> bytes:
    rows = fetch(db, CAMPAIGNS, [])
    asked = defaultdict(list)
    for pk, platform, form, quantity, notes in fetch(db, REQUIREMENTS, [[row[0] for row in rows[:SIZE]]]):
        asked[pk].append({"platform": platform, "format": form, "quantity": quantity, "notes": notes})
    results = [_campaign(row, asked[row[0]]) for row in rows[:SIZE]]
    return page(results, (rows[SIZE - 1][0],) if len(rows) > SIZE else None)


def _campaign(row: tuple, deliverables: list[dict]) -> dict:
    first = ("id", "slug", "title", "objective", "state", "niches", "platforms", "cities", "languages")
    then = ("places", "application_deadline", "starts_on", "ends_on", "published_at")
    brand = dict(zip(("id", "slug", "name", "sector", "city", "logo"), row[16:], strict=True))
    return {
        **dict(zip(first, row, strict=False)),
        "min_followers": row[9],
        "budget": money(row[10]),
        **dict(zip(then, row[11:16], strict=True)),
        "brand": brand,
        "deliverables": deliverables,
    }


def page(results: list[dict], mark: Any) -> bytes:
    return orjson.dumps({"results": results, "next": f"?cursor={mark}" if mark else None, "previous": None})


ROUTES: dict[str, Callable[[Connection, str], bytes]] = {
    "/influencers": influencers,
    "/influencer-cards": influencer_cards,
    "/campaigns": campaigns,
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    with pool.connection() as db:
        db.autocommit = True
        body = ROUTES[environ["PATH_INFO"]](db, environ["QUERY_STRING"])
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
