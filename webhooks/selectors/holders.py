"""Whose endpoints a person looks at."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from brands.models import Brand
from brands.selectors import own_brand
from influencers.models import Influencer
from webhooks.errors import NoHolder
from webhooks.models import Call, Endpoint
from webhooks.selectors.catalogue import Whom


@dataclass(frozen=True)
class Holder:
    """A brand or a creator."""

    brand: Brand | None = None
    influencer: Influencer | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {"brand": self.brand, "influencer": self.influencer}


def holder_of(user: Any) -> Holder:
    """The brand a person works for, or the creator they are. Raises NoHolder, and NoTeam of brands."""
    if user.is_brand:
        return Holder(brand=own_brand(user))
    if user.is_influencer and hasattr(user, "influencer"):
        return Holder(influencer=user.influencer)
    raise NoHolder


def endpoints_of(holder: Holder) -> QuerySet[Endpoint]:
    """All that were not removed, the newest first."""
    return Endpoint.objects.kept().filter(**holder.columns)


def endpoints_told(whom: Whom, name: str) -> QuerySet[Endpoint]:
    """Those that want to know this of these brands, creators, wallets and people."""
    told = Q(brand_id__in=whom.brands) | Q(influencer_id__in=whom.influencers)
    if whom.wallets:
        told |= Q(brand__wallet_id__in=whom.wallets) | Q(influencer__wallet_id__in=whom.wallets)
    if whom.users:
        told |= Q(influencer__user_id__in=whom.users)
    return Endpoint.objects.wanting(name).filter(told)


def calls_visible_to(user: Any) -> QuerySet[Call]:
    """Calls of endpoints that a person may see, with their endpoint and its holder."""
    endpoints = Endpoint.objects.visible_to(user).values("pk")
    related = ("endpoint__brand", "endpoint__influencer")
    return Call.objects.filter(endpoint__in=endpoints).select_related(*related)
