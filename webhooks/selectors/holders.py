"""Whose endpoints a person looks at, and which they may change."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from brands.models import Brand
from brands.selectors import own_brand
from influencers.models import Influencer
from kit.errors import ensure
from webhooks.errors import NoHolder
from webhooks.models import Call, Endpoint
from webhooks.policies import may_connect
from webhooks.selectors.catalogue import Whom


@dataclass(frozen=True)
class Holder:
    """A brand or a creator."""

    brand: Brand | None = None
    influencer: Influencer | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {"brand": self.brand, "influencer": self.influencer}


def _holder_of(user: Any) -> Holder:
    if user.is_brand:
        return Holder(brand=own_brand(user))
    if user.is_influencer and hasattr(user, "influencer"):
        return Holder(influencer=user.influencer)
    raise NoHolder


def own_holder(user: Any) -> Holder:
    """The brand a person works for, or the creator they are, for those who may change its endpoints. Raises
    NoHolder, NotAllowed, and NoTeam of brands.
    """
    holder = _holder_of(user)
    ensure(may_connect(user, holder))
    return holder


def own_endpoint(user: Any, pk: UUID) -> Endpoint:
    """For those who may change it. Raises DoesNotExist for strangers, NotAllowed for others of the brand."""
    endpoint = Endpoint.objects.visible_to(user).select_related("brand", "influencer").get(pk=pk)
    ensure(may_connect(user, endpoint))
    return endpoint


def own_call(user: Any, pk: UUID) -> Call:
    """With its tries, for those who may change its endpoint. Raises DoesNotExist, NotAllowed."""
    calls = Call.objects.filter(endpoint__in=Endpoint.objects.visible_to(user).values("pk"))
    related = calls.select_related("endpoint__brand", "endpoint__influencer").prefetch_related("tries")
    call = related.get(pk=pk)
    ensure(may_connect(user, call.endpoint))
    return call


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
