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
    return _in_money(campaign, campaign.collaborations.aggregate(**_prices()))


def _prices() -> dict[str, Coalesce]:
    paid = Coalesce(Sum("settled_centimes"), 0)
    return {"committed": _price(PROMISED), "secured": _price(SECURED), "paid": paid}


def _in_money(campaign: Campaign, sums: dict[str, int]) -> CampaignMoney:
    parts = {name: int(sums[name]) for name in _prices()}
    return CampaignMoney(budget=campaign.budget_centimes or 0, **parts)


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
    return Places(total=campaign.places, **campaign.collaborations.aggregate(**_counts()))


def _counts() -> dict[str, Count]:
    return {
        "taken": Count("pk", filter=Q(state__in=TAKEN)),
        "live": Count("pk", filter=Q(state__in=LIVE)),
    }


def room_in(campaign: Campaign) -> tuple[CampaignMoney, Places]:
    """Both at once: what is left of the budget and of the places. One query."""
    sums = campaign.collaborations.aggregate(**_prices(), **_counts())
    places = Places(total=campaign.places, taken=sums["taken"], live=sums["live"])
    return _in_money(campaign, sums), places
