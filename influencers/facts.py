"""What creators' profiles tell the rest of the house."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class InfluencerCreated(Fact):
    """A creator has a profile and a wallet; it is not in search yet."""

    influencer_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class InfluencerListed(Fact):
    """A profile became complete enough to be found."""

    influencer_id: str


@dataclass(frozen=True, kw_only=True)
class InfluencerUpdated(Fact):
    """Something public about a creator changed: profile, audiences or packages."""

    influencer_id: str
