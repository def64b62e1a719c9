"""Tables of webhooks."""

from webhooks.models.calls import Attempt, Call
from webhooks.models.endpoints import VERSIONS, Endpoint

__all__ = ["VERSIONS", "Attempt", "Call", "Endpoint"]
