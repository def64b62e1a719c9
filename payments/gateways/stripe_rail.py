"""Stripe as a way to be paid: a transfer from the platform's balance to the creator's account at Stripe.

From there Stripe pays their bank, on its own schedule. What is transferred has arrived: Stripe knows no event
for a transfer that fails later, only one that is taken back.
"""

import logging
from collections.abc import Mapping
from typing import Any

import stripe

from payments.gateways.rails import FAILED, PAID, UNKNOWN, RailAnswer
from payments.gateways.stripe_client import client, each_page, is_live, outcome_known
from payments.models import Payout
from payments.selectors import payout_address

log = logging.getLogger(__name__)
# Stripe's codes in ours: what nothing moved for.
REASONS = {
    "balance_insufficient": "house_balance_too_low",
    "insufficient_capabilities_for_transfer": "account_not_ready",
    "resource_missing": "account_closed",
    "account_invalid": "account_closed",
}


class StripeRail:
    """The payout's id is the idempotency key and the transfer's group: it is found again by either."""

    name = "stripe"
    currencies = frozenset({"EUR", "USD"})

    def __init__(self, config: Mapping[str, str]) -> None:
        self._stripe = client(config).v1
        self.is_live = is_live(config)

    def send(self, payout: Payout) -> RailAnswer:
        """Transfer it; sent before, even days ago, it is found and not sent again.

        Raises GatewayUnreachable: then it is unknown, and may be sent again.
        """
        if found := self._sent(payout):
            return found
        amount_centimes, currency = payout.given
        if currency not in self.currencies:
            return RailAnswer(status=FAILED, reason="currency_not_taken")
        asked: Any = {
            "amount": amount_centimes,
            "currency": currency.lower(),
            "destination": payout_address(payout.method),
            "transfer_group": group_of(payout),
            "metadata": {"payout": str(payout.pk)},
        }
        try:
            with outcome_known():
                made = self._stripe.transfers.create(asked, {"idempotency_key": str(payout.pk)})
        except stripe.InvalidRequestError as error:
            log.warning("payout %s: stripe said %s", payout, error.code or error.http_status)
            return RailAnswer(status=FAILED, reason=REASONS.get(error.code or "", "provider_refused"))
        return RailAnswer(status=PAID, provider_ref=made.id)

    def query(self, payout: Payout) -> RailAnswer:
        """What Stripe has of it. Nothing found is unknown: sending it (again) is safe then."""
        return self._sent(payout) or RailAnswer(status=UNKNOWN, reason="not_found")

    def _sent(self, payout: Payout) -> RailAnswer | None:
        made = self._transfer_of(payout)
        if made is None:
            return None
        if made["reversed"]:
            return RailAnswer(status=FAILED, provider_ref=made["id"], reason="reversed")
        return RailAnswer(status=PAID, provider_ref=made["id"])

    def _transfer_of(self, payout: Payout) -> dict[str, Any] | None:
        with outcome_known():
            found = [one.to_dict() for one in each_page(self._list, transfer_group=group_of(payout))]
        return found[0] if found else None

    def _list(self, asked: Any) -> Any:
        return self._stripe.transfers.list(asked)


def group_of(payout: Payout) -> str:
    """What the transfer of a payout is found by."""
    return f"payout-{payout.pk}"
