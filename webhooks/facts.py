"""What webhooks tell the floor above. One of `brand_id` and `influencer_id` is empty."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EndpointFact(Fact):
    endpoint_id: str
    brand_id: str
    influencer_id: str


class EndpointAdded(EndpointFact):
    """From now on another machine is told."""


class EndpointRemoved(EndpointFact):
    """Nothing is sent there any more."""


class SecretRotated(EndpointFact):
    """Calls carry two signatures for a day."""


class EndpointEnabled(EndpointFact):
    """It is told again."""


@dataclass(frozen=True, kw_only=True)
class EndpointDisabled(EndpointFact):
    """It is told nothing any more; `reason` is an Endpoint.Reason, `host` the server it led to."""

    reason: str
    host: str
