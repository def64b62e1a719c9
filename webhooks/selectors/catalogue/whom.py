"""Whom a fact concerns. Both sides of a contract are told of it; money only whose it is."""

from typing import Any

from messaging.models import Party
from payments.models import Escrow
from webhooks.selectors.catalogue.shape import Whom

BRAND_SIDES, CREATOR_SIDES = {"brand", "both"}, {"influencer", "both"}


def brand(fact: Any) -> Whom:
    return Whom(brands=(fact.brand_id,))


def creator(fact: Any) -> Whom:
    return Whom(influencers=(fact.influencer_id,))


def both(fact: Any) -> Whom:
    return Whom(brands=(fact.brand_id,), influencers=(fact.influencer_id,))


def side(fact: Any) -> Whom:
    """Whoever owes the next step."""
    brands = (fact.brand_id,) if fact.side in BRAND_SIDES else ()
    creators = (fact.influencer_id,) if fact.side in CREATOR_SIDES and fact.influencer_id else ()
    return Whom(brands=brands, influencers=creators)


def wallet(fact: Any) -> Whom:
    return Whom(wallets=(fact.wallet_id,))


def payer(fact: Any) -> Whom:
    """Of an escrow: one query, where the fact does not say it."""
    if known := getattr(fact, "payer_wallet_id", ""):
        return Whom(wallets=(known,))
    return Whom(wallets=tuple(Escrow.objects.filter(pk=fact.escrow_id).values_list("payer_id", flat=True)))


def payee(fact: Any) -> Whom:
    return Whom(wallets=(fact.payee_wallet_id,))


def disputed(fact: Any) -> Whom:
    """Those who pay; those who are paid only when it is about money that is still held for them."""
    return Whom(wallets=(fact.payer_wallet_id, *([fact.payee_wallet_id] if fact.is_held else [])))


def talkers(fact: Any) -> Whom:
    """Both sides of a conversation: one query."""
    keys = Party.objects.filter(conversation=fact.conversation_id).values_list("key", flat=True)
    found = [key.split(":") for key in keys]
    return Whom(
        brands=tuple(pk for kind, pk in found if kind == "brand"),
        influencers=tuple(pk for kind, pk in found if kind == "influencer"),
    )


def person(fact: Any) -> Whom:
    """A creator's own account. What happens to the accounts of a brand's people is not the brand's."""
    return Whom(users=(fact.user_id,))
