"""The row of the public list as JSON bytes, drawn once when something changes and joined as it is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import orjson

from influencers.models import Influencer, SocialAccount
from kit.amounts import money

SOURCE = "declared"


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
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None
    return {"n_followers": n_followers, "source": SOURCE, "declared_at": moment}


def draw_cards(influencers: Iterable[Influencer]) -> dict[Any, bytes]:
    """Cards of many profiles by id, with one query for all their accounts."""
    rows = list(influencers)
    accounts: dict[Any, list[SocialAccount]] = defaultdict(list)
    for one in SocialAccount.objects.filter(influencer__in=[row.pk for row in rows]):
        accounts[one.influencer_id].append(one)
    return {row.pk: draw_card(row, accounts[row.pk]) for row in rows}
