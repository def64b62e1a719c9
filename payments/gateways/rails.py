"""What every way of paying people can do: a bank file, PayPal, Stripe. A rail holds no state."""

from dataclasses import dataclass
from typing import Protocol

from payments.models import Payout

SENT, PAID, FAILED, UNKNOWN = "sent", "paid", "failed", "unknown"


@dataclass(frozen=True, kw_only=True)
class RailAnswer:
    """`status` is sent (taken, not yet there), paid, failed (the money is ours again) or unknown (ask again).

    `reason` of a failure is a code of ours, never the provider's sentence.
    """

    status: str
    provider_ref: str = ""
    reason: str = ""


class PayoutRail(Protocol):
    """One way out. The payout's id is the reference for ever: sent twice, it is paid once."""

    name: str
    currencies: frozenset[str]

    def send(self, payout: Payout) -> RailAnswer:
        """Hand a claimed payout to the provider. No answer: unknown, never failed."""

    def query(self, payout: Payout) -> RailAnswer:
        """Ask what became of it."""
