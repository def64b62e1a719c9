"""PayPal as a way of paying."""

import logging
from collections.abc import Mapping
from typing import Any

from payments.errors import CurrencyNotOffered, GatewayUnreachable, ProviderRefused
from payments.gateways.paypal import events, orders, refunds, webhooks
from payments.gateways.paypal.client import MISSHAPEN, Client, Declined
from payments.gateways.port import Action, Callback, RefundAnswer
from payments.models import Escrow, Payment, Refund
from payments.selectors import open_payment
from payments.services import Report
from payments.services.reports import ABSENT, FAILED

log = logging.getLogger(__name__)
GONE = 404
ALREADY = "ORDER_ALREADY_CAPTURED"
UNPAYABLE = {"INSTRUMENT_DECLINED", "PAYER_CANNOT_PAY", "TRANSACTION_REFUSED", "ORDER_EXPIRED"}


class PayPalGateway:
    """The payer agrees on PayPal's page; we take the money when we are told so, or ask and find it so.

    The order's id is kept in what the browser was told to do (`Payment.action`), the capture's id in
    `Payment.provider_ref`: refunds name it.
    """

    name = "paypal"
    currencies = frozenset({"EUR", "USD"})
    asks_on_return = True  # nothing is taken before we ask

    def __init__(self, config: Mapping[str, str]) -> None:
        self._client = Client(config)
        self._webhook_id = config["webhook_id"]

    def begin(self, payment: Payment, *, return_url: str, locale: str) -> Action:
        """The order's page. Raises CurrencyNotOffered, ProviderRefused, GatewayUnreachable."""
        if payment.currency not in self.currencies:
            raise CurrencyNotOffered(currency=payment.currency, offered=sorted(self.currencies))
        known = _order_id(payment)
        try:
            order = self._live(known) or self._open(payment, known, return_url, locale)
            page = orders.page_of(order) or return_url
            return Action(kind="redirect", url=page, fields={"order": str(order["id"])})
        except Declined as error:
            log.warning("payment %s: PayPal refuses the order: %s", payment.reference, error)
            raise ProviderRefused(gateway=self.name) from error
        except MISSHAPEN as error:
            raise GatewayUnreachable(gateway=self.name) from error

    def verify_callback(self, *, headers: Mapping[str, str], body: bytes) -> Callback:
        said = webhooks.verified(self._client, self._webhook_id, headers, body)
        return events.callback(self._client, said)

    def query(self, payment: Payment) -> Report:
        """Read the order, and take the money the payer agreed to while the deal still waits for it."""
        try:
            order = self._live(_order_id(payment))
            if order is None:
                return Report(reference=payment.reference, status=ABSENT, currency=payment.currency)
            if orders.reference_of(order) != payment.reference:
                log.error("payment %s: PayPal's order %s is another's", payment.reference, order["id"])
                raise GatewayUnreachable(gateway=self.name)
            if order["status"] == "APPROVED" and _is_wanted(payment):
                return self._take(payment, str(order["id"]))
            return orders.report_of(order, payment)
        except (Declined, *MISSHAPEN) as error:
            log.warning("payment %s: PayPal's answer helps nobody: %s", payment.reference, error)
            raise GatewayUnreachable(gateway=self.name) from error

    def refund(self, refund: Refund) -> RefundAnswer:
        return refunds.send(self._client, refund)

    def _live(self, order_id: str) -> dict[str, Any] | None:
        """The order as it is now; None for one that PayPal never had or gave up."""
        if not order_id:
            return None
        try:
            return self._client.get(f"/v2/checkout/orders/{order_id}")
        except Declined as error:
            if error.status == GONE:
                return None
            raise

    def _open(self, payment: Payment, before: str, return_url: str, locale: str) -> dict[str, Any]:
        """One order for a payment, however often it is asked for; another only when the first is gone."""
        key = f"{payment.pk}-{before}" if before else str(payment.pk)
        return self._client.post("/v2/checkout/orders", orders.order_of(payment, return_url, locale), key)

    def _take(self, payment: Payment, order_id: str) -> Report:
        try:
            order = self._client.post(f"/v2/checkout/orders/{order_id}/capture", {}, f"{payment.pk}-capture")
        except Declined as error:
            if ALREADY in error.issues:
                order = self._client.get(f"/v2/checkout/orders/{order_id}")
                return orders.report_of(order, payment)
            if why := UNPAYABLE.intersection(error.issues):
                reason = min(why).lower()
                return Report(reference=payment.reference, status=FAILED, reason=reason)
            raise
        return orders.report_of(order, payment)


def _order_id(payment: Payment) -> str:
    return str((payment.action or {}).get("fields", {}).get("order", ""))


def _is_wanted(payment: Payment) -> bool:
    """Agreed to after we gave up, or after another way was chosen: taken only if the deal still waits for
    exactly this. Not taken, it costs nobody anything, and PayPal forgets it."""
    escrow = Escrow.objects.get(pk=payment.escrow_id)
    current = open_payment(escrow)
    return escrow.state == Escrow.State.PENDING and (current is None or current.pk == payment.pk)
