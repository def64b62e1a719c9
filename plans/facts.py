"""What plans tell the floors above. Ids are strings, days ISO."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact):
    """A brand is on another plan from now on."""

    wallet_id: str
    plan: str
    was: str


@dataclass(frozen=True, kw_only=True)
class PlanCharged(Fact):
    """A period, or the rest of one, has to be paid."""

    charge_id: str
    wallet_id: str
    reference: str
    total_centimes: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class PlanPaid(Fact):
    charge_id: str
    wallet_id: str
    net_centimes: int
    vat_centimes: int


@dataclass(frozen=True, kw_only=True)
class PlanReminded(Fact):
    """Not paid yet: `left_days` until the brand goes back to the free plan."""

    charge_id: str
    wallet_id: str
    reference: str
    total_centimes: int
    left_days: int


@dataclass(frozen=True, kw_only=True)
class PlanCardDeclined(Fact):
    """Stripe could not charge the card for a period, the `attempt`th time. It tries again by itself."""

    charge_id: str
    wallet_id: str
    reference: str
    total_centimes: int
    attempt: int
