"""A campaign's budget and places: what is promised, secured, paid and left. Creators' prices, before fees."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from campaigns.models import Campaign, Collaboration

State = Collaboration.State
PROMISED = [State.AGREED, State.SIGNED]
SECURED = [State.FUNDED, State.ACTIVE, State.DISPUTED]
LIVE = [*PROMISED, *SECURED]
TAKEN = [*LIVE, State.COMPLETED]


@dataclass(frozen=True)
class CampaignMoney:
    """Centimes; budget = committed + secured + paid + left (left is negative only if the budget was cut)."""

    budget: int
    committed: int
    secured: int
    paid: int

    @property
    def left(self) -> int:
        return self.budget - self.committed - self.secured - self.paid


def campaign_money(campaign: Campaign) -> CampaignMoney:
    """One query."""
    sums = campaign.collaborations.aggregate(
        committed=_price(PROMISED), secured=_price(SECURED), paid=Coalesce(Sum("settled_centimes"), 0)
    )
    return CampaignMoney(budget=campaign.budget_centimes or 0, **{key: int(n) for key, n in sums.items()})


def _price(states: Sequence[str]) -> Coalesce:
    return Coalesce(Sum(F("price_centimes"), filter=Q(state__in=states)), 0)


@dataclass(frozen=True)
class Places:
    total: int
    taken: int
    live: int

    @property
    def free(self) -> int:
        return max(self.total - self.taken, 0)


def places_of(campaign: Campaign) -> Places:
    """A place is taken by a running or completed collaboration; every other end frees it. One query."""
    counts = campaign.collaborations.aggregate(
        taken=Count("pk", filter=Q(state__in=TAKEN)), live=Count("pk", filter=Q(state__in=LIVE))
    )
    return Places(total=campaign.places, **counts)
