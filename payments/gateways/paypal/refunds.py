"""Money back, from the capture that brought it."""

import logging
from datetime import timedelta
from typing import Any

from django.utils import timezone

from payments.gateways.paypal import amounts
from payments.gateways.paypal.client import Client, Declined
from payments.gateways.port import RefundAnswer
from payments.models import Refund
from payments.services.reports import DONE, PENDING, REFUSED

log = logging.getLogger(__name__)
REMEMBERED = timedelta(days=44)  # PayPal acts once for a key during 45 days
SETTLED = {"COMPLETED": DONE, "PENDING": PENDING, "FAILED": REFUSED, "CANCELLED": REFUSED}
IN_PROGRESS = "PREVIOUS_REQUEST_IN_PROGRESS"
REASONS = {
    "CAPTURE_FULLY_REFUNDED": "already_refunded",
    "REFUND_AMOUNT_EXCEEDED": "more_than_was_paid",
    "REFUND_TIME_LIMIT_EXCEEDED": "too_late",
    "MAX_NUMBER_OF_REFUNDS_EXCEEDED": "too_many_parts",
    "REFUND_FAILED_INSUFFICIENT_FUNDS": "our_balance_too_low",
    "REFUND_CAPTURE_CURRENCY_MISMATCH": "another_currency",
    "CAPTURE_DISPUTED_PARTIAL_REFUND_NOT_ALLOWED": "disputed",
    "REFUND_NOT_ALLOWED": "disputed",
    "RESOURCE_NOT_FOUND": "unknown_capture",
    "NOT_AUTHORIZED": "not_authorized",
}


def send(client: Client, refund: Refund) -> RefundAnswer:
    """Ask for exactly this amount. Asked again, the same key leads to the same refund, and its state."""
    if timezone.now() - refund.made_at > REMEMBERED:
        return RefundAnswer(status=REFUSED, reason="too_old_to_ask_again")
    path = f"/v2/payments/captures/{refund.payment.provider_ref}/refund"
    try:
        said = client.post(path, _body(refund), str(refund.pk))
        if said.get("status") == "PENDING":
            said = client.get(f"/v2/payments/refunds/{said['id']}")
    except Declined as error:
        return _refused(refund, error)
    return _answer(said)


def custom_id(refund: Refund) -> str:
    """Payment and refund in one word of letters, digits, dots and dashes, as PayPal wants it."""
    return f"{refund.payment.reference}.{refund.pk}"


def _body(refund: Refund) -> dict[str, Any]:
    """Always with an amount: without one PayPal sends back whatever is left."""
    amount = amounts.written(refund.amount_centimes, refund.currency)
    return {"amount": amount, "custom_id": custom_id(refund), "note_to_payer": refund.payment.reference}


def _answer(said: dict[str, Any]) -> RefundAnswer:
    """A state nobody has told us of is asked about again."""
    status = SETTLED.get(str(said.get("status")), PENDING)
    why = str((said.get("status_details") or {}).get("reason", "")).lower()
    reason = "" if status == DONE else why or str(said.get("status", "")).lower()
    return RefundAnswer(status=status, provider_ref=str(said.get("id", "")), reason=reason)


def _refused(refund: Refund, error: Declined) -> RefundAnswer:
    if IN_PROGRESS in error.issues:
        return RefundAnswer(status=PENDING, reason="in_progress")
    log.error("refund %s: PayPal refuses: %s", refund.pk, error)
    known = [REASONS[issue] for issue in reversed(error.issues) if issue in REASONS]
    return RefundAnswer(status=REFUSED, reason=known[0] if known else "refused_by_paypal")
