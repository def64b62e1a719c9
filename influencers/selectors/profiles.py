"""One profile with its parts, and what it still lacks."""

from collections.abc import Iterable
from typing import Any

from influencers.models import Influencer, Package, SocialAccount
from influencers.selectors.cards import Card
from influencers.selectors.lists import cards
from payments.models import Wallet
from payments.selectors import Quote, pricing, quote

# What a profile needs before it can be found, in the order in which the editor asks for it.
NEEDED = ("name", "city", "niche", "social_account")
N_SIMILAR = 3


def influencer_of(user: Any) -> Influencer | None:
    """The profile a person owns, or None. One query."""
    if not user.is_authenticated:
        return None
    return Influencer.objects.of(user).select_related("wallet").first()


def missing_items(influencer: Influencer, accounts: list[SocialAccount] | None = None) -> list[str]:
    """Codes of what keeps a profile out of search; empty when it is listed. A query without `accounts`."""
    if accounts is None:
        accounts = list(influencer.social_accounts.all())
    has = {
        "name": bool(influencer.name),
        "city": bool(influencer.city),
        "niche": bool(influencer.niches),
        "social_account": bool(accounts),
    }
    return [code for code in NEEDED if not has[code]]


def public_profile(*, user: Any, **key: Any) -> Influencer:
    """A profile that `user` may see, by handle or pk, with its accounts and packages. Three queries.

    Raises Influencer.DoesNotExist, for somebody else's unlisted profile too.
    """
    rows = Influencer.objects.visible_to(user).prefetch_related("social_accounts", "packages")
    return rows.defer("card", "folded").get(**key)


def similar_cards(influencer: Influencer) -> list[Card]:
    """A few others of the same main niche, the most followed first. One query."""
    if not influencer.main_niche:
        return []
    found = cards({"niche": (influencer.main_niche,)}, size=N_SIMILAR + 1)
    return [card for card in found.cards() if card.handle != influencer.handle][:N_SIMILAR]


def priced(packages: Iterable[Package], provider: Wallet | None = None) -> list[tuple[Package, Quote]]:
    """Packages with what they come to for both sides, at today's fees. One query.

    For the creator (`provider`) also after tax, as if a company here paid for the first time: four queries.
    """
    rows = list(packages)
    if not rows:
        return []
    if provider is not None:
        shared = pricing(client=None, provider=provider)
        return [(row, shared.of(row.price_centimes)) for row in rows]
    shared_fees = quote(0)
    return [(row, shared_fees.of(row.price_centimes)) for row in rows]
