"""The row of the public list as JSON bytes, drawn once when something changes and joined as it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from influencers.models import Influencer, SocialAccount
from kit.amounts import money
from kit.dates import iso

SOURCE = "declared"


@dataclass(frozen=True)
class Card:
    """A drawn row read back for a page: the same names as on Influencer, without the row."""

    handle: str
    name: str
    portrait: str
    niches: list[str]
    city: str
    n_followers: int
    declared_at: datetime | None
    accounts: list[tuple[str, int]]
    from_centimes: int | None


def read_card(drawn: bytes) -> Card:
    """A card from its JSON."""
    row = orjson.loads(drawn)
    at, price = row["followers"]["declared_at"], row["from_price"]
    return Card(
        handle=row["handle"],
        name=row["name"],
        portrait=row["portrait"],
        niches=row["niches"],
        city=row["city"],
        n_followers=row["followers"]["n_followers"],
        declared_at=datetime.fromisoformat(at) if at else None,
        accounts=[(one["platform"], one["n_followers"]) for one in row["social_accounts"]],
        from_centimes=int(price["amount"].replace(".", "")) if price else None,
    )


def draw_card(influencer: Influencer, accounts: list[SocialAccount]) -> bytes:
    """One row of GET /api/influencers. Holds codes, not words, so one card serves every language."""
    return orjson.dumps(card_values(influencer, accounts))


def card_values(influencer: Influencer, accounts: list[SocialAccount]) -> dict[str, Any]:
    dates = [one.declared_at for one in accounts if one.declared_at]
    return {
        "id": str(influencer.pk),
        "handle": influencer.handle,
        "name": influencer.name,
        "portrait": influencer.portrait,
        "main_niche": influencer.main_niche,
        "niches": influencer.niches,
        "languages": influencer.languages,
        "city": influencer.city,
        "region": influencer.region,
        "followers": _declared(influencer.n_followers, max(dates, default=None)),
        "social_accounts": [_account(one) for one in accounts],
        "from_price": money(influencer.from_centimes),
    }


def _account(row: SocialAccount) -> dict[str, Any]:
    figures = _declared(row.n_followers_declared, row.declared_at)
    return {"platform": row.platform, "handle": row.handle, "url": row.url, **figures}


def _declared(n_followers: int, at: datetime | None) -> dict[str, Any]:
    """A figure with where it comes from and since when."""
    return {"n_followers": n_followers, "source": SOURCE, "declared_at": iso(at)}


def draw_cards(influencers: Iterable[Influencer]) -> dict[Any, bytes]:
    """Cards of many profiles by id, with one query for all their accounts."""
    rows = list(influencers)
    accounts: dict[Any, list[SocialAccount]] = defaultdict(list)
    for one in SocialAccount.objects.filter(influencer__in=[row.pk for row in rows]):
        accounts[one.influencer_id].append(one)
    return {row.pk: draw_card(row, accounts[row.pk]) for row in rows}
