"""PayPal as a way of paying people: one batch with one item for each payout."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from payments.errors import GatewayNotConfigured, GatewayUnreachable
from payments.gateways.paypal import payouts
from payments.gateways.paypal.client import MISSHAPEN, Client, Declined
from payments.gateways.rails import FAILED, SENT, UNKNOWN, RailAnswer
from payments.models import Payout, PayoutMethod
from payments.selectors import payout_address

log = logging.getLogger(__name__)
REMEMBERED = timedelta(days=29)  # PayPal refuses a batch's id a second time for 30 days
DUPLICATE = ("DUPLICATE", "USER_BUSINESS_ERROR")
BATCHES = "/v1/payments/payouts"


class PayPalRail:
    """`address_of` says where a payout method is: a mailbox or a PayPal id. Off while PayPal has not switched
    payouts on for us, or a setting is missing.
    """

    name = "paypal"
    currencies = frozenset({"EUR", "USD"})

    def __init__(
        self, config: Mapping[str, str], address_of: Callable[[PayoutMethod], str] = payout_address
    ) -> None:
        self._is_ready = all(config.values()) and settings.PAYPAL_PAYOUTS
        self._client = Client(config)
        self._address_of = address_of

    def send(self, payout: Payout) -> RailAnswer:
        """Hand it over. What PayPal has already is asked about instead. Raises GatewayNotConfigured."""
        self._ensure_ready()
        if payout.given[1] not in self.currencies:
            return RailAnswer(status=FAILED, reason="currency_not_taken")
        if self._is_too_old(payout):
            return RailAnswer(status=UNKNOWN, reason="too_old_to_ask_again")
        return self._hand_over(payout, FAILED)

    def query(self, payout: Payout) -> RailAnswer:
        """What became of it. Without PayPal's number of the batch, sending it again leads there: it is paid
        once. Raises GatewayNotConfigured."""
        self._ensure_ready()
        batch_id = payout.provider_ref
        if not batch_id and self._is_too_old(payout):
            return RailAnswer(status=UNKNOWN, reason="too_old_to_ask_again")
        if not batch_id:
            answer = self._hand_over(payout, UNKNOWN)
            if answer.status != SENT or not answer.provider_ref:
                return answer
            batch_id = answer.provider_ref
        return self._look(payout, f"{BATCHES}/{batch_id}")

    def _ensure_ready(self) -> None:
        if not self._is_ready:
            raise GatewayNotConfigured(gateway=self.name)

    @staticmethod
    def _is_too_old(payout: Payout) -> bool:
        return bool(payout.sent_at and timezone.now() - payout.sent_at > REMEMBERED)

    def _hand_over(self, payout: Payout, if_refused: str) -> RailAnswer:
        body = payouts.batch_of(payout, self._address_of(payout.method))
        try:
            return payouts.answer_of(self._client.post(BATCHES, body, str(payout.pk)), payout)
        except Declined as error:
            return self._refused(payout, error, if_refused)
        except (GatewayUnreachable, *MISSHAPEN):
            return RailAnswer(status=UNKNOWN)

    def _refused(self, payout: Payout, error: Declined, if_refused: str) -> RailAnswer:
        """The id was used: PayPal has it. Else a first try was not sent; of a later one nobody knows."""
        known = _batch_behind(error)
        if known:
            return self._look(payout, known)
        log.error("payout %s: PayPal refuses: %s", payout.pk, error)
        if any(issue.startswith(DUPLICATE) for issue in error.issues):
            return RailAnswer(status=UNKNOWN, reason="already_sent")
        reasons = [payouts.REASONS[issue] for issue in error.issues if issue in payouts.REASONS]
        return RailAnswer(status=if_refused, reason=reasons[0] if reasons else "refused_by_paypal")

    def _look(self, payout: Payout, path: str) -> RailAnswer:
        try:
            return payouts.answer_of(self._client.get(path), payout)
        except (Declined, GatewayUnreachable, *MISSHAPEN) as error:
            log.warning("payout %s: PayPal does not say what became of it: %s", payout.pk, error)
            return RailAnswer(status=UNKNOWN)


def _batch_behind(error: Declined) -> str:
    """The path of the batch that has this id already, from the link PayPal gives; empty without one."""
    links: list[Any] = [link for link in error.links if isinstance(link, dict)]
    for link in links:
        _, found, batch_id = str(link.get("href", "")).partition(f"{BATCHES}/")
        batch_id = batch_id.partition("?")[0]
        if found and batch_id.replace("-", "").isalnum():
            return f"{BATCHES}/{batch_id}"
    return ""
